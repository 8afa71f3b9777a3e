/** Finds out why a frame does not show its dashboard. */
module io.gshare.doctor {
    requires transitive io.gshare;
    requires transitive java.net.http;
    requires com.fasterxml.jackson.core;
    requires static com.google.common;
    requires static transitive org.jspecify;

    exports io.gshare.doctor;
}
