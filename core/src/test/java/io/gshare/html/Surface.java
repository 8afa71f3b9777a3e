package io.gshare.html;

import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.OnRefused;
import io.gshare.test.Vectors;

/** A façade with two workspaces, and what it appends. */
final class Surface {

    static final String URL = "https://grafana.example.com";
    static final String OPS = "https://ops.example.com";
    /** What a signed link ends with. */
    static final String SIGNED = Vectors.example().signedSuffix();
    /** The same in an attribute. */
    static final String SIGNED_HTML = SIGNED.replace("&", "&amp;");

    private Surface() {}

    static GShare gshare(OnRefused onRefused) {
        return GShare.builder()
                .workspace("default", signer(URL))
                .workspace("ops", signer(OPS))
                .onRefused(onRefused)
                .build();
    }

    private static LinkSigner signer(String url) {
        Vectors.Vector key = Vectors.example();
        return LinkSigner.v2(Workspace.of(url), KeySource.fixed(key.shareKey()), null, key.clock());
    }
}
