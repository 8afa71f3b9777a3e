package io.gshare;

import io.gshare.link.LinkRefusedException;
import io.gshare.link.Query;
import io.gshare.link.Refinement;
import io.gshare.link.TimeRange;
import io.gshare.settings.Embed;
import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The link of a dashboard of which some parameters may be set: an {@link Embed}'s, or a ticket's; signed at once.
 *
 * <p>Each value is checked when it is given, as {@link DashboardLink} checks it; what is not open is refused, never dropped. A parameter
 * that is given replaces all of its name in the link. Mutable, so not thread-safe.
 */
public final class EmbedLink {

    /** The longest value of a variable, in characters. */
    static final int LONGEST_VALUE = 256;

    private static final Pattern SOLO = Pattern.compile("[^?#]*/d-solo/");

    /** How many values a variable may be given. */
    static final int MOST_VALUES = 32;

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]+");

    private final UnaryOperator<String> signer;
    private final String link;
    private final Set<String> open;
    /** What was given: checked values by the parameter's name. */
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    /** What was locked, in the same form: it replaces what was given, whenever that was. */
    private final Map<String, List<String>> locked = new LinkedHashMap<>();

    EmbedLink(UnaryOperator<String> signer, String link, Set<String> open) {
        this.signer = signer;
        this.link = link;
        this.open = open;
    }

    /**
     * {@return whether a parameter may be set}
     *
     * @param parameter its name
     */
    public boolean isOpen(String parameter) {
        return open.contains(parameter);
    }

    /**
     * {@return this, with a parameter that is open; one that is locked stays as it is}
     *
     * @param parameter one of {@link Embed#open()}
     * @param values one value; of a variable up to 32, each of up to 256 characters, all of them replaced by another call
     * @throws IllegalArgumentException if the parameter is not open, or a value is not of its form
     */
    public EmbedLink set(String parameter, String... values) {
        if (!isOpen(parameter)) {
            String hint = Spelling.hint(parameter, open);
            String others = open.isEmpty()
                    ? "; leave it out"
                    : "; give no other than "
                            + String.join(", ", open.stream().sorted().toList());
            throw new IllegalArgumentException(
                    Redaction.quote(parameter) + " was given but is not open" + (hint.isEmpty() ? others : hint));
        }
        given.put(parameter, checked(parameter, values));
        return this;
    }

    /**
     * {@return this, with a variable, be it open or not} For the application itself, which knows who is looking.
     *
     * @param variable the variable's name, without {@code var-}
     * @param values its values, from 1 to 32 of up to 256 characters each, in place of all that the link or the visitor gives
     * @throws IllegalArgumentException if there are none, more, blank or longer ones, or it is no variable's name
     */
    public EmbedLink lock(String variable, String... values) {
        if (!VARIABLE_NAME.matcher(variable).matches()) {
            // Grafana would take it for no variable, or for another one: a name that begins with var- above all.
            throw new IllegalArgumentException("variable was " + Redaction.quote(variable)
                    + " but must be letters, digits and _; give the variable's name in Grafana, without var-");
        }
        String parameter = Refinement.VARIABLE + variable;
        if (values.length == 0 || Arrays.stream(values).anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    Redaction.quote(parameter)
                            + " was locked to no value but the dashboard would show its default then; give one, or show nothing");
        }
        locked.put(parameter, checked(parameter, values));
        return this;
    }

    private static List<String> checked(String parameter, String... values) {
        Refinement refinement = Refinement.of(parameter);
        boolean variable = refinement == null;
        if (variable ? values.length > MOST_VALUES : values.length != 1) {
            throw new IllegalArgumentException(Redaction.quote(parameter) + " was given " + values.length
                    + " values but takes " + (variable ? "at most " + MOST_VALUES : "one") + "; leave the others out");
        }
        List<String> checked = new ArrayList<>();
        for (String value : values) {
            if (value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException(Redaction.quote(parameter) + " was given " + value.length()
                        + " characters but takes at most " + LONGEST_VALUE + "; shorten it");
            }
            checked.add(refinement == null ? value : refinement.check(value));
        }
        return checked;
    }

    /**
     * {@return the dashboard's link, signed, raw}
     *
     * @throws IllegalArgumentException if the time range that was given, or what the link completes it to, ends before it begins
     * @throws LinkRefusedException if the link may not be signed
     */
    public String sign() {
        String completed = toString();
        if (given.containsKey("from") || given.containsKey("to")) {
            TimeRange.require(Query.first(completed, "from"), Query.first(completed, "to"));
        }
        return signer.apply(completed);
    }

    /** What was given, as the mint endpoint reads it: under this application's names. */
    String query() {
        StringBuilder query = new StringBuilder();
        given.forEach(
                (parameter, values) -> values.forEach(value -> query.append('&').append(pair(parameter, value))));
        return query.isEmpty() ? "" : "?" + query.substring(1);
    }

    private String with(Map<String, List<String>> parameters, String of) {
        String changed = of;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            Refinement refinement = Refinement.of(name);
            for (String spelling : refinement == null ? List.of(name) : refinement.parameters()) {
                changed = Query.without(changed, spelling);
            }
            for (String value : parameter.getValue()) {
                for (String pair : refinement == null ? List.of(pair(name, value)) : refinement.query(value)) {
                    changed = Query.with(changed, spelled(pair));
                }
            }
        }
        return changed;
    }

    private static String pair(String parameter, String value) {
        return PercentEncoding.encode(parameter) + "=" + PercentEncoding.encode(value);
    }

    private String spelled(String pair) {
        boolean ofDashboard = pair.startsWith("panelId=") && !SOLO.matcher(link).lookingAt();
        return ofDashboard ? "viewPanel" + pair.substring("panelId".length()) : pair;
    }

    /** The dashboard's link without a signature, with what was given in place of what it had. */
    @Override
    public String toString() {
        return with(locked, with(given, link));
    }
}
