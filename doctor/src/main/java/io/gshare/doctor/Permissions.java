package io.gshare.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gshare.Credential;
import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Asks Grafana what a token may do. The one place that shows a token to anybody: to its own workspace, by HTTPS. */
final class Permissions {

    private static final String API = "/api/access-control/user/permissions";
    /** What a Viewer may not do (Grafana's documentation, "RBAC role definitions"). */
    private static final Pattern BEYOND_VIEWER = Pattern.compile(
            "(?:dashboards|folders|datasources|org\\.users|users|teams|serviceaccounts|apikeys|orgs|alert\\.rules|alert\\.provisioning"
                    + "|settings|server)(?:\\.permissions)?:(?:write|create|delete|add|remove)");

    private static final Finding UNTOLD = Finding.unknown(
            Check.PERMISSIONS, "Grafana's API does not tell what the key may do: look that its role is Viewer");

    private Permissions() {}

    /** @param taken whether the workspace takes links of the key, so that it is not gone */
    static Finding examine(Browser browser, String url, Credential credential, boolean taken) {
        Visit visit;
        Set<String> beyond;
        try {
            visit = browser.ask(url + API, Map.of("Authorization", "Bearer " + credential.reveal()));
            if (visit.status() == 401 && !taken) {
                return Finding.failure(
                        Check.PERMISSIONS,
                        "Grafana does not know the token: it was deleted, or has expired",
                        "create a token with the role Viewer, and set gshare.token and gshare.key-name to it");
            }
            if (visit.status() != 200) {
                return UNTOLD;
            }
            beyond = beyondViewer(visit.body());
        } catch (IOException | IllegalArgumentException e) {
            return UNTOLD;
        }
        return beyond.isEmpty()
                ? Finding.ok(Check.PERMISSIONS, "the key may do no more than a Viewer")
                : Finding.failure(
                        Check.PERMISSIONS,
                        "whoever holds a link may do more than look: " + String.join(", ", beyond),
                        "give the service account the role Viewer");
    }

    /** The actions in Grafana's answer, an object of the scopes of each. */
    private static Set<String> beyondViewer(String json) throws IOException {
        Set<String> beyond = new TreeSet<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (BEYOND_VIEWER.matcher(parser.currentName()).matches()) {
                    beyond.add(parser.currentName());
                }
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return beyond;
    }
}
