/** The Thymeleaf dialect of gshare. */
module io.gshare.thymeleaf {
    requires transitive io.gshare;
    requires transitive thymeleaf;
    requires static transitive org.jspecify;

    exports io.gshare.thymeleaf;
}
