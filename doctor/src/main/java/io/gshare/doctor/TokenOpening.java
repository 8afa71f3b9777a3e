package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import io.gshare.link.VerifiedLink;
import io.gshare.text.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Grafana of one's own makes of a JWT link. It answers nearly all that is wrong with a token by the same 401, and says why in its own log alone: so
 * what can be told is told, and the rest is said in the order in which to look.
 *
 * @param link what the signed link says, by its own key
 */
record TokenOpening(Answers answers, String url, VerifiedLink link) {

    /** The settings that Grafana's login page tells its own script. */
    private static final Pattern URL_LOGIN = Pattern.compile("\"jwtUrlLogin\"\\s*:\\s*(true|false)");

    private static final Pattern HEADER_NAME = Pattern.compile("\"jwtHeaderName\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern SIGNATURE = Pattern.compile("(auth_token=[^.&#]+\\.[^.&#]+\\.)([A-Za-z0-9_-])");

    private static final String HEADER =
            "header_name = X-JWT-Assertion, without which Grafana takes no notice of tokens";
    private static final String IN_AUTH_JWT = "set in [auth.jwt] of Grafana ";

    /** Why a signed link does not open; {@code null} where no answer of a token's is known. */
    @Nullable
    Finding refused(Visit visit, @Nullable Verdict clock) {
        String seen = "a signed link is " + visit.seen();
        Map<String, String> fields = Fields.of(visit.body());
        String message = fields == null ? "" : fields.getOrDefault("message", "");
        if (visit.elsewhere() == null && visit.isLogin()) {
            return failure(seen + ": Grafana takes no notice of its token", ignored());
        }
        if (message.equals("User not found")) {
            return failure(
                    seen + " 'User not found': Grafana does not know " + login() + ", and makes no users",
                    IN_AUTH_JWT + "auto_sign_up = true, or make that user there");
        }
        if (message.equals("Invalid Role")) {
            return failure(
                    seen + " 'Invalid Role': Grafana finds none of its roles in the token, which says " + link.role(),
                    IN_AUTH_JWT + "role_attribute_path = role");
        }
        if (visit.status() == 404 && visit.body().strip().equals("Not found")) {
            return failure(
                    seen + " 'Not found', as Grafana answers where " + login() + " is not in the link's org",
                    "give a link with another orgId, or make the user a member of that org");
        }
        if (visit.status() != 401) {
            return null;
        }
        return failure(
                seen + (message.isEmpty() ? "" : " " + Redaction.quote(message)),
                clock == Verdict.FAILURE ? Connection.NTP : invalid());
    }

    private String login() {
        return Redaction.quote(String.valueOf(link.login()));
    }

    private String ignored() {
        String page = answers.page(url + "/login");
        Matcher urlLogin = URL_LOGIN.matcher(page);
        Matcher header = HEADER_NAME.matcher(page);
        boolean isTold = urlLogin.find() && header.find();
        List<String> missing = new ArrayList<>();
        if (!isTold) {
            missing.add("enabled = true");
        }
        if (!isTold || urlLogin.group(1).equals("false")) {
            missing.add("url_login = true");
        }
        if (!isTold || header.group(1).isEmpty()) {
            missing.add(HEADER);
        }
        return IN_AUTH_JWT + (missing.isEmpty() ? "enabled = true" : String.join(", ", missing));
    }

    /** In the order in which it is most often wrong. */
    private String invalid() {
        String kid = link.keyName();
        return "Grafana's own log says why; look there, or in this order: "
                + (kid == null
                        ? "(1) key_file is the public half of gshare.key-file, by gshare keys public, and no jwk_set_file or"
                                + " jwk_set_url is set, because the token has no kid"
                        : "(1) jwk_set_file or jwk_set_url has the key " + Redaction.quote(kid)
                                + ", as gshare keys public prints it, and no key_file is set, because the token has a kid")
                + "; (2) expect_claims is what gshare.issuer and gshare.audience say, or is not set; (3) username_claim = sub; (4)"
                + " both clocks go by NTP";
    }

    /** Whether a token counts whose signature is wrong. */
    @Nullable
    Finding brokenSignature(Visit visit) {
        Matcher signature = SIGNATURE.matcher(answers.sign());
        if (!signature.find() || !visit.isOpen() || answers.isOpenToAnybody()) {
            return null; // it would tell nothing
        }
        String other = signature.group(2).equals("A") ? "B" : "A";
        Visit broken = answers.open(signature.replaceFirst("$1" + other)).visit();
        if (broken == null) {
            return Check.BROKEN_SIGNATURE.unknown("Grafana did not answer to a wrong signature");
        }
        return broken.isOpen()
                ? Check.BROKEN_SIGNATURE.failure(
                        "a link with a wrong signature opens", "look what lies before Grafana, and lets anybody in")
                : Check.BROKEN_SIGNATURE.ok("a link with a wrong signature is " + broken.seen());
    }

    /** What the link's user may do. */
    Finding permissions() {
        return "Viewer".equals(link.role())
                ? Check.PERMISSIONS.ok(login() + " may do no more than a Viewer")
                : Check.PERMISSIONS.warning(
                        "links make " + login() + " an " + link.role() + " of the org, for whoever has one",
                        "set gshare.role = Viewer, unless that is meant");
    }

    private static Finding failure(String evidence, String remedy) {
        return Check.SIGNED_LINK.failure(evidence, remedy);
    }
}
