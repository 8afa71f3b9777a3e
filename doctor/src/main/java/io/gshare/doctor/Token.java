package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import io.gshare.key.ApiKey;
import io.gshare.key.Credential;
import io.gshare.text.Redaction;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks Grafana about a token. The one place that shows a token to anybody: to its own workspace, by HTTPS. */
record Token(Answers answers, String url, Credential credential) {

    private static final String ORG = "/api/org";
    private static final String PERMISSIONS = "/api/access-control/user/permissions";
    /** What a Viewer may not do (Grafana's documentation, "RBAC role definitions"). */
    private static final Pattern BEYOND_VIEWER = Pattern.compile(
            "(?:dashboards|folders|datasources|org\\.users|users|teams|serviceaccounts|apikeys|orgs|alert\\.rules|alert\\.provisioning"
                    + "|settings|server)(?:\\.permissions)?:(?:write|create|delete|add|remove)");

    private static final String CREATE =
            "create a token with the role Viewer, and set gshare.token and gshare.key-name to it";

    private @Nullable Visit ask(String api) {
        return answers.api(url + api, Map.of("Authorization", "Bearer " + credential.reveal()));
    }

    /** Whether Grafana knows the token, and its org is the settings'; {@code null} where Grafana does not tell. */
    @Nullable
    Finding known(long orgId) {
        Visit visit = ask(ORG);
        if (visit == null) {
            return null;
        }
        if (visit.status() == 200) {
            String theirs = orgId(visit.body());
            if (theirs == null) {
                return null;
            }
            return theirs.equals(Long.toString(orgId))
                    ? Check.TOKEN.ok("Grafana knows the token, of org " + orgId)
                    : Check.TOKEN.failure(
                            "the token is of org " + theirs + ", and gshare.org-id is " + orgId,
                            "set gshare.org-id = " + theirs + ", or gshare.token to a token of org " + orgId);
        }
        if (answers.isOpenedBySignature()) {
            return null; // so the token is there, and it is something else that keeps it from Grafana
        }
        String message = visit.body().toLowerCase(Locale.ROOT);
        if (visit.status() == 401 && message.contains("api key")) {
            return Check.TOKEN.failure(
                    message.contains("expired")
                            ? "the token has expired"
                            : "Grafana does not know the token: it was deleted, or is another Grafana's",
                    CREATE);
        }
        if (visit.status() == 401) {
            return Check.TOKEN.unknown(ORG
                    + " is answered 401 without a reason, as where the token was deleted, or where a proxy keeps it to"
                    + " itself");
        }
        // Grafana looks an API key up by its name, and fails where there is none.
        return visit.status() == 500 && credential instanceof ApiKey key
                ? Check.TOKEN.failure(
                        "Grafana knows no API key " + Redaction.quote(key.name()) + ": it was deleted", CREATE)
                : null;
    }

    /** What whoever holds a link may do. */
    Finding permissions() {
        Visit visit = ask(PERMISSIONS);
        Set<String> beyond = visit == null || visit.status() != 200 ? null : beyondViewer(visit.body());
        if (beyond == null) {
            return Check.PERMISSIONS.unknown(
                    "Grafana's API does not tell what the key may do: look that its role is Viewer");
        }
        return beyond.isEmpty()
                ? Check.PERMISSIONS.ok("the key may do no more than a Viewer")
                : Check.PERMISSIONS.failure(
                        "whoever holds a link may do more than look: " + String.join(", ", beyond),
                        "give the service account the role Viewer");
    }

    /** The org's id in Grafana's answer; {@code null} where there is none. */
    private static @Nullable String orgId(String json) {
        Map<String, String> org = Fields.of(json);
        String id = org == null ? null : org.get("id");
        return id != null && id.matches("[0-9]{1,18}") ? id : null;
    }

    /** The actions in Grafana's answer, an object of the scopes of each; {@code null} where it is none. */
    private static @Nullable Set<String> beyondViewer(String json) {
        Map<String, String> scopes = Fields.of(json);
        if (scopes == null) {
            return null;
        }
        Set<String> beyond = new TreeSet<>(scopes.keySet());
        beyond.removeIf(action -> !BEYOND_VIEWER.matcher(action).matches());
        return beyond;
    }
}
