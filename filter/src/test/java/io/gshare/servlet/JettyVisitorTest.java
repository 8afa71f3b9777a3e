package io.gshare.servlet;

/** Links that name each visitor, on Jetty. */
class JettyVisitorTest extends VisitorCases {

    JettyVisitorTest() {
        super(new JettyContainer());
    }
}
