package io.gshare.settings;

import java.util.Map;
import java.util.Properties;

/** Settings from places that a test gives, for tests of other rooms. */
public final class Places {

    private Places() {}

    /** As {@link Settings#load(Map)} would gather them. */
    public static Settings load(
            Map<String, String> initParams,
            Map<String, String> environment,
            Properties system,
            Map<String, String> options,
            ClassLoader loader) {
        return Settings.load(initParams, environment, system, options, loader);
    }
}
