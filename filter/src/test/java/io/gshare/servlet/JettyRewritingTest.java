package io.gshare.servlet;

/** Rewriting on Jetty. */
class JettyRewritingTest extends RewritingCases {

    JettyRewritingTest() {
        super(new JettyContainer());
    }
}
