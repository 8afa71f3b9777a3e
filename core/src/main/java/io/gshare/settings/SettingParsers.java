package io.gshare.settings;

import io.gshare.link.LinkSigner;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import io.gshare.ticket.Minting;
import io.gshare.token.Claims;
import io.gshare.token.TokenRules;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the settings' values are, beyond text; what is wrong with one is an exception that begins with the setting's name. */
final class SettingParsers {

    /** The subject that is each visitor. */
    private static final String VISITOR = "visitor";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");

    private SettingParsers() {}

    static String linkVersion(String value) {
        return require(
                List.of("v1", "v2", "jwt").contains(value), Setting.LINK_VERSION, value, "must be v1, v2 or jwt");
    }

    static OnRefused onRefused(String value) {
        return OnRefused.valueOf(
                oneOf(Setting.ON_REFUSED, value, "fail", "placeholder").toUpperCase(Locale.ROOT));
    }

    static SignAt signAt(String value) {
        return SignAt.valueOf(oneOf(Setting.SIGN_AT, value, "render", "load").toUpperCase(Locale.ROOT));
    }

    static boolean csp(String value) {
        return oneOf(Setting.CSP, value, "leave", "add").equals("add");
    }

    private static String oneOf(Setting setting, String value, String one, String other) {
        return require(value.equals(one) || value.equals(other), setting, value, "must be " + one + " or " + other);
    }

    static boolean flag(Setting setting, String value) {
        boolean isTrue = value.equalsIgnoreCase("true");
        require(isTrue || value.equalsIgnoreCase("false"), setting, value, "must be true or false");
        return isTrue;
    }

    static List<String> include(String value) {
        return new Rewriting(list(value), List.of(), Set.of()).include();
    }

    static List<String> exclude(String value) {
        return new Rewriting(List.of(), list(value), Set.of()).exclude();
    }

    static Set<String> attributes(String value) {
        return new Rewriting(List.of(), List.of(), Set.copyOf(list(value.toLowerCase(Locale.ROOT)))).attributes();
    }

    /** What stands between commas and white space. */
    private static List<String> list(String value) {
        return Arrays.stream(value.split("[,\\s]+"))
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    /** How long the token of a JWT link is good. */
    static Duration tokenSession(String value) {
        return TokenRules.requireSession(duration(Setting.SESSION, value), value);
    }

    static Path keyFile(String value) {
        if (value.startsWith("{") || value.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "it holds the key itself but must name a file that does; write the key into one, and take it out"
                            + " here");
        }
        return path(Setting.KEY_FILE, value);
    }

    /** The one user's login; empty for each visitor's own. */
    static Optional<String> subject(String value) {
        if (value.equals(VISITOR)) {
            return Optional.empty();
        }
        if (Spelling.nearest(value.toLowerCase(Locale.ROOT), List.of(VISITOR)) != null) {
            throw Redaction.wrong(
                    Setting.SUBJECT.key(),
                    value,
                    "is nearly visitor, which means each visitor himself; write that, or another login");
        }
        return Optional.of(Claims.requireLogin(Setting.SUBJECT.key(), value));
    }

    static String subjectPrefix(String value) {
        return value.equals("none") ? "" : text(Setting.SUBJECT_PREFIX, value);
    }

    static String text(Setting setting, String value) {
        return String.valueOf(Claims.requireText(setting.key(), value));
    }

    static List<String> orgs(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(org -> !org.isEmpty())
                .map(org -> text(Setting.ORGS, org))
                .distinct()
                .toList();
    }

    static boolean jwks(String value) {
        return flag(Setting.JWKS, value);
    }

    static Duration session(String value) {
        return LinkSigner.requireSession(duration(Setting.SESSION, value), value);
    }

    private static Duration duration(Setting setting, String value) {
        Matcher matcher = DURATION.matcher(value);
        try {
            return Duration.parse(
                    matcher.matches() ? (matcher.group(2).equals("d") ? "P" : "PT") + matcher.group() : value);
        } catch (DateTimeParseException e) {
            throw Redaction.wrong(setting.key(), value, "must be a duration such as 1h or PT1H");
        }
    }

    static String path(String value) {
        return new Minting(value, Minting.DEFAULT.expiry(), Minting.DEFAULT.renewal(), true, Set.of()).path();
    }

    static Duration mintExpiry(String value) {
        Duration expiry = duration(Setting.MINT_EXPIRY, value);
        return new Minting(Minting.DEFAULT.path(), expiry, Minting.DEFAULT.renewal(), true, Set.of()).expiry();
    }

    static Duration mintRenewal(String value) {
        Duration renewal = duration(Setting.MINT_RENEWAL, value);
        return new Minting(Minting.DEFAULT.path(), Minting.DEFAULT.expiry(), renewal, true, Set.of()).renewal();
    }

    static Set<String> origins(String value) {
        return new Minting(
                        Minting.DEFAULT.path(), Minting.DEFAULT.expiry(), Minting.DEFAULT.renewal(), true, set(value))
                .origins();
    }

    static Set<String> open(String value) {
        list(value).forEach(Embed::requireOpenable); // in their order
        return set(value);
    }

    static Set<String> set(String value) {
        return Set.copyOf(list(value));
    }

    static Path tokenFile(String value) {
        return path(Setting.TOKEN_FILE, value);
    }

    private static Path path(Setting setting, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw Redaction.wrong(setting.key(), value, "is no path; name a file that holds the key");
        }
    }

    private static String require(boolean ok, Setting setting, String value, String rule) {
        return Redaction.require(ok, setting.key(), value, rule);
    }
}
