package io.gshare.token;

import io.gshare.text.Redaction;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who a visitor is in Grafana, as a token says it. Grafana makes a user of whoever it does not know yet, and <b>takes over</b> the one that has the
 * login, or the email: so nobody is named whom Grafana has anyway, and no email given that nobody has verified. Immutable and thread-safe.
 *
 * @param login the visitor's name, without the prefix that {@link TokenRules} put before it: 1 to 190 characters that are seen, neither
 *     {@code admin} nor {@code admin@localhost}
 * @param email the visitor's address, not {@code admin@localhost}, which is that of Grafana's own administrator; {@code null} for none
 * @param name what Grafana shows for a name; {@code null} for none
 * @param role what the visitor may do; {@code null} for what the settings say
 * @param orgs the orgs that Grafana's {@code org_mapping} maps; empty for what the settings say
 */
public record Claims(
        String login,
        @Nullable String email,
        @Nullable String name,
        @Nullable Role role,
        List<String> orgs) {

    /** What a user may do in Grafana; a server's own administrator is not among them. */
    public enum Role {
        /** Looks. */
        VIEWER("Viewer"),
        /** Changes dashboards. */
        EDITOR("Editor"),
        /** Changes an org. */
        ADMIN("Admin");

        private final String text;

        Role(String text) {
            this.text = text;
        }

        /**
         * As Grafana spells it.
         *
         * @return such as {@code Viewer}; Grafana takes other spellings for a Viewer's, whatever they say
         */
        public String text() {
            return text;
        }

        /**
         * The role of a text.
         *
         * @param text as Grafana spells it
         * @return the role
         * @throws IllegalArgumentException if it is none
         */
        public static Role parse(String text) {
            return Arrays.stream(values())
                    .filter(role -> role.text.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("role was " + Redaction.quote(text)
                            + " but must be one of "
                            + Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "))));
        }
    }

    /** What Grafana's databases hold. */
    private static final int LONGEST = 190;

    private static final String ADMINISTRATORS_EMAIL = "admin@localhost";

    /**
     * Checks them.
     *
     * @param login as above
     * @param email as above
     * @param name as above
     * @param role as above
     * @param orgs as above
     * @throws IllegalArgumentException if one of them is not as said
     */
    public Claims {
        requireLogin("login", login);
        requireEmail("email", email);
        requireText("name", name);
        if (orgs == null || orgs.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "orgs was null, or holds null, but must be names; give List.of() for none");
        }
        orgs = List.copyOf(orgs);
        orgs.forEach(org -> requireText("orgs", org));
    }

    /**
     * A visitor of whom the login alone is known.
     *
     * @param login as above
     * @return the visitor
     * @throws IllegalArgumentException if it is not as said
     */
    public static Claims of(String login) {
        return new Claims(login, null, null, null, List.of());
    }

    /**
     * Checks a login.
     *
     * @param what of what it is the value, for the message
     * @param login any text
     * @return the login
     * @throws IllegalArgumentException if it may not stand in a token
     */
    public static String requireLogin(String what, String login) {
        String folded = login == null ? "" : fold(login); // applications are not checked for null
        if (folded.isEmpty()) {
            throw wrong(
                    what,
                    String.valueOf(login),
                    "names nobody; give who is looking, or sign nothing for whoever is nobody");
        }
        if (folded.equals("admin")) {
            throw administrators(what, login, "login");
        }
        if (folded.equals(ADMINISTRATORS_EMAIL)) { // which Grafana looks up by, where a login has an @
            throw administrators(what, login, "email");
        }
        requireText(what, login);
        return login;
    }

    /**
     * Checks an email.
     *
     * @param what of what it is the value, for the message
     * @param email any text; {@code null} for none
     * @return the email
     * @throws IllegalArgumentException if it may not stand in a token
     */
    public static @Nullable String requireEmail(String what, @Nullable String email) {
        if (email != null && fold(email).equals(ADMINISTRATORS_EMAIL)) {
            throw administrators(what, email, "email");
        }
        return requireText(what, email);
    }

    /**
     * Checks a text that Grafana shows.
     *
     * @param claim of what it is the value, for the message
     * @param value any text
     * @return the text
     * @throws IllegalArgumentException if it is blank, has more than 190 characters or one that nobody sees, or holds a key
     */
    public static @Nullable String requireText(String claim, @Nullable String value) {
        if (value == null) {
            return null;
        }
        if (value.isBlank()) {
            throw wrong(claim, value, "must not be blank; leave it out");
        }
        if (value.codePointCount(0, value.length()) > LONGEST) {
            throw wrong(claim, value, "must have at most " + LONGEST + " characters, which is what Grafana holds");
        }
        if (!Redaction.visible(value).equals(value)) {
            throw wrong(claim, value, "has a character that nobody sees, such as a line break; take it out");
        }
        return Redaction.requirePublic(claim, value);
    }

    /** As the most forgiving of Grafana's databases compares: in no case, without accents, blanks around and what is not seen. */
    private static String fold(String login) {
        String folded = login.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT); // a dotless i has another upper case
        return Normalizer.normalize(folded, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{C}\\u115f\\u1160\\u2800]", "") // and letters that are blank
                .strip();
    }

    private static IllegalArgumentException administrators(String claim, String value, String what) {
        return wrong(
                claim,
                value,
                "is the " + what + " of Grafana's own administrator, whom such a token would take over; give another");
    }

    private static IllegalArgumentException wrong(String claim, String value, String rule) {
        return new IllegalArgumentException(claim + " was " + Redaction.quote(value) + " but " + rule);
    }
}
