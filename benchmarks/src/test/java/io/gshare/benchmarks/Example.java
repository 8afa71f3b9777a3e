package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.LinkRewriting;
import io.gshare.key.KeySource;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.settings.Rewriting;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import io.gshare.token.TokenRules;
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

    /** One whose links carry tokens. */
    static GShare tokens(TokenRules rules, InstantSource clock) {
        KeySource<TokenKey> key =
                KeySource.fixed(TokenKey.parse(TokenKeys.find().generate("ES256", false)));
        return GShare.builder()
                .workspace(GShare.DEFAULT_WORKSPACE, LinkSigner.jwt(Workspace.of(URL), key, rules, clock))
                .build();
    }

    /** The same, where all visitors are one user. */
    static GShare tokens(InstantSource clock) {
        return tokens(TokenRules.everybodyAs(Claims.of("portal")), clock);
    }

    static LinkRewriting rewriting(GShare gshare) {
        return new LinkRewriting(gshare, Rewriting.EVERYWHERE);
    }
}
