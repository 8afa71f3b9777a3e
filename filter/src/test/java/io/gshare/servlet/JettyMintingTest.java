package io.gshare.servlet;

/** The mint endpoint on Jetty. */
class JettyMintingTest extends MintingCases {

    JettyMintingTest() {
        super(new JettyContainer());
    }
}
