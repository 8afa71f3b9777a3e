package io.gshare.settings;

import io.gshare.key.KeyListener;
import io.gshare.link.LinkSigner;
import io.gshare.link.TimeRange;
import io.gshare.link.Workspace;
import io.gshare.link.Workspaces;
import io.gshare.settings.Setting.Scope;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import io.gshare.text.Texts;
import io.gshare.ticket.Minting;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks settings and makes a {@link Configuration} of them; gathers every problem before it gives up. Used once. */
public final class SettingsReader {

    private static final Logger LOGGER = System.getLogger("io.gshare");

    private final Settings settings;
    private final InstantSource clock;
    private final KeyListener keyListener;
    private final List<String> problems = new ArrayList<>();
    /** {@code null} where nobody knows. */
    private final @Nullable Boolean enabled;

    private final boolean strict;

    private SettingsReader(Settings settings, InstantSource clock, KeyListener keyListener) {
        this.settings = settings;
        this.clock = clock;
        this.keyListener = keyListener;
        this.enabled = value(Setting.PREFIX, Setting.ENABLED, SettingParsers::flag);
        this.strict = Boolean.TRUE.equals(enabled)
                && Boolean.TRUE.equals(value(Setting.PREFIX, Setting.STRICT, SettingParsers::flag));
    }

    /** Whether a key file that every user can read is an error. */
    boolean strict() {
        return strict;
    }

    /** Who hears of keys that are replaced. */
    KeyListener keyListener() {
        return keyListener;
    }

    /**
     * {@return what settings say, checked} Derives the keys here and now, some 10 to 20 ms each.
     *
     * @param settings the settings
     * @param clock tells the time
     * @param keyListener hears of each other key that a watched key file comes to hold, and of what is none
     * @throws SettingsException if anything is wrong with them, with every problem in its message
     */
    public static Configuration read(Settings settings, InstantSource clock, KeyListener keyListener) {
        return new SettingsReader(settings, clock, keyListener).read();
    }

    private Configuration read() {
        if (Boolean.FALSE.equals(enabled)) {
            return disabled();
        }
        if (settings.isUnread()) {
            throw new SettingsException(settings.problems()); // all else would be its consequence
        }
        if (enabled == null) {
            names();
            throw new SettingsException(problems); // what is missing matters only where it is on
        }
        problems.addAll(0, settings.problems());
        Map<Scope, Set<String>> names = names();
        Set<String> workspaces = names.getOrDefault(Scope.WORKSPACE, Set.of());
        Map<String, LinkSigner> signers = new LinkedHashMap<>();
        Map<String, Workspace> known = new HashMap<>();
        if (settings.isWithoutFile() && !isSet(Setting.PREFIX, Setting.URL)) {
            problem("no gshare.properties was found on the class path; put one there, which is WEB-INF/classes in a web"
                    + " application, or let gshare.config name a file elsewhere");
        }
        read(Settings.DEFAULT_WORKSPACE, Setting.PREFIX, signers, known);
        for (String name : workspaces) {
            read(name, Scope.WORKSPACE.prefix() + name + ".", signers, known);
        }
        OnRefused onRefused = value(Setting.PREFIX, Setting.ON_REFUSED, SettingParsers::onRefused);
        SignAt signAt = value(Setting.PREFIX, Setting.SIGN_AT, SettingParsers::signAt);
        Boolean csp = value(Setting.PREFIX, Setting.CSP, SettingParsers::csp);
        Boolean jwks = value(Setting.PREFIX, Setting.JWKS, SettingParsers::jwks);
        Minting minting = minting();
        Rewriting rewriting = rewriting();
        Map<String, Embed> embeds = new LinkedHashMap<>();
        for (String name : names.getOrDefault(Scope.EMBED, Set.of())) {
            embed(name, workspaces, signers, known, embeds);
        }
        Workspaces all = new Workspaces(signers);
        if (isSet(Setting.PREFIX, Setting.JWKS) && problems.isEmpty() && all.jwks() == null) {
            problem("gshare.jwks is set but no workspace signs JWT links; remove it, or set gshare.link-version = jwt");
        }
        if (!problems.isEmpty()
                || onRefused == null
                || signAt == null
                || csp == null
                || jwks == null
                || minting == null) {
            all.close();
            throw new SettingsException(problems);
        }
        return new Configuration(
                all, onRefused, signAt, minting, rewriting, csp, embeds, jwks, clock, "", Texts.load());
    }

    /**
     * Who switches off is stopped by no key that is missing, nor by a file that holds it or is not read; names are checked all the same, and
     * what says where the mint endpoint is.
     */
    private Configuration disabled() {
        names();
        String path = value(Setting.PREFIX, Setting.PATH, SettingParsers::path);
        if (!problems.isEmpty() || path == null) {
            throw new SettingsException(problems);
        }
        LOGGER.log(
                Logger.Level.INFO,
                "gshare is switched off (gshare.enabled=false): pages show placeholders, and nothing is signed");
        Minting usual = Minting.DEFAULT;
        return Configuration.disabled(
                new Minting(path, usual.expiry(), usual.renewal(), usual.bindSession(), usual.origins()),
                "; remove gshare.enabled=false, and set gshare.url and a key");
    }

    private @Nullable Minting minting() {
        String path = value(Setting.PREFIX, Setting.PATH, SettingParsers::path);
        Duration expiry = value(Setting.PREFIX, Setting.MINT_EXPIRY, SettingParsers::mintExpiry);
        Duration renewal = value(Setting.PREFIX, Setting.MINT_RENEWAL, SettingParsers::mintRenewal);
        Boolean bind = value(Setting.PREFIX, Setting.MINT_BIND_SESSION, SettingParsers::flag);
        Set<String> origins = value(Setting.PREFIX, Setting.MINT_ORIGINS, SettingParsers::origins);
        return path == null || expiry == null || renewal == null || bind == null
                ? null
                : new Minting(path, expiry, renewal, bind, origins == null ? Set.of() : origins);
    }

    private void embed(
            String name,
            Set<String> workspaces,
            Map<String, LinkSigner> signers,
            Map<String, Workspace> known,
            Map<String, Embed> embeds) {
        String prefix = Scope.EMBED.prefix() + name + ".";
        String workspace = value(prefix, Setting.EMBED_WORKSPACE, Function.identity());
        Set<String> open = value(prefix, Setting.EMBED_OPEN, SettingParsers::open);
        Set<String> roles = value(prefix, Setting.EMBED_ROLES, SettingParsers::set);
        if (!isSet(prefix, Setting.EMBED_LINK)) {
            problem(prefix + "link is missing; set it to the dashboard's link, as Grafana's Share dialog copies it");
        }
        if (workspace != null && !workspace.equals(Settings.DEFAULT_WORKSPACE) && !workspaces.contains(workspace)) {
            String hint = Spelling.hint(workspace, workspaces);
            problem(prefix + "workspace was " + Redaction.quote(workspace) + " but there is no such workspace"
                    + (hint.isEmpty() ? "; configure it as gshare.workspaces.<name>" : hint));
        }
        LinkSigner signer = signers.get(workspace);
        String link = value(prefix, Setting.EMBED_LINK, value -> requireOwn(signer, known.get(workspace), value));
        if (workspace != null && link != null) {
            embeds.put(
                    name,
                    new Embed(name, workspace, link, open == null ? Set.of() : open, roles == null ? Set.of() : roles));
        }
    }

    /** Finds out now whether its workspace would sign it, as far as its own problems let one know. */
    private static String requireOwn(@Nullable LinkSigner signer, @Nullable Workspace workspace, String link) {
        if (signer != null) {
            signer.check(link);
        } else if (workspace != null) {
            workspace.requireDashboard(link);
        }
        return TimeRange.requireOf(link);
    }

    private @Nullable Rewriting rewriting() {
        Boolean rewrite = value(Setting.PREFIX, Setting.REWRITE, SettingParsers::flag);
        List<String> include = value(Setting.PREFIX, Setting.REWRITE_INCLUDE, SettingParsers::include);
        List<String> exclude = value(Setting.PREFIX, Setting.REWRITE_EXCLUDE, SettingParsers::exclude);
        Set<String> attributes = value(Setting.PREFIX, Setting.REWRITE_ATTRIBUTES, SettingParsers::attributes);
        return rewrite == null || !rewrite || include == null
                ? null
                : new Rewriting(
                        include, exclude == null ? List.of() : exclude, attributes == null ? Set.of() : attributes);
    }

    private void read(String name, String prefix, Map<String, LinkSigner> signers, Map<String, Workspace> known) {
        WorkspaceReader reader = new WorkspaceReader(this, name, prefix, clock);
        LinkSigner signer = reader.read();
        if (signer != null) {
            signers.forEach((other, before) -> {
                if (before.workspace().equals(signer.workspace()) && before.opensSession() != signer.opensSession()) {
                    problem(
                            prefix + Setting.LINK_VERSION.key() + " was not that of workspace " + Redaction.quote(other)
                                    + " but a Grafana at one address takes JWT links or share links; give both one link-version");
                }
            });
            signers.put(name, signer);
        }
        if (reader.workspace() != null) {
            known.put(name, reader.workspace());
        }
    }

    /** The names of the further workspaces and of the embeds; what is no setting at all becomes a problem here. */
    private Map<Scope, Set<String>> names() {
        Map<Scope, Set<String>> names = Map.of(Scope.WORKSPACE, new TreeSet<>(), Scope.EMBED, new TreeSet<>());
        for (String setting : settings.names()) {
            Scope scope = Scope.of(setting);
            String rest = setting.startsWith(scope.prefix())
                    ? setting.substring(scope.prefix().length())
                    : "";
            Set<String> ofScope = names.get(scope);
            if (ofScope == null) {
                if (!scope.has(rest)) {
                    problems.add(noSetting(setting, scope));
                }
                continue;
            }
            int dot = rest.indexOf('.');
            String name = rest.substring(0, Math.max(dot, 0));
            if (scope == Scope.WORKSPACE && name.equals(Settings.DEFAULT_WORKSPACE)) {
                problems.add(
                        given(setting) + " is not a setting; the default workspace's settings have no workspace name");
            } else if (Embed.isName(name) && scope.has(rest.substring(dot + 1))) {
                ofScope.add(name);
            } else {
                problems.add(noSetting(setting, scope));
            }
        }
        return names;
    }

    private String noSetting(String name, Scope scope) {
        if (Redaction.holdsKey(name)) {
            return given(name) + " is a key where a setting's name goes; write it behind "
                    + (name.matches("[0-9a-fA-F]{100}") ? "gshare.derived-key" : "gshare.token")
                    + ", on the same line";
        }
        String otherwise = Setting.spelledOtherwise(name);
        String whole = name.startsWith(Setting.PREFIX) ? name : Setting.PREFIX + name;
        String meant = otherwise == null ? Setting.nearest(whole) : otherwise;
        return given(name) + " is not a setting; "
                + (meant == null ? scope.known() : "did you mean " + Redaction.quote(meant) + "?");
    }

    /**
     * A name that somebody gave. Lines of a value that slipped read as names in a properties file, so only what is plainly a name
     * is shown.
     */
    private String given(String name) {
        String place = settings.place(name);
        boolean plain = name.startsWith(Setting.PREFIX)
                || place.equals(" " + Settings.IN_INIT_PARAM)
                || Setting.spelledOtherwise(name) != null;
        return (plain ? Redaction.quote(name) : "'***'") + place;
    }

    /** Whether somebody has set it, rightly or wrongly. */
    boolean isSet(String prefix, Setting setting) {
        return settings.get(prefix + setting.key()) != null;
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    private <T> @Nullable T value(String prefix, Setting setting, BiFunction<Setting, String, T> parser) {
        return value(prefix, setting, (String value) -> parser.apply(setting, value));
    }

    /** Parses one setting; what is wrong with it becomes a problem that begins with the setting's full name. */
    <T> @Nullable T value(String prefix, Setting setting, Function<String, T> parser) {
        String given = settings.get(prefix + setting.key());
        String unresolved = settings.unresolved(prefix + setting.key());
        if (unresolved != null) {
            problems.add(unresolved);
            return null;
        }
        String value = given == null ? setting.defaultValue() : given;
        if (value == null) {
            return null;
        }
        try {
            return parser.apply(
                    setting.isSecret() || setting == Setting.KEY_NAME || setting == Setting.KEY_FILE
                            ? value // a name says so itself
                            : Redaction.requirePublic(setting.key(), value));
        } catch (IllegalArgumentException e) {
            problems.add(Redaction.ofSetting(prefix, setting.key(), String.valueOf(e.getMessage())));
            return null;
        }
    }
}
