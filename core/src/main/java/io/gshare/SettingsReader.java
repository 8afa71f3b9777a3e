package io.gshare;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks settings and makes a {@link GShare} of them; gathers every problem before it gives up. Used once. */
final class SettingsReader {

    private static final Logger LOGGER = System.getLogger("io.gshare");

    private static final Pattern WORKSPACE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final int LARGEST_TOKEN_FILE = 16 * 1024;

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
        OnRefused onRefused = value(Setting.PREFIX, Setting.ON_REFUSED, SettingsReader::onRefused);
        if (!problems.isEmpty() || onRefused == null) {
            throw new SettingsException(problems);
        }
        GShare.Builder builder = GShare.builder().onRefused(onRefused);
        signers.forEach(builder::workspace);
        return builder.build();
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

    /** A name that somebody gave; a value that slipped into a line of its own reads as a name, so it is redacted. */
    private String given(String name) {
        return Redaction.quote(name) + settings.place(name);
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

    private void read(String workspaceName, String prefix, Map<String, LinkSigner> signers) {
        Workspace workspace = value(prefix, Setting.URL, Workspace::of);
        if (settings.get(prefix + Setting.URL.key()) == null) {
            problems.add(
                    prefix + "url is missing; set it to the workspace's base URL, such as https://grafana.example.com");
        }
        String version = value(prefix, Setting.LINK_VERSION, SettingsReader::linkVersion);
        Duration session = value(prefix, Setting.SESSION, SettingsReader::session);
        Long orgId = value(prefix, Setting.ORG_ID, SettingsReader::orgId);
        String keyName = value(prefix, Setting.KEY_NAME, ShareKey::requireName);
        List<Setting> keys = Arrays.stream(Setting.values())
                .filter(setting -> setting.isKey() && settings.get(prefix + setting.key()) != null)
                .toList();
        if (keys.size() != 1) {
            String names = prefix + "token, " + prefix + "token-file and " + prefix + "derived-key";
            problems.add(
                    keys.isEmpty()
                            ? "none of " + names + " is set; set exactly one"
                            : keys.stream()
                                            .map(setting -> prefix + setting.key())
                                            .collect(Collectors.joining(" and "))
                                    + " are set together; set exactly one of " + names);
            return;
        }
        if (keys.get(0) == Setting.DERIVED_KEY) {
            readDerivedKey(workspaceName, prefix, workspace, version, session, orgId, keyName, signers);
            return;
        }
        Credential credential = value(prefix, Setting.TOKEN, Credential::parse);
        if (keys.get(0) == Setting.TOKEN_FILE) {
            credential = value(prefix, Setting.TOKEN_FILE, SettingsReader::tokenFile);
        }
        if (credential == null || orgId == null || version == null) {
            return;
        }
        Long ownOrgId = credential.orgId();
        String ownName = credential.name();
        long org = ownOrgId != null && settings.get(prefix + Setting.ORG_ID.key()) == null ? ownOrgId : orgId;
        String name = keyName == null ? ownName : keyName;
        if (name == null && version.equals("v2")) {
            if (settings.get(prefix + Setting.KEY_NAME.key()) == null) {
                problems.add(keyNameMissing(prefix));
            }
            return;
        }
        Credential key = credential;
        add(workspaceName, prefix, workspace, signers, usable -> {
            if (version.equals("v1")) {
                if (session != null) {
                    throw new IllegalArgumentException("session is set but v1 links carry none; remove it");
                }
                if (key instanceof ApiKey apiKey) {
                    apiKey.requireOwn(Objects.requireNonNull(name), org);
                }
                return LinkSigner.v1(usable, key, org);
            }
            ShareKey shareKey = key.shareKey(Objects.requireNonNull(name), org);
            return LinkSigner.v2(usable, KeySource.fixed(shareKey), session, clock);
        });
    }

    private void readDerivedKey(
            String workspaceName,
            String prefix,
            @Nullable Workspace workspace,
            @Nullable String version,
            @Nullable Duration session,
            @Nullable Long orgId,
            @Nullable String keyName,
            Map<String, LinkSigner> signers) {
        if (version != null && version.equals("v1")) {
            problems.add(prefix + "link-version was 'v1' but v1 links carry the key itself; set " + prefix + "token or "
                    + prefix + "token-file in place of " + prefix + "derived-key");
        }
        if (keyName == null) {
            if (settings.get(prefix + Setting.KEY_NAME.key()) == null) {
                problems.add(keyNameMissing(prefix));
            }
            return;
        }
        ShareKey key =
                value(prefix, Setting.DERIVED_KEY, value -> ShareKey.of(keyName, orgId == null ? 1 : orgId, value));
        if (key != null) {
            add(
                    workspaceName,
                    prefix,
                    workspace,
                    signers,
                    usable -> LinkSigner.v2(usable, KeySource.fixed(key), session, clock));
        }
    }

    private static String keyNameMissing(String prefix) {
        return prefix
                + "key-name is missing; set it to the token's own name in Grafana, which is not the service account's";
    }

    /** Makes a signer, which may derive a key, only where it can still be of use. */
    private void add(
            String workspaceName,
            String prefix,
            @Nullable Workspace workspace,
            Map<String, LinkSigner> signers,
            Function<Workspace, LinkSigner> signer) {
        if (workspace == null) {
            return;
        }
        try {
            signers.put(workspaceName, signer.apply(workspace));
            if ("v1".equals(settings.get(prefix + Setting.LINK_VERSION.key()))) {
                LOGGER.log(
                        Logger.Level.WARNING,
                        "The links of workspace {0} carry the raw key ({1}link-version=v1): whoever sees one holds the key."
                                + " Set api_key_share_version=v2 in the workspace and remove the setting.",
                        workspaceName,
                        prefix);
            }
        } catch (IllegalArgumentException e) {
            problems.add(prefix + e.getMessage());
        }
    }

    /** Parses one setting; what is wrong with it becomes a problem that begins with the setting's full name. */
    private <T> @Nullable T value(String prefix, Setting setting, Function<String, T> parser) {
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

    private static String linkVersion(String value) {
        return require(value.equals("v1") || value.equals("v2"), Setting.LINK_VERSION, value, "must be v1 or v2");
    }

    private static long orgId(String value) {
        String rule = "must be a whole number, 1 or more";
        require(value.matches("[1-9][0-9]{0,18}"), Setting.ORG_ID, value, rule);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrong(Setting.ORG_ID, value, rule); // beyond 64 bits
        }
    }

    private static OnRefused onRefused(String value) {
        require(
                value.equals("fail") || value.equals("placeholder"),
                Setting.ON_REFUSED,
                value,
                "must be fail or placeholder");
        return OnRefused.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private static Duration session(String value) {
        Duration duration = null;
        Matcher matcher = DURATION.matcher(value);
        try {
            duration = Duration.parse(
                    matcher.matches() ? (matcher.group(2).equals("d") ? "P" : "PT") + matcher.group() : value);
        } catch (DateTimeParseException e) {
            // refused below, with the rule
        }
        if (duration == null) {
            throw wrong(Setting.SESSION, value, "must be a duration such as 1h or PT1H");
        }
        require(LinkSigner.isSession(duration), Setting.SESSION, value, LinkSigner.SESSION_RULE);
        return duration;
    }

    private static Credential tokenFile(String value) {
        byte[] token;
        try (InputStream in = Files.newInputStream(Path.of(value))) {
            token = in.readNBytes(LARGEST_TOKEN_FILE + 1);
        } catch (IOException | InvalidPathException e) {
            throw wrong(
                    Setting.TOKEN_FILE,
                    value,
                    "cannot be read (" + e.getClass().getSimpleName()
                            + "); name a file that holds the token, and that this process may read");
        }
        if (token.length > LARGEST_TOKEN_FILE) {
            throw wrong(Setting.TOKEN_FILE, value, "has more than 16 KiB; name a file that holds the token alone");
        }
        String text = new String(token, StandardCharsets.UTF_8);
        return Credential.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static String require(boolean ok, Setting setting, String value, String rule) {
        if (!ok) {
            throw wrong(setting, value, rule);
        }
        return value;
    }

    private static IllegalArgumentException wrong(Setting setting, String value, String rule) {
        return new IllegalArgumentException(setting.key() + " was " + Redaction.quote(value) + " but " + rule);
    }
}
