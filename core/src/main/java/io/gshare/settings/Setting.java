package io.gshare.settings;

import io.gshare.text.Spelling;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of settings: their names, defaults and meaning. */
enum Setting {
    URL("url", Scope.WORKSPACE, null, "the workspace's base URL, such as https://grafana.example.com"),
    TOKEN("token", Scope.WORKSPACE, null, "the API key or service account token itself"),
    TOKEN_FILE(
            "token-file",
            Scope.WORKSPACE,
            null,
            "a file that holds the token or the derived key, watched for another one"),
    DERIVED_KEY("derived-key", Scope.WORKSPACE, null, "the derived key in place of the token: 100 hex digits"),
    KEY_NAME("key-name", Scope.WORKSPACE, null, "the key's name in Grafana; an API key brings its own"),
    ORG_ID("org-id", Scope.WORKSPACE, "1", "the id of the key's org; an API key brings its own"),
    LINK_VERSION(
            "link-version",
            Scope.WORKSPACE,
            "v2",
            "v2 signs links; v1 puts the key itself into them; jwt signs links of a Grafana of one's own"),
    SESSION(
            "session",
            Scope.WORKSPACE,
            null,
            "how long the session lasts that a link opens, such as 1h or PT1H; left out, the"
                    + " workspace decides (3600 s); of JWT links 1h, at most 12h"),
    KEY_FILE(
            "key-file",
            Scope.WORKSPACE,
            null,
            "a file that holds the private key of JWT links, a JWK, a JWK Set or PKCS#8 in PEM, watched for another one"),
    SUBJECT(
            "subject",
            Scope.WORKSPACE,
            "portal",
            "who JWT links say is looking: one Grafana user for all, by his login; or visitor, each visitor himself"),
    SUBJECT_PREFIX(
            "subject-prefix",
            Scope.WORKSPACE,
            "portal:",
            "what stands before each visitor's login in Grafana; none takes it away"),
    ISSUER("issuer", Scope.WORKSPACE, null, "the iss of JWT links, where Grafana's expect_claims asks for it"),
    AUDIENCE("audience", Scope.WORKSPACE, null, "the aud of JWT links, where Grafana's expect_claims asks for it"),
    EMAIL("email", Scope.WORKSPACE, null, "the email of the one user of JWT links"),
    NAME("name", Scope.WORKSPACE, null, "the name of the one user of JWT links, as Grafana shows it"),
    ROLE(
            "role",
            Scope.WORKSPACE,
            "Viewer",
            "the role in JWT links, where no visitor has his own: Viewer, Editor or Admin"),
    ORGS(
            "orgs",
            Scope.WORKSPACE,
            null,
            "the orgs in JWT links, for Grafana's org_mapping, with commas between them, where no visitor has his own"),
    ENABLED(
            "enabled",
            "true",
            "whether anything is signed; switched off, pages show placeholders and no other setting is needed: true or false"),
    STRICT(
            "strict",
            "false",
            "whether a key file that every user of the machine can read is an error, not a warning: true or false"),
    ON_REFUSED("on-refused", "fail", "what a page shows in place of a refused link: fail or placeholder"),
    REWRITE("rewrite", "false", "whether the filter signs links in pages that nobody touches: true or false"),
    REWRITE_INCLUDE("rewrite.include", "/*", "the paths whose pages are rewritten, such as /reports/* or *.html"),
    REWRITE_EXCLUDE("rewrite.exclude", null, "the paths whose pages are not"),
    REWRITE_ATTRIBUTES("rewrite.attributes", null, "further attributes that hold links, such as iframe@data-lazy-src"),
    SIGN_AT("sign-at", "render", "when the links of pages are signed: render or load"),
    PATH("path", "/gshare", "where the filter answers frames, below the application's context path"),
    MINT_EXPIRY("mint.expiry", "12h", "how long a page's frames can be loaded when links are signed at load"),
    MINT_RENEWAL("mint.renewal", "30d", "how long a live frame renews itself, from when its page was made"),
    MINT_BIND_SESSION(
            "mint.bind-session",
            "true",
            "whether they can be loaded in the visitor's own session alone, where the page had one: true or false"),
    MINT_ORIGINS(
            "mint.origins", null, "the origins of other sites that may frame them, such as https://portal.example.com"),
    CSP(
            "csp",
            "leave",
            "what happens to the application's own Content-Security-Policy: leave, or add what lets its frames through"),
    JWKS(
            "jwks",
            "true",
            "whether the filter shows the public keys of JWT links, at jwks.json below gshare.path: true or false"),
    CONFIG("config", null, "a UTF-8 properties file to read in place of gshare.properties on the class path"),
    EMBED_LINK("link", Scope.EMBED, null, "the dashboard's link, as Grafana's Share dialog copies it"),
    EMBED_WORKSPACE("workspace", Scope.EMBED, "default", "the name of its workspace"),
    EMBED_OPEN("open", Scope.EMBED, null, "the parameters that pages and visitors may set, such as from, to, var-host"),
    EMBED_ROLES("roles", Scope.EMBED, null, "who may see it: whoever has any of these roles; left out, everybody");

    static final String PREFIX = "gshare.";

    /** What there is one of each of. */
    enum Scope {
        /** Behind {@code gshare.} alone. */
        APPLICATION("", "the settings are gshare."),
        /** Behind {@code gshare.} for the default one, and {@code gshare.workspaces.<name>.} for a further one. */
        WORKSPACE("workspaces.", "those of a workspace are gshare.workspaces.<name>. (lower case)"),
        /** Behind {@code gshare.embeds.<name>.}. */
        EMBED("embeds.", "those of an embed are gshare.embeds.<name>. (lower case)");

        /** What stands before names, behind {@code gshare.}. */
        private final String prefix;

        private final String where;

        Scope(String prefix, String where) {
            this.prefix = prefix;
            this.where = where;
        }

        /** What the names of this scope's things stand behind. */
        String prefix() {
            return PREFIX + prefix;
        }

        /** The scope of what is called so, as far as its beginning says. */
        static Scope of(String name) {
            return name.startsWith(EMBED.prefix())
                    ? EMBED
                    : name.startsWith(WORKSPACE.prefix()) ? WORKSPACE : APPLICATION;
        }

        /** Whether there is a setting of this key. */
        boolean has(String key) {
            return settings().anyMatch(setting -> setting.key.equals(key));
        }

        private List<String> keys() {
            return settings().map(Setting::key).toList();
        }

        /** The settings of this scope; among the application's own are those of the default workspace. */
        private Stream<Setting> settings() {
            return Arrays.stream(Setting.values())
                    .filter(setting -> setting.scope == this || (this == APPLICATION && setting.scope == WORKSPACE));
        }

        /** Which settings there are, for messages. */
        String known() {
            return where + " and one of " + settings().map(Setting::key).collect(Collectors.joining(", "));
        }
    }

    /** Whether there is a setting of this whole name. */
    static boolean is(String name) {
        Scope scope = Scope.of(name);
        String rest =
                name.startsWith(scope.prefix()) ? name.substring(scope.prefix().length()) : "";
        int dot = scope == Scope.APPLICATION ? -1 : rest.indexOf('.');
        return (scope == Scope.APPLICATION || (dot > 0 && Embed.isName(rest.substring(0, dot))))
                && scope.has(rest.substring(dot + 1));
    }

    /** The setting whose name somebody has written in a way of his own: in capitals, with underscores, without {@code gshare.}. */
    static @Nullable String spelledOtherwise(String name) {
        String usual = name.toLowerCase(Locale.ROOT).replace('_', '-');
        String whole = usual.startsWith(PREFIX) || usual.startsWith("gshare-")
                ? PREFIX + usual.substring(PREFIX.length())
                : PREFIX + usual;
        return is(whole)
                ? whole
                : Scope.APPLICATION
                        .settings()
                        .map(setting -> PREFIX + setting.key)
                        .filter(known -> known.replace('.', '-').equals(whole.replace('.', '-')))
                        .findFirst()
                        .orElse(null);
    }

    /** The setting that was meant by a name that begins with {@code gshare.}; {@code null} if none is near. */
    static @Nullable String nearest(String name) {
        Scope scope = Scope.of(name);
        int dot = name.indexOf('.', scope.prefix().length());
        if (scope != Scope.APPLICATION && dot > 0) {
            String key = Spelling.nearest(name.substring(dot + 1), scope.keys());
            String meant = name.substring(0, dot + 1) + key;
            return key != null && is(meant) ? meant : null;
        }
        String rest = name.substring(PREFIX.length());
        String key = Spelling.nearest(rest, scope.keys());
        if (key != null || dot < 0) {
            return key == null ? null : PREFIX + key;
        }
        String first = Spelling.nearest(name.substring(PREFIX.length(), dot), List.of("workspaces", "embeds"));
        String meant = PREFIX + first + name.substring(dot);
        return first != null && is(meant) ? meant : null;
    }

    private final String key;
    private final Scope scope;
    private final @Nullable String defaultValue;
    private final String meaning;

    Setting(String key, @Nullable String defaultValue, String meaning) {
        this(key, Scope.APPLICATION, defaultValue, meaning);
    }

    Setting(String key, Scope scope, @Nullable String defaultValue, String meaning) {
        this.key = key;
        this.scope = scope;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The name behind {@code gshare.}, {@code gshare.workspaces.<name>.} or {@code gshare.embeds.<name>.}. */
    String key() {
        return key;
    }

    /** What each has its own of. */
    Scope scope() {
        return scope;
    }

    /** The whole name, for a document. */
    String documented() {
        return scope == Scope.EMBED ? scope.prefix() + "<name>." + key : PREFIX + key;
    }

    @Nullable
    String defaultValue() {
        return defaultValue;
    }

    String meaning() {
        return meaning;
    }

    /** Whether its value is a key, and never shown. */
    boolean isSecret() {
        return this == TOKEN || this == DERIVED_KEY;
    }

    /** Whether this is one of the ways to give a workspace its key, of which each needs exactly one. */
    boolean isKey() {
        return isShareKey() || this == KEY_FILE;
    }

    /** Whether this is one of the three ways to give a share key, which signs all links but JWT links. */
    boolean isShareKey() {
        return this == TOKEN || this == TOKEN_FILE || this == DERIVED_KEY;
    }

    /** Whether this means something for JWT links alone. */
    boolean isOfTokens() {
        return EnumSet.range(KEY_FILE, ORGS).contains(this);
    }
}
