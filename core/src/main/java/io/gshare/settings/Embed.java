package io.gshare.settings;

import io.gshare.link.Refinement;
import io.gshare.text.Redaction;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A dashboard registered by name. Immutable and thread-safe.
 *
 * @param name lower-case letters, digits and {@code -}
 * @param workspace the name of its workspace
 * @param link the dashboard link, absolute or relative to the workspace
 * @param open the parameters that a page or its visitor may set: {@code from}, {@code to}, {@code timezone}, {@code theme}, {@code
 *     refresh}, {@code kiosk}, {@code panel} and {@code var-NAME}; all others stay as the link has them
 * @param roles who may see it: whoever has any of these roles; empty for everybody
 */
public record Embed(String name, String workspace, String link, Set<String> open, Set<String> roles) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final List<String> PARAMETERS = Arrays.stream(Refinement.values())
            .filter(refinement -> !refinement.parameters().isEmpty())
            .map(Refinement::label)
            .toList();
    private static final String VARIABLE = Refinement.VARIABLE;

    /**
     * Checks name and parameters.
     *
     * @param name as above
     * @param workspace as above
     * @param link as above
     * @param open as above
     * @param roles as above
     * @throws IllegalArgumentException if one is not of its form
     */
    public Embed {
        open = Set.copyOf(open);
        roles = Set.copyOf(roles);
        Redaction.require(isName(name), "embed", name, "must be lower-case letters, digits and -; give it such a name");
        open.forEach(Embed::requireOpenable);
        Redaction.requirePublic("link", link);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static void requireOpenable(String parameter) {
        boolean variable = parameter.startsWith(VARIABLE)
                && parameter.length() > VARIABLE.length()
                && !parameter.startsWith(VARIABLE, VARIABLE.length());
        Redaction.require(
                variable || PARAMETERS.contains(parameter),
                "open",
                parameter,
                "must be " + String.join(", ", PARAMETERS) + " or a variable such as var-host");
    }
}
