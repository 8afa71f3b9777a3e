package io.gshare.settings;

import io.gshare.key.Credential;
import io.gshare.key.KeyName;
import io.gshare.key.KeyText;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.settings.Setting.Scope;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the user wrote them, gathered from every place; {@link SettingsReader} checks them.
 *
 * <p>The names are the same everywhere and begin with {@code gshare.}; {@code docs/settings.md} lists them. Later places win:
 * <ol>
 *   <li>{@code gshare.properties} on the class path, or the file that {@code gshare.config} names, in UTF-8
 *   <li>init-params of the web application and its filter
 *   <li>the environment, where {@code gshare.key-name} is {@code GSHARE_KEY_NAME}
 *   <li>system properties
 * </ol>
 * The three ways to give a key displace one another: {@code GSHARE_TOKEN} wins over {@code gshare.token-file} in a file. A blank
 * value counts as none, and blanks around one are none of it; a key's name is in double quotes where they are part of it. Immutable and
 * thread-safe; {@code toString} shows names, never values.
 */
public final class Settings {

    /** The name of the workspace that settings configure without a name. */
    public static final String DEFAULT_WORKSPACE = "default";

    static final String IN_INIT_PARAM = "in an init-param";

    /** More bytes than any file of settings has. */
    private static final int LARGEST = 1 << 20;

    private static final String RESOURCE = "gshare.properties";
    /** What Kubernetes puts into the environment of every pod beside services named gshare or gshare-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile("GSHARE_(?:.+_)?"
            + "(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

    private static final Set<String> KEYS = Arrays.stream(Setting.values())
            .filter(Setting::isKey)
            .map(Setting::key)
            .collect(Collectors.toSet());

    private final Map<String, String> values = new TreeMap<>();
    /** Where each value stands, for messages. */
    private final Map<String, String> places = new TreeMap<>();

    /** What is wrong with values that stand for others, by name. */
    private final Map<String, String> unresolved = new TreeMap<>();

    private final List<String> problems = new ArrayList<>();

    /** Whether there is a file that could not be read, so that nobody knows what is set. */
    private boolean isUnread;

    /** Whether there is no file where an application has one. */
    private boolean isWithoutFile;

    private Settings() {}

    /** {@return settings from the class path or {@code gshare.config}, the environment and the system properties, unchecked} */
    public static Settings load() {
        return load(Map.of());
    }

    /**
     * {@return settings from everywhere, init-params included, unchecked}
     *
     * @param initParams the init-params; a name that is no setting is reported with the other problems
     */
    public static Settings load(Map<String, String> initParams) {
        return load(initParams, System.getenv(), System.getProperties(), Map.of(), loader());
    }

    /**
     * {@return settings from everywhere but init-params, unchecked: for a program with options of its own, which win}
     *
     * @param options values by full name, such as {@code gshare.url}
     */
    public static Settings loadWithOptions(Map<String, String> options) {
        Settings settings = load(Map.of(), System.getenv(), System.getProperties(), options, loader());
        settings.isWithoutFile = false; // nobody puts files onto the class path of a program
        return settings;
    }

    private static ClassLoader loader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    static Settings load(
            Map<String, String> initParams,
            Map<String, String> environment,
            Properties system,
            Map<String, String> options,
            ClassLoader loader) {
        Map<String, String> fromSystem = new TreeMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(Setting.PREFIX)) {
                fromSystem.put(name, system.getProperty(name));
            }
        }
        String config = Setting.PREFIX + Setting.CONFIG.key();
        Map<String, Map<String, String>> places = new LinkedHashMap<>();
        places.put(IN_INIT_PARAM, initParams);
        places.put("in the environment", ofEnvironment(environment));
        places.put("in a system property", fromSystem);
        places.put("in an option", options);
        Settings later = new Settings();
        places.forEach(later::add);
        Settings settings = new Settings();
        settings.readFile(later.get(config), loader);
        if (settings.values.containsKey(config)) {
            settings.problems.add(
                    "gshare.config stands in a properties file, where it comes too late; set it in an init-param,"
                            + " the environment or a system property");
        }
        places.forEach(settings::add);
        return settings;
    }

    /**
     * {@return exactly these settings, unchecked; {@code gshare.config} among them is a problem, because nobody reads that file}
     *
     * @param values values by full name, such as {@code gshare.url}
     */
    public static Settings of(Map<String, String> values) {
        return of(List.of(values), (name, value) -> value);
    }

    /**
     * {@return exactly these settings, from several places, unchecked; {@code gshare.config} among them is a problem, because nobody reads that file}
     * For a framework that gathers them itself. Values may stand for others, such as {@code ${GRAFANA_TOKEN}}.
     *
     * @param places values by full name, such as {@code gshare.url}; later places win
     * @param resolver what a setting's value stands for, by name and value. It is asked for values that no later place displaces, and fails with
     *     an {@link IllegalArgumentException} whose message says what to do, behind the setting's name; that is a problem where the setting is read
     */
    public static Settings of(List<Map<String, String>> places, BinaryOperator<String> resolver) {
        Settings settings = new Settings();
        for (int place = places.size() - 1; place >= 0; place--) {
            settings.addBelow(places.get(place), resolver);
        }
        if (settings.values.containsKey(Setting.PREFIX + Setting.CONFIG.key())) {
            settings.problems.add("gshare.config names a file that is not read here; give the settings in its place");
        }
        return settings;
    }

    /**
     * {@return the full name of the setting that is meant by a name as Spring Boot lets one spell it: {@code gshare.keyName}, {@code gshare.key_name}
     * and {@code gshare.KEY-NAME} are {@code gshare.key-name}; the given one where no setting is meant} The names of workspaces and embeds stay as
     * they are.
     *
     * @param spelled a name, with dots as in the setting's own
     */
    public static String meant(String spelled) {
        return SettingNames.meant(spelled);
    }

    /**
     * {@return what the environment sets, values by full name: {@code GSHARE_KEY_NAME}, or {@code GSHARE_KEYNAME}, is {@code gshare.key-name}}
     *
     * @param environment the environment's variables; those that are none of gshare's are left out
     */
    public static Map<String, String> ofEnvironment(Map<String, String> environment) {
        Map<String, String> found = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("GSHARE_") && !SERVICE_LINK.matcher(name).matches()) {
                found.put(SettingNames.fromEnvironment(name), value);
            }
        });
        return found;
    }

    /** Lays a place over those before it. */
    private void add(String place, Map<String, String> found) {
        Map<String, String> given = new TreeMap<>(found);
        // A name that is none is told, be its value blank: it may be the value of the line before.
        given.entrySet().removeIf(each -> Setting.is(each.getKey()) && isEmpty(each.getKey(), each.getValue()));
        for (String name : given.keySet()) {
            if (isKey(name)) {
                KEYS.forEach(key -> values.remove(owner(name) + key));
            }
        }
        given.forEach((name, value) -> {
            values.put(name, clean(name, value));
            places.put(name, place);
        });
    }

    /** Wide blanks may be a key's name. */
    private static boolean isEmpty(String name, String value) {
        String text = clean(name, value);
        return isKeyName(name) ? text.trim().isEmpty() : text.isEmpty();
    }

    private static String clean(String name, String value) {
        String text = KeyText.withoutMark(value);
        return isKeyName(name) ? text : text.strip();
    }

    /** Whether it names a key, of which blanks may be part. */
    private static boolean isKeyName(String name) {
        return name.endsWith("." + Setting.KEY_NAME.key());
    }

    /** Lays a place under those before it. */
    private void addBelow(Map<String, String> found, BinaryOperator<String> resolver) {
        Set<String> keyed = values.keySet().stream()
                .filter(Settings::isKey)
                .map(Settings::owner)
                .collect(Collectors.toSet());
        new TreeMap<>(found).forEach((name, value) -> {
            if (!values.containsKey(name) && !(isKey(name) && keyed.contains(owner(name)))) {
                String resolved = value;
                try {
                    resolved = resolver.apply(name, value);
                } catch (IllegalArgumentException e) {
                    unresolved.put(name, name + " " + e.getMessage());
                }
                if (!isEmpty(name, resolved)) {
                    values.put(name, clean(name, resolved));
                }
            }
        });
    }

    private static boolean isKey(String name) {
        return KEYS.contains(name.substring(owner(name).length()));
    }

    /** What a setting is one of: all before its own last name. */
    private static String owner(String name) {
        return name.substring(0, name.lastIndexOf('.') + 1);
    }

    private void readFile(@Nullable String config, ClassLoader loader) {
        String place = config == null ? RESOURCE + " on the class path" : Redaction.quote(config);
        try (InputStream in =
                config == null ? loader.getResourceAsStream(RESOURCE) : Files.newInputStream(Path.of(config))) {
            isWithoutFile = in == null;
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                problems.add(place + " has more than 1 MiB; name a properties file");
            } else if (KeyText.isUtf16(bytes)) {
                problems.add(place + " is in UTF-16, as PowerShell writes it; save it as UTF-8");
            } else {
                addFile(bytes, place);
            }
        } catch (CharacterCodingException e) {
            problems.add(place + " is not a properties file in UTF-8; save it as UTF-8");
        } catch (InvalidPathException e) {
            problems.add("gshare.config was " + place + " but is no path; name a properties file");
        } catch (IllegalArgumentException e) {
            problems.add(place
                    + " has a backslash and a u with no code of four digits behind it; write two backslashes for one");
        } catch (IOException e) {
            String what = config == null ? place : "gshare.config was " + place + " but";
            problems.add(
                    config != null && Files.isDirectory(Path.of(config))
                            ? what + " is a directory; name a properties file in it"
                            : what + " cannot be read (" + e.getClass().getSimpleName()
                                    + "); name a properties file that this process may read");
        }
        isUnread = !problems.isEmpty();
    }

    private void addFile(byte[] bytes, String place) throws IOException {
        String text = KeyText.withoutMark(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString());
        PropertyLines lines = PropertyLines.of(text);
        add("in " + place, lines.values());
        // A name that is none of ours is not shown, so it is to be found by its line.
        lines.lines().forEach((name, line) -> {
            if (!name.startsWith(Setting.PREFIX)) {
                places.put(name, "in line " + line + " of " + place);
            }
        });
    }

    /**
     * {@return the token that a workspace is configured with; {@code null} where there is none, or it is none} For who asks Grafana's own
     * API, which a derived key cannot.
     *
     * @param workspace the workspace's name
     */
    public @Nullable Credential credential(String workspace) {
        String prefix = prefix(workspace);
        String token = get(prefix + Setting.TOKEN.key());
        try {
            if (token != null) {
                return Credential.parse(token);
            }
            Path file = tokenFile(workspace);
            return file == null ? null : WatchedFile.read(file, false).credential();
        } catch (IllegalArgumentException e) {
            return null; // whoever makes a GShare of these is told why
        }
    }

    /**
     * {@return the name of the key that a workspace is configured with, without the quotes that it may be written in; {@code null} where none is set}
     * For who derives one.
     *
     * @param workspace the workspace's name
     * @throws IllegalArgumentException if it is no key's name
     */
    public @Nullable String keyName(String workspace) {
        String written = get(prefix(workspace) + Setting.KEY_NAME.key());
        return written == null ? null : KeyName.read(written);
    }

    /**
     * Where a workspace is, to the letter: for who asks it without signing anything.
     *
     * @param workspace the workspace's name
     * @return what {@code gshare.url} says; {@code null} where it is not set
     */
    public @Nullable String url(String workspace) {
        return get(prefix(workspace) + Setting.URL.key());
    }

    /**
     * The org that a workspace's links name.
     *
     * @param workspace the workspace's name
     * @return what {@code gshare.org-id} says, from 1; {@code null} where it is not set
     * @throws IllegalArgumentException if it is no org's id
     */
    public @Nullable Long orgId(String workspace) {
        String given = get(prefix(workspace) + Setting.ORG_ID.key());
        return given == null ? null : Long.valueOf(ShareKey.parseOrgId(given));
    }

    /**
     * The file that a workspace's key is watched in.
     *
     * @param workspace the workspace's name
     * @return what {@code gshare.token-file} says; {@code null} where it is not set
     */
    public @Nullable Path tokenFile(String workspace) {
        String file = get(prefix(workspace) + Setting.TOKEN_FILE.key());
        return file == null ? null : Path.of(file);
    }

    /**
     * {@return what the names of a workspace's settings begin with}
     *
     * @param workspace the workspace's name
     */
    public static String prefix(String workspace) {
        return workspace.equals(DEFAULT_WORKSPACE) ? Setting.PREFIX : Scope.WORKSPACE.prefix() + workspace + ".";
    }

    /** Why nobody knows what a value stands for; {@code null} where it stands for itself. */
    @Nullable
    String unresolved(String name) {
        return unresolved.get(name);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** Where a value stands, with a space before it; empty where that is clear. */
    String place(String name) {
        String place = places.getOrDefault(name, "");
        return place.isEmpty() ? "" : " " + place;
    }

    Iterable<String> names() {
        return values.keySet();
    }

    /** Whether nobody named a file, and the class path has none. */
    boolean isWithoutFile() {
        return isWithoutFile;
    }

    boolean isUnread() {
        return isUnread;
    }

    /** What went wrong while gathering. */
    List<String> problems() {
        return problems;
    }

    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
