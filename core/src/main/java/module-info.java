/** Keys, links, signing, verifying and settings of gshare, and the markup that carries signed links. */
module io.gshare {
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports io.gshare;
    exports io.gshare.html;
    exports io.gshare.key;
    exports io.gshare.link;
    exports io.gshare.settings;
    exports io.gshare.text;
    exports io.gshare.ticket;
    exports io.gshare.token;

    uses io.gshare.token.TokenKeys;
}
