package io.gshare.spring;

import io.gshare.settings.Settings;
import io.gshare.text.Redaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.PlaceholderResolutionException;

/**
 * The settings behind {@code gshare.} as Spring's environment has them, in every spelling that Boot binds. Place by place, because a key in a later
 * place displaces one of another kind in an earlier, which a view of all places at once could not tell. Placeholders are resolved in what wins alone.
 */
final class EnvironmentSettings {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("gshare");
    private static final Pattern ITEM = Pattern.compile("(.+)[._]([0-9]{1,9})");
    /** What a further workspace's or an embed's settings begin with. */
    private static final Pattern NAMED = Pattern.compile("gshare\\.(?:workspaces|embeds)\\.[^.]+\\.");
    /** A value that stands behind the setting's own name, not behind that of a list's item. */
    private static final int WHOLE = -1;

    private EnvironmentSettings() {}

    /** The settings; {@code null} where nothing is set at all. */
    static @Nullable Settings of(Environment environment) {
        List<IterableConfigurationPropertySource> sources = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource listed) {
                sources.add(listed);
            }
        }
        Collections.reverse(sources);
        Set<String> named = sources.stream()
                .filter(source -> !isVariables(source))
                .flatMap(source -> values(source, EnvironmentSettings::ofName).keySet().stream())
                .map(NAMED::matcher)
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .collect(Collectors.toSet());
        List<Map<String, String>> places = sources.stream()
                .map(source -> isVariables(source)
                        ? values(source, name -> renamed(ofVariable(name), named))
                        : values(source, EnvironmentSettings::ofName))
                .toList();
        return places.stream().allMatch(Map::isEmpty)
                ? null
                : Settings.of(places, (name, value) -> resolve(environment, value));
    }

    private static boolean isVariables(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /** Which setting a property is, and which item of a list. */
    private record Item(String setting, int index) {}

    private interface Naming {
        @Nullable
        Item of(ConfigurationPropertyName name);
    }

    /** A list's items stand behind names of their own; the core reads them behind one, between commas. */
    private static Map<String, String> values(IterableConfigurationPropertySource source, Naming naming) {
        Map<String, Map<Integer, String>> found = new TreeMap<>();
        source.stream().filter(ROOT::isAncestorOf).forEach(name -> {
            Item item = naming.of(name);
            if (item != null) {
                ConfigurationPropertyName setting = name(item.setting);
                // Of a setting that is spelled twice, the one that Boot finds by its own name.
                String value = item.index == WHOLE && setting != null ? value(source, setting) : null;
                value = value == null ? value(source, name) : value;
                if (value != null) {
                    found.computeIfAbsent(item.setting, first -> new TreeMap<>())
                            .put(item.index, value);
                }
            }
        });
        Map<String, String> values = new TreeMap<>();
        found.forEach((setting, items) ->
                values.put(setting, items.getOrDefault(WHOLE, String.join(",", items.values()))));
        return values;
    }

    private static @Nullable ConfigurationPropertyName name(String setting) {
        return ConfigurationPropertyName.isValid(setting) ? ConfigurationPropertyName.of(setting) : null;
    }

    private static @Nullable String value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        return property == null
                ? null
                : ApplicationConversionService.getSharedInstance().convert(property.getValue(), String.class);
    }

    private static Item ofName(ConfigurationPropertyName name) {
        Item item = item(joined(name, "."));
        return new Item(Settings.meant(item.setting), item.index);
    }

    /** Names of variables have lost what tells {@code -} from {@code .}; the core knows which is meant. */
    private static @Nullable Item ofVariable(ConfigurationPropertyName name) {
        String variable = joined(name, "_").toUpperCase(Locale.ROOT);
        if (Settings.ofEnvironment(Map.of(variable, "")).isEmpty()) {
            return null; // of those that Kubernetes sets
        }
        Item item = item(variable);
        return Settings.ofEnvironment(Map.of(item.setting, "")).keySet().stream()
                .map(setting -> new Item(setting, item.index))
                .findFirst()
                .orElse(null);
    }

    private static Item item(String name) {
        Matcher item = ITEM.matcher(name);
        return item.matches() ? new Item(item.group(1), Integer.parseInt(item.group(2))) : new Item(name, WHOLE);
    }

    private static String joined(ConfigurationPropertyName name, String separator) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .collect(Collectors.joining(separator));
    }

    /** A variable of a workspace or embed that another place names with the {@code -} that variables lack: Boot writes WALL1 for wall-1. */
    private static @Nullable Item renamed(@Nullable Item item, Set<String> named) {
        Matcher own = NAMED.matcher(item == null ? "" : item.setting);
        if (item == null || !own.lookingAt() || named.contains(own.group())) {
            return item;
        }
        String bare = own.group().replace("-", "");
        return named.stream()
                .filter(other -> other.replace("-", "").equals(bare))
                .map(other -> new Item(other + item.setting.substring(own.end()), item.index))
                .findFirst()
                .orElse(item);
    }

    /** What a value stands for. What nothing resolves is an error: it would be taken for a token otherwise. */
    private static String resolve(Environment environment, String value) {
        try {
            return environment.resolveRequiredPlaceholders(value);
        } catch (PlaceholderResolutionException e) {
            String placeholder = Objects.requireNonNullElse(e.getPlaceholder(), "");
            throw new IllegalArgumentException("has the placeholder " + Redaction.quote("${" + placeholder + "}")
                    + " but nothing resolves it; set "
                    + Redaction.quote(placeholder)
                    + ", or this property in a place that wins, or gshare.enabled=false where nothing"
                    + " is to be signed, as in tests");
        } catch (IllegalArgumentException e) {
            // Whoever resolves for this environment may repeat the value.
            throw new IllegalArgumentException("has a placeholder that cannot be resolved; set what it stands for, or"
                    + " gshare.enabled=false where nothing is to be signed, as in tests");
        }
    }
}
