package io.gshare.compatibility;

import io.gshare.servlet.VisitorCases;

/** Links that name each visitor, on Tomcat. */
class TomcatVisitorTest extends VisitorCases {

    TomcatVisitorTest() {
        super(new TomcatContainer());
    }
}
