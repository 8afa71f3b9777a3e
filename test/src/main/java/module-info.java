/** The test kit of gshare. */
module io.gshare.test {
    requires transitive io.gshare;
    requires com.fasterxml.jackson.core;
    requires jdk.httpserver;
    requires org.jsoup;
    requires static transitive org.assertj.core;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports io.gshare.test;
}
