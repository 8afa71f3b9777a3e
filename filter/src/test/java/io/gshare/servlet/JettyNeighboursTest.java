package io.gshare.servlet;

/** Other filters on Jetty. */
class JettyNeighboursTest extends NeighboursCases {

    JettyNeighboursTest() {
        super(new JettyContainer());
    }
}
