package io.gshare.compatibility.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A servlet container as its users have it: a program that deploys what lies in {@code webapps}. */
interface Server {

    /** Small and quick to start; what is only softly reachable goes at once, so that what is left leaks. */
    List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:SoftRefLRUPolicyMSPerMB=0",
            "-Djava.net.preferIPv4Stack=true");

    /** Whether it is on this machine. */
    boolean isInstalled();

    /**
     * Says how it is started.
     *
     * @param base the folder of this instance, with {@code webapps} and {@code temp} in it
     * @param port where it listens, on the loopback interface
     */
    ProcessBuilder in(Path base, int port) throws IOException;
}
