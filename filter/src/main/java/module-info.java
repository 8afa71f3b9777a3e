/** The servlet filter of gshare. */
module io.gshare.servlet {
    requires transitive io.gshare;
    requires transitive jakarta.servlet;
    requires static transitive org.jspecify;

    exports io.gshare.servlet;

    uses io.gshare.key.KeyListener;
    uses io.gshare.SigningListener;
    uses io.gshare.servlet.EmbedAuthorizer;
    uses io.gshare.servlet.MintListener;
    uses io.gshare.servlet.VisitorClaims;
}
