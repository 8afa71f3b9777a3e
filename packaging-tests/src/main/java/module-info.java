/** An application that uses every library of gshare. */
module io.gshare.packaging {
    requires io.gshare;
    requires io.gshare.doctor;
    requires io.gshare.jsp;
    requires io.gshare.servlet;
    requires io.gshare.thymeleaf;
    requires jdk.httpserver;
    requires static org.jspecify;

    // Thymeleaf uses them, and as an automatic module cannot say so.
    requires java.sql;
    requires org.slf4j;

    provides io.gshare.servlet.EmbedAuthorizer with
            io.gshare.packaging.Authorizer;
}
