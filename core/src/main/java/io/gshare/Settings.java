package io.gshare;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the user wrote them, gathered from every place; {@link GShare#from(Settings)} checks them.
 *
 * <p>The names are the same everywhere and begin with {@code gshare.}; {@code docs/settings.md} lists them. Later places win:
 * <ol>
 *   <li>{@code gshare.properties} on the class path, or the file that {@code gshare.config} names, in UTF-8
 *   <li>init-params of the web application and its filter
 *   <li>the environment, where {@code gshare.key-name} is {@code GSHARE_KEY_NAME}
 *   <li>system properties
 * </ol>
 * The three ways to give a key displace one another: {@code GSHARE_TOKEN} wins over {@code gshare.token-file} in a file. A blank
 * value counts as none. Immutable and thread-safe; {@code toString} shows names, never values.
 */
public final class Settings {

    private static final String RESOURCE = "gshare.properties";
    /** What Kubernetes puts into the environment of every pod beside a service named gshare. */
    private static final List<String> SERVICE_LINKS = List.of("GSHARE_SERVICE_", "GSHARE_PORT");

    private static final Set<String> KEYS = Arrays.stream(Setting.values())
            .filter(Setting::isKey)
            .map(Setting::key)
            .collect(Collectors.toSet());

    private final Map<String, String> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Settings() {}

    /**
     * Gathers settings from the class path or {@code gshare.config}, the environment and the system properties.
     *
     * @return the settings, unchecked
     */
    public static Settings load() {
        return load(Map.of());
    }

    /**
     * Gathers settings from everywhere, init-params included.
     *
     * @param initParams the init-params; a name that is no setting is reported with the other problems
     * @return the settings, unchecked
     */
    public static Settings load(Map<String, String> initParams) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return load(
                initParams,
                System.getenv(),
                System.getProperties(),
                loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    static Settings load(
            Map<String, String> initParams, Map<String, String> environment, Properties system, ClassLoader loader) {
        Map<String, String> fromEnvironment = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("GSHARE_") && SERVICE_LINKS.stream().noneMatch(name::startsWith)) {
                fromEnvironment.put(fromEnvironment(name), value);
            }
        });
        Map<String, String> fromSystem = new TreeMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(Setting.PREFIX)) {
                fromSystem.put(name, system.getProperty(name));
            }
        }
        Settings settings = new Settings();
        settings.add(initParams);
        settings.add(fromEnvironment);
        settings.add(fromSystem);
        String config = settings.values.get(Setting.PREFIX + Setting.CONFIG.key());
        settings.values.clear();
        settings.add(config == null ? settings.resource(loader) : settings.file(config));
        settings.add(initParams);
        settings.add(fromEnvironment);
        settings.add(fromSystem);
        return settings;
    }

    /**
     * Exactly these settings.
     *
     * @param values values by full name, such as {@code gshare.url}
     * @return the settings, unchecked
     */
    public static Settings of(Map<String, String> values) {
        Settings settings = new Settings();
        settings.add(values);
        return settings;
    }

    /** Lays a place over those before it. */
    private void add(Map<String, String> place) {
        Map<String, String> given = new TreeMap<>(place);
        given.values().removeIf(String::isBlank);
        for (String name : given.keySet()) {
            int dot = name.lastIndexOf('.') + 1;
            if (KEYS.contains(name.substring(dot))) {
                KEYS.forEach(key -> values.remove(name.substring(0, dot) + key));
            }
        }
        given.forEach((name, value) -> values.put(name, value.strip()));
    }

    private Map<String, String> resource(ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(RESOURCE)) {
            return in == null ? Map.of() : properties(in, RESOURCE + " on the class path");
        } catch (IOException e) {
            problems.add(RESOURCE + " on the class path cannot be read: "
                    + e.getClass().getSimpleName());
            return Map.of();
        }
    }

    private Map<String, String> file(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return properties(in, path);
        } catch (IOException | InvalidPathException e) {
            problems.add("gshare.config was " + Redaction.quote(path) + " but cannot be read ("
                    + e.getClass().getSimpleName() + "); name a properties file that this process may read");
            return Map.of();
        }
    }

    private Map<String, String> properties(InputStream in, String origin) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            problems.add(Redaction.quote(origin) + " is not a properties file in UTF-8; save it as UTF-8");
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** {@code GSHARE_WORKSPACES_OPS_KEY_NAME} is {@code gshare.workspaces.ops.key-name}. */
    private static String fromEnvironment(String variable) {
        String key =
                variable.substring("GSHARE_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
        if (!key.startsWith("workspaces-")) {
            return Setting.PREFIX + key;
        }
        String rest = key.substring("workspaces-".length());
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.ofWorkspace() && rest.endsWith("-" + setting.key()))
                .max(Comparator.comparingInt(setting -> setting.key().length()))
                .map(setting -> Setting.WORKSPACES
                        + rest.substring(0, rest.length() - setting.key().length() - 1) + "." + setting.key())
                .orElse(Setting.WORKSPACES + rest);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    Iterable<String> names() {
        return values.keySet();
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
