package io.gshare.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.Map;

/** A servlet container on a port of its own. */
public interface Container {

    /**
     * Starts it.
     *
     * @param files what its default servlet serves
     * @param applications what each web application does at start, by its path
     * @return the port
     */
    int start(Path files, Map<String, ServletContainerInitializer> applications) throws Exception;

    /** Stops it. */
    void stop() throws Exception;
}
