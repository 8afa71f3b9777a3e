package io.gshare.spring;

import io.gshare.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The settings behind {@code gshare.} as Spring's environment has them. Place by place, because a key in a later place displaces one of another
 * kind in an earlier, which a view of all places at once could not tell.
 */
final class EnvironmentSettings {

    private static final Pattern ITEM = Pattern.compile("\\.[0-9]+$");

    private EnvironmentSettings() {}

    static Settings of(Environment environment) {
        // What nothing resolves is an error: it would be taken for a token otherwise.
        PlaceholdersResolver placeholders =
                value -> value instanceof String text ? environment.resolveRequiredPlaceholders(text) : value;
        List<Map<String, String>> places = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            places.add(
                    0,
                    source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables
                            ? ofVariables(variables, placeholders)
                            : ofNames(source, placeholders));
        }
        return Settings.of(places);
    }

    /** Names of variables have lost what tells {@code -} from {@code .}; the core knows which is meant. */
    private static Map<String, String> ofVariables(
            SystemEnvironmentPropertySource variables, PlaceholdersResolver placeholders) {
        Map<String, String> values = new HashMap<>();
        for (String name : variables.getPropertyNames()) {
            if (name.startsWith("GSHARE_")) {
                values.put(name, String.valueOf(placeholders.resolvePlaceholders(variables.getProperty(name))));
            }
        }
        return Settings.ofEnvironment(values);
    }

    /** A list's items stand behind names of their own; the core reads them behind one, between commas. */
    private static Map<String, String> ofNames(ConfigurationPropertySource source, PlaceholdersResolver placeholders) {
        Map<String, String> values = new TreeMap<>();
        new Binder(List.of(source), placeholders)
                .bind("gshare", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .forEach((name, value) -> values.merge(
                        "gshare." + ITEM.matcher(name).replaceFirst(""), value, (first, next) -> first + "," + next));
        return values;
    }
}
