package io.gshare.cli.keys;

import io.gshare.cli.keys.GrafanaKey.Account;
import io.gshare.key.Credential;
import io.gshare.link.Workspace;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Grafana's own HTTP API for keys, as an admin uses it: service accounts and their tokens where there are any (Grafana 9.1 and later), API keys where
 * there are those (9.0 to 10). The admin's token goes to the workspace alone: over HTTPS or to this machine, and after no redirect. For one command, by
 * one thread.
 */
final class Grafana {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String ACCOUNTS = "/api/serviceaccounts";
    private static final String API_KEYS = "/api/auth/keys";
    private static final int PER_PAGE = 1000;
    private static final String GIVE_ADMINS = "give the token of a service account that has the role Admin in that org";

    private final String url;
    private final Credential admin;
    private final InstantSource clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private @Nullable Org org;

    /** The org of the admin's token. */
    record Org(long id, String name) {}

    /** What was answered. */
    private record Answer(String request, int status, String body) {

        /** What Grafana says of it, for a message. */
        String said() {
            Json json = Json.object(body);
            return status + (json == null ? "" : " " + Redaction.quote(json.text("message")));
        }
    }

    /** A request that was sent, and whose answer never came: what it asked for may have been done. */
    static final class Unanswered extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        Unanswered(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** @param clock tells when API keys expire */
    Grafana(String url, Credential admin, InstantSource clock) {
        this.url = Workspace.of(url).url();
        this.admin = admin;
        this.clock = clock;
        URI uri = URI.create(this.url);
        String host = String.valueOf(uri.getHost());
        boolean isHere = host.equals("localhost") || host.endsWith(".localhost") || host.matches("127\\..*|\\[::1\\]");
        if (!"https".equals(uri.getScheme()) && !isHere) {
            throw new IllegalArgumentException("url was " + Redaction.quote(url)
                    + " but an admin's token is not sent over HTTP, where others read along; give an address of https");
        }
    }

    String url() {
        return url;
    }

    // ---- what is there

    /** The org whose keys these are. */
    Org org() {
        Org known = org;
        if (known == null) {
            Json json = object(good(send("GET", "/api/org", null)));
            known = new Org(json.number("id"), json.text("name"));
            org = known;
        }
        return known;
    }

    /** All keys of the org, the expired ones as well. */
    List<GrafanaKey> keys() {
        List<GrafanaKey> keys = new ArrayList<>();
        List<Account> accounts = accounts();
        for (Account account : accounts == null ? List.<Account>of() : accounts) {
            Answer answer = send("GET", ACCOUNTS + "/" + account.id() + "/tokens", null);
            if (answer.status != 404) { // deleted meanwhile
                array(good(answer)).forEach(token -> keys.add(GrafanaKey.token(account, token)));
            }
        }
        Answer answer = send("GET", API_KEYS + "?includeExpired=true", null);
        if (answer.status == 404 && accounts == null) {
            throw new IllegalArgumentException("url was " + Redaction.quote(url)
                    + " but what answers there has neither service accounts nor API keys; check gshare.url, which is a"
                    + " Grafana's of 9.0 or later");
        }
        if (answer.status != 404) {
            array(good(answer)).forEach(key -> keys.add(GrafanaKey.apiKey(key, clock.instant())));
        }
        return keys;
    }

    /** The key of a name, which is unique in the org. */
    Optional<GrafanaKey> key(String name) {
        return keys().stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** All service accounts; {@code null} where this Grafana has none yet. */
    private @Nullable List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        for (int page = 1; ; page++) {
            Answer answer = send("GET", ACCOUNTS + "/search?perpage=" + PER_PAGE + "&page=" + page, null);
            if (answer.status == 404) {
                return null;
            }
            Json found = object(good(answer));
            List<Json> some = found.objects("serviceAccounts");
            some.forEach(account -> accounts.add(Account.of(account)));
            if (some.isEmpty() || accounts.size() >= found.number("totalCount")) {
                return accounts;
            }
        }
    }

    // ---- what is changed

    /**
     * The service account of a name, made with the role Viewer where there is none; {@code null} where this Grafana has no service accounts.
     */
    @Nullable
    Account account(String name) {
        Account found = find(name);
        if (found != null) {
            requireViewer(found);
            return found;
        }
        if (accounts() == null) {
            return null;
        }
        String body = Json.write(false, out -> {
            out.writeStringField("name", name);
            out.writeStringField("role", GrafanaKey.VIEWER);
        });
        Answer answer;
        try {
            answer = send("POST", ACCOUNTS, body);
        } catch (Unanswered e) {
            found = find(name);
            if (found == null) {
                throw e;
            }
            requireViewer(found);
            return found;
        }
        if (answer.status == 400) { // what Grafana says of a name that is taken: somebody else was faster
            found = find(name);
        }
        Account account = found == null ? Account.of(object(good(answer))) : found;
        requireViewer(account);
        return account;
    }

    private @Nullable Account find(String name) {
        List<Account> accounts = accounts();
        return accounts == null
                ? null
                : accounts.stream()
                        .filter(account -> account.name().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    /** Fails where a key of this account could do more than look, or nothing at all. */
    static void requireViewer(Account account) {
        String rule = account.disabled()
                ? "is disabled; enable it in Grafana, or name another by --account"
                : account.role().equals(GrafanaKey.VIEWER)
                        ? null
                        : "has the role " + account.role()
                                + ", and whoever holds a link has it too; give it the role Viewer in Grafana, or"
                                + " name another by --account";
        if (rule != null) {
            throw new IllegalArgumentException(
                    "account was " + Redaction.quote(account.name()) + " but that service account " + rule);
        }
    }

    /** A new token of a service account, or a new API key where there is no account. */
    Credential create(@Nullable Account account, String name, Duration ttl) {
        String path = account == null ? API_KEYS : ACCOUNTS + "/" + account.id() + "/tokens";
        String body = Json.write(false, out -> {
            out.writeStringField("name", name);
            if (account == null) {
                out.writeStringField("role", GrafanaKey.VIEWER);
            }
            out.writeNumberField("secondsToLive", ttl.toSeconds());
        });
        Answer answer = send("POST", path, body);
        if (answer.status == 409) {
            throw new IllegalArgumentException("name was " + Redaction.quote(name)
                    + " but another key of the org has it; give another, or delete that one by gshare keys revoke");
        }
        return Credential.parse(object(good(answer)).text("key"));
    }

    /** Deletes a key; one that is not there any more is as good as deleted. */
    void delete(GrafanaKey key) {
        String path = key.account() == null
                ? API_KEYS + "/" + key.id()
                : ACCOUNTS + "/" + key.account().id() + "/tokens/" + key.id();
        RuntimeException failure;
        try {
            Answer answer = send("DELETE", path, null);
            if (answer.status == 404) {
                return;
            }
            failure = answer.status == 200 ? null : failure(answer);
        } catch (Unanswered e) {
            failure = e;
        }
        // What Grafana answers to a second deletion is 500.
        if (failure != null && keys().stream().anyMatch(other -> isSame(other, key))) {
            throw failure;
        }
    }

    private static boolean isSame(GrafanaKey one, GrafanaKey other) {
        return one.id() == other.id() && one.name().equals(other.name());
    }

    // ---- requests

    private Answer send(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(TIMEOUT)
                .header("User-Agent", "gshare-keys")
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + admin.reveal())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        String asked = method + " " + path.replaceFirst("\\?.*", "");
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(asked, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(asked, new InterruptedIOException("interrupted"));
        } catch (IOException e) {
            if (method.equals("GET") || e instanceof ConnectException || e instanceof SSLException) {
                throw new IllegalArgumentException(
                        url + " does not answer " + asked + ": " + reason(e)
                                + "; check gshare.url, DNS, firewall and proxy from this machine",
                        e);
            }
            throw unanswered(asked, e);
        }
    }

    private static Unanswered unanswered(String asked, IOException e) {
        return new Unanswered(
                "the connection broke after " + asked + " (" + reason(e)
                        + "), so whether Grafana has done it is not known",
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "it takes too long";
        }
        return e instanceof ConnectException
                ? "the connection is refused"
                : Redaction.line(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static Answer good(Answer answer) {
        if (answer.status == 200 || answer.status == 201) {
            return answer;
        }
        throw failure(answer);
    }

    private static IllegalArgumentException failure(Answer answer) {
        return new IllegalArgumentException(
                switch (answer.status) {
                    case 401 ->
                        "the admin's token is not taken: Grafana answers " + answer.said() + " to " + answer.request
                                + "; " + GIVE_ADMINS;
                    case 403 ->
                        "the admin's token may not do this: Grafana answers " + answer.said() + " to " + answer.request
                                + "; " + GIVE_ADMINS;
                    case 400 ->
                        "Grafana refuses what it is asked: it answers " + answer.said() + " to " + answer.request
                                + "; look at the name and --ttl, and into the workspace's own log";
                    default ->
                        answer.status >= 500
                                ? "Grafana failed: it answers " + answer.said() + " to " + answer.request
                                        + "; look into the workspace's own log, and run it again"
                                : "what answers is no Grafana, or something before it: " + answer.said() + " to "
                                        + answer.request + "; check gshare.url, with the path that Grafana has there";
                });
    }

    private static Json object(Answer answer) {
        Json json = Json.object(answer.body);
        if (json == null) {
            throw noJson(answer);
        }
        return json;
    }

    private static List<Json> array(Answer answer) {
        List<Json> json = Json.array(answer.body);
        if (json == null) {
            throw noJson(answer);
        }
        return json;
    }

    private static IllegalArgumentException noJson(Answer answer) {
        return new IllegalArgumentException("what answers is no Grafana, or something before it: no JSON to "
                + answer.request + "; check gshare.url, with the path that Grafana has there");
    }
}
