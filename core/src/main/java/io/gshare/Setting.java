package io.gshare;

import org.jspecify.annotations.Nullable;

/** The table of settings: their names, defaults and meaning. */
enum Setting {
    URL("url", true, null, "the workspace's base URL, such as https://grafana.example.com"),
    TOKEN("token", true, null, "the API key or service account token itself"),
    TOKEN_FILE("token-file", true, null, "a file that holds the token, read at start"),
    DERIVED_KEY("derived-key", true, null, "the derived key in place of the token: 100 hex digits"),
    KEY_NAME("key-name", true, null, "the key's name in Grafana; an API key brings its own"),
    ORG_ID("org-id", true, "1", "the id of the key's org; an API key brings its own"),
    LINK_VERSION("link-version", true, "v2", "v2 signs links; v1 puts the key itself into them"),
    SESSION(
            "session",
            true,
            null,
            "how long the session lasts that a link opens, such as 1h or PT1H; left out, the"
                    + " workspace decides (3600 s)"),
    ON_REFUSED("on-refused", false, "fail", "what a page shows in place of a refused link: fail or placeholder"),
    REWRITE("rewrite", false, "false", "whether the filter signs links in pages that nobody touches: true or false"),
    REWRITE_INCLUDE(
            "rewrite.include", false, "/*", "the paths whose pages are rewritten, such as /reports/* or *.html"),
    REWRITE_EXCLUDE("rewrite.exclude", false, null, "the paths whose pages are not"),
    REWRITE_ATTRIBUTES(
            "rewrite.attributes", false, null, "further attributes that hold links, such as iframe@data-lazy-src"),
    CONFIG("config", false, null, "a UTF-8 properties file to read in place of gshare.properties on the class path");

    static final String PREFIX = "gshare.";
    static final String WORKSPACES = PREFIX + "workspaces.";

    private final String key;
    private final boolean ofWorkspace;
    private final @Nullable String defaultValue;
    private final String meaning;

    Setting(String key, boolean ofWorkspace, @Nullable String defaultValue, String meaning) {
        this.key = key;
        this.ofWorkspace = ofWorkspace;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The name behind {@code gshare.} or {@code gshare.workspaces.<name>.}. */
    String key() {
        return key;
    }

    /** Whether each workspace has its own. */
    boolean ofWorkspace() {
        return ofWorkspace;
    }

    @Nullable
    String defaultValue() {
        return defaultValue;
    }

    String meaning() {
        return meaning;
    }

    /** Whether this is one of the three ways to give a workspace its key, of which each needs exactly one. */
    boolean isKey() {
        return this == TOKEN || this == TOKEN_FILE || this == DERIVED_KEY;
    }
}
