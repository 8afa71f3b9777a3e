package io.gshare.settings;

import io.gshare.settings.Setting.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The settings' names as others spell them: Spring Boot, and the environment. */
final class SettingNames {

    private SettingNames() {}

    /** As {@link Settings#meant}. */
    static String meant(String spelled) {
        String[] parts = spelled.split("\\.", 3);
        for (Scope scope : List.of(Scope.WORKSPACE, Scope.EMBED)) {
            int dot = parts.length < 3 ? -1 : parts[2].indexOf('.');
            if (dot >= 0 && relaxed(parts[0] + "." + parts[1] + ".").equals(scope.prefix())) {
                return scope.prefix()
                        + parts[2].substring(0, dot + 1)
                        + meant(setting -> setting.scope() == scope, parts[2].substring(dot + 1));
            }
        }
        int dot = spelled.indexOf('.') + 1;
        return relaxed(spelled.substring(0, dot)).equals(Setting.PREFIX)
                ? Setting.PREFIX + meant(setting -> setting.scope() != Scope.EMBED, spelled.substring(dot))
                : spelled;
    }

    private static String meant(Predicate<Setting> scope, String spelled) {
        return key(setting -> scope.test(setting) && relaxed(setting.key()).equals(relaxed(spelled)))
                .orElse(spelled);
    }

    private static Optional<String> key(Predicate<Setting> fits) {
        return Arrays.stream(Setting.values()).filter(fits).map(Setting::key).findFirst();
    }

    /** A name without what may be spelled in several ways. */
    private static String relaxed(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** {@code GSHARE_REWRITE_INCLUDE} is {@code gshare.rewrite.include}, and {@code GSHARE_WORKSPACES_OPS_KEY_NAME} is {@code gshare.workspaces.ops.key-name}. */
    static String fromEnvironment(String variable) {
        String key =
                variable.substring("GSHARE_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
        for (Scope scope : List.of(Scope.WORKSPACE, Scope.EMBED)) {
            String prefix = scope.prefix().substring(Setting.PREFIX.length()).replace('.', '-');
            if (key.startsWith(prefix)) {
                return scope.prefix() + named(scope, key.substring(prefix.length()));
            }
        }
        return Setting.PREFIX + key(setting -> isSpelled(setting.key(), key)).orElse(key);
    }

    /** A name and a key of one that has it: the longest key that fits. */
    private static String named(Scope scope, String text) {
        return IntStream.range(1, text.length())
                .filter(end -> text.charAt(end) == '-')
                .mapToObj(end -> key(setting ->
                                setting.scope() == scope && isSpelled(setting.key(), text.substring(end + 1)))
                        .map(key -> text.substring(0, end) + "." + key))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(text);
    }

    /** Whether a variable's rest means a key: with all that separates as {@code -}, or, as Spring Boot spells it, without a key's {@code -}. */
    private static boolean isSpelled(String key, String rest) {
        return rest.equals(key.replace('.', '-'))
                || rest.equals(key.replace("-", "").replace('.', '-'));
    }
}
