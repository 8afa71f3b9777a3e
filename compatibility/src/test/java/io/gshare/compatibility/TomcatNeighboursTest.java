package io.gshare.compatibility;

import io.gshare.servlet.NeighboursCases;

/** Other filters on Tomcat. */
class TomcatNeighboursTest extends NeighboursCases {

    TomcatNeighboursTest() {
        super(new TomcatContainer());
    }
}
