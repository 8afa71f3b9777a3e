package io.gshare.compatibility;

import io.gshare.servlet.MintingCases;

/** The mint endpoint on Tomcat. */
class TomcatMintingTest extends MintingCases {

    TomcatMintingTest() {
        super(new TomcatContainer());
    }
}
