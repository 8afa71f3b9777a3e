package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.HtmlEscape;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Another way to sign the links of a page: takes it whole, in UTF-8, and writes it whole. Thread-safe. */
abstract sealed class Peer permits JsoupPeer, AttoparserPeer, JerichoPeer, RegexPeer {

    private static final Set<String> ATTRIBUTES = Set.of(
            "iframe@src", "frame@src", "embed@src", "img@src", "a@href", "area@href", "object@data", "form@action");

    private final GShare gshare;

    Peer(GShare gshare) {
        this.gshare = gshare;
    }

    abstract void rewrite(byte[] page, OutputStream out) throws IOException;

    /** Whether an attribute of an element holds a link. */
    static boolean isLink(String element, String attribute) {
        return ATTRIBUTES.contains(element.toLowerCase(Locale.ROOT) + "@" + attribute.toLowerCase(Locale.ROOT));
    }

    /** The signed link, raw, or {@code null} where it is not to be signed. */
    final @Nullable String sign(String link) {
        return gshare.page().signOwn(link, Example.ORIGIN);
    }

    /** The same for links as they stand in HTML. */
    final @Nullable String signEscaped(String value) {
        String signed = sign(value.replace("&amp;", "&"));
        return signed == null ? null : HtmlEscape.escape(signed);
    }
}
