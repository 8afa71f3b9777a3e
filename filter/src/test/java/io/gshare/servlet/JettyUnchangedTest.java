package io.gshare.servlet;

/** What stays as it is on Jetty. */
class JettyUnchangedTest extends UnchangedCases {

    JettyUnchangedTest() {
        super(new JettyContainer());
    }
}
