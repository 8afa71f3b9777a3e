package io.gshare.servlet;

import io.gshare.settings.Embed;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides who sees which embed: an application's own rule, asked each time that a frame of an embed loads, after the embed's roles.
 *
 * <p>Found as the servlet context's attribute {@link #ATTRIBUTE}, set before the filter starts, or else by {@link java.util.ServiceLoader}.
 * Thread-safe. If it throws, nothing is shown.
 */
@FunctionalInterface
public interface EmbedAuthorizer {

    /** The name of the servlet context's attribute that holds an application's authorizer. */
    String ATTRIBUTE = "io.gshare.servlet.EmbedAuthorizer";

    /**
     * {@return whether one frame may be shown, and with which variables}
     *
     * @param request the frame's request, with the visitor's session and principal
     * @param embed what it asks for
     * @throws Exception for whatever keeps it from deciding; the frame is denied, and the log says why
     */
    Decision authorize(HttpServletRequest request, Embed embed) throws Exception;

    /**
     * Whether an embed is shown, and what is locked in it. Immutable.
     *
     * @param isAllowed whether it is shown
     * @param variables the dashboard's variables, without {@code var-}, whose values are the application's: they replace what the link
     *     and the visitor gave. One without a value, or with a blank one, would be the dashboard's default, so the embed is denied then, as
     *     for whatever a dashboard's link cannot have, and the log says so
     */
    record Decision(boolean isAllowed, Map<String, List<String>> variables) {

        /**
         * Copies the variables.
         *
         * @param isAllowed as above
         * @param variables as above
         * @throws IllegalArgumentException if a name begins with {@code var-}
         * @throws NullPointerException if a name, or a value, is {@code null}
         */
        public Decision {
            Map<String, List<String>> copy = new HashMap<>();
            variables.forEach((variable, values) -> {
                if (variable.startsWith("var-")) {
                    throw new IllegalArgumentException(
                            "a variable's name began with var- but must be the name in Grafana, without it");
                }
                copy.put(variable, List.copyOf(values));
            });
            variables = Map.copyOf(copy);
        }

        /** {@return the decision that the visitor does not see the embed} */
        public static Decision deny() {
            return new Decision(false, Map.of());
        }

        /** {@return the decision that the visitor sees the embed} */
        public static Decision allow() {
            return new Decision(true, Map.of());
        }

        /**
         * {@return that the visitor sees the embed, with variables that are the application's to set}
         *
         * @param variables values by the variable's name, without {@code var-}: from 1 to 32 of up to 256 characters each; a visitor for
         *     whom there are none is denied
         * @throws IllegalArgumentException if there are no variables, or a name begins with {@code var-}
         * @throws NullPointerException if a name, or a value, is {@code null}
         */
        public static Decision allow(Map<String, List<String>> variables) {
            if (variables.isEmpty()) {
                throw new IllegalArgumentException(
                        "variables was empty but must have what is locked; call allow() where nothing is, or deny()");
            }
            return new Decision(true, variables);
        }
    }
}
