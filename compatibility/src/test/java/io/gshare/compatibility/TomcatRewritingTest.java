package io.gshare.compatibility;

import io.gshare.servlet.RewritingCases;

/** Rewriting on Tomcat. */
class TomcatRewritingTest extends RewritingCases {

    TomcatRewritingTest() {
        super(new TomcatContainer());
    }
}
