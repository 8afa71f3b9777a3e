package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.LinkRewriting;
import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.time.InstantSource;

/** The vendor's own example, which all benchmarks sign. */
final class Example {

    static final Vector KEY = Vectors.example();
    static final String URL = "https://grafana-example.grafana.aliyuncs.com";
    static final String LINK = URL + "/d/TZWea/test?orgId=1&from=1670816840000&to=1670838440000";

    /** Where the pages that are rewritten come from. */
    static final String ORIGIN = "https://portal.example.com:443";

    private Example() {}

    static GShare gshare(InstantSource clock) {
        return GShare.builder()
                .workspace(
                        GShare.DEFAULT_WORKSPACE,
                        LinkSigner.v2(Workspace.of(URL), KeySource.fixed(KEY.shareKey()), null, clock))
                .build();
    }

    static LinkRewriting rewriting(GShare gshare) {
        return new LinkRewriting(gshare, Rewriting.EVERYWHERE);
    }
}
