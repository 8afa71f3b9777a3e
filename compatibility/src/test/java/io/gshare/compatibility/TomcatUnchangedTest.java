package io.gshare.compatibility;

import io.gshare.servlet.UnchangedCases;

/** What stays as it is on Tomcat. */
class TomcatUnchangedTest extends UnchangedCases {

    TomcatUnchangedTest() {
        super(new TomcatContainer());
    }
}
