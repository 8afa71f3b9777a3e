package io.gshare;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks settings and makes a {@link GShare} of them; gathers every problem before it gives up. Used once. */
final class SettingsReader {

    private static final Pattern WORKSPACE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final Settings settings;
    private final InstantSource clock;
    private final List<String> problems;

    SettingsReader(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.problems = new ArrayList<>(settings.problems());
    }

    GShare read() {
        Map<String, LinkSigner> signers = new LinkedHashMap<>();
        Set<String> workspaces = workspaces();
        read(GShare.DEFAULT_WORKSPACE, Setting.PREFIX, signers);
        for (String name : workspaces) {
            read(name, Setting.WORKSPACES + name + ".", signers);
        }
        OnRefused onRefused = value(Setting.PREFIX, Setting.ON_REFUSED, SettingParsers::onRefused);
        Rewriting rewriting = rewriting();
        if (!problems.isEmpty() || onRefused == null) {
            throw new SettingsException(problems);
        }
        GShare.Builder builder = GShare.builder().onRefused(onRefused).rewriting(rewriting);
        signers.forEach(builder::workspace);
        return builder.build();
    }

    private @Nullable Rewriting rewriting() {
        Boolean rewrite = value(Setting.PREFIX, Setting.REWRITE, SettingParsers::rewrite);
        List<String> include = value(Setting.PREFIX, Setting.REWRITE_INCLUDE, SettingParsers::include);
        List<String> exclude = value(Setting.PREFIX, Setting.REWRITE_EXCLUDE, SettingParsers::exclude);
        Set<String> attributes = value(Setting.PREFIX, Setting.REWRITE_ATTRIBUTES, SettingParsers::attributes);
        return rewrite == null || !rewrite || include == null
                ? null
                : new Rewriting(
                        include, exclude == null ? List.of() : exclude, attributes == null ? Set.of() : attributes);
    }

    private void read(String name, String prefix, Map<String, LinkSigner> signers) {
        LinkSigner signer = new WorkspaceReader(this, name, prefix, clock).read();
        if (signer != null) {
            signers.put(name, signer);
        }
    }

    /** The names of the further workspaces; what is no setting at all becomes a problem here. */
    private Set<String> workspaces() {
        Set<String> names = new TreeSet<>();
        for (String name : settings.names()) {
            if (name.startsWith(Setting.WORKSPACES)) {
                String rest = name.substring(Setting.WORKSPACES.length());
                int dot = rest.indexOf('.');
                String workspace = dot < 0 ? "" : rest.substring(0, dot);
                if (workspace.equals(GShare.DEFAULT_WORKSPACE)) {
                    problems.add(
                            given(name) + " is not a setting; the default workspace's settings have no workspace name");
                } else if (WORKSPACE_NAME.matcher(workspace).matches() && isSetting(rest.substring(dot + 1), true)) {
                    names.add(workspace);
                } else {
                    problems.add(given(name)
                            + " is not a setting; those of a workspace are gshare.workspaces.<name>. (lower case) and one of "
                            + known(true));
                }
            } else if (!name.startsWith(Setting.PREFIX) || !isSetting(name.substring(Setting.PREFIX.length()), false)) {
                problems.add(given(name) + " is not a setting; the settings are gshare. and one of " + known(false));
            }
        }
        return names;
    }

    /**
     * A name that somebody gave. Lines of a value that slipped read as names in a properties file, so only what is plainly a name
     * is shown.
     */
    private String given(String name) {
        String place = settings.place(name);
        boolean plain = name.startsWith(Setting.PREFIX) || place.equals(" " + Settings.IN_INIT_PARAM);
        return (plain ? Redaction.quote(name) : "'***'") + place;
    }

    private static boolean isSetting(String key, boolean ofWorkspace) {
        return Arrays.stream(Setting.values()).anyMatch(s -> s.key().equals(key) && (s.ofWorkspace() || !ofWorkspace));
    }

    private static String known(boolean ofWorkspace) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.ofWorkspace() || !ofWorkspace)
                .map(Setting::key)
                .collect(Collectors.joining(", "));
    }

    /** Whether somebody has set it, rightly or wrongly. */
    boolean isSet(String prefix, Setting setting) {
        return settings.get(prefix + setting.key()) != null;
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    /** Parses one setting; what is wrong with it becomes a problem that begins with the setting's full name. */
    <T> @Nullable T value(String prefix, Setting setting, Function<String, T> parser) {
        String given = settings.get(prefix + setting.key());
        String value = given == null ? setting.defaultValue() : given;
        if (value == null) {
            return null;
        }
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            // Most messages begin with the setting's own name; those about secrets begin with what is wrong.
            problems.add(
                    prefix + (message.startsWith(setting.key() + " was ") ? message : setting.key() + ": " + message));
            return null;
        }
    }
}
