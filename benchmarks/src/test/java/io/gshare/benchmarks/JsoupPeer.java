package io.gshare.benchmarks;

import io.gshare.GShare;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** jsoup: the page as a tree, which is written out again, though not byte for byte as it came. */
final class JsoupPeer extends Peer {

    JsoupPeer(GShare gshare) {
        super(gshare);
    }

    @Override
    void rewrite(byte[] page, OutputStream out) throws IOException {
        Document document = Jsoup.parse(new String(page, StandardCharsets.UTF_8));
        document.outputSettings().prettyPrint(false);
        for (Element element : document.select(
                "iframe[src],frame[src],embed[src],img[src],a[href],area[href],object[data],form[action]")) {
            for (String attribute : List.of("src", "href", "data", "action")) {
                if (element.hasAttr(attribute) && isLink(element.normalName(), attribute)) {
                    String signed = sign(element.attr(attribute));
                    if (signed != null) {
                        element.attr(attribute, signed);
                    }
                }
            }
        }
        out.write(document.outerHtml().getBytes(StandardCharsets.UTF_8));
    }
}
