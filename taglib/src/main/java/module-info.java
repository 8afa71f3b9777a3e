/** The JSP tag library of gshare. */
module io.gshare.jsp {
    requires io.gshare.servlet;
    requires java.xml;
    requires transitive jakarta.servlet.jsp;
    requires static transitive org.jspecify;

    exports io.gshare.jsp;
}
