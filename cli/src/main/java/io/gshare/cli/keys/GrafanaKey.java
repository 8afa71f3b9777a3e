package io.gshare.cli.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that Grafana has: a service account's token, or an API key. Nothing of its secret, which Grafana shows once.
 *
 * @param id of the token or API key, which {@code name} may belong to later than to this one
 * @param account the service account; {@code null} for an API key
 * @param role the account's or the key's
 * @param created {@code null} where Grafana does not tell, as of API keys
 * @param lastUsed by calls of the API; {@code null} where it was not, or Grafana does not tell
 * @param expires {@code null} if never
 * @param expired whether it opens nothing any more
 */
record GrafanaKey(
        long id,
        @Nullable Account account,
        String name,
        String role,
        @Nullable Instant created,
        @Nullable Instant lastUsed,
        @Nullable Instant expires,
        boolean expired) {

    static final String VIEWER = "Viewer";

    /** A service account. */
    record Account(long id, String name, String role, boolean disabled) {

        static Account of(Json json) {
            return new Account(json.number("id"), json.text("name"), json.text("role"), json.isTrue("isDisabled"));
        }
    }

    static GrafanaKey token(Account account, Json json) {
        return new GrafanaKey(
                json.number("id"),
                account,
                json.text("name"),
                account.role,
                json.time("created"),
                json.time("lastUsedAt"),
                json.time("expiration"),
                json.isTrue("hasExpired") || json.isTrue("isRevoked"));
    }

    static GrafanaKey apiKey(Json json, Instant now) {
        Instant expires = json.time("expiration");
        return new GrafanaKey(
                json.number("id"),
                null,
                json.text("name"),
                json.text("role"),
                null,
                json.time("lastUsedAt"),
                expires,
                expires != null && !expires.isAfter(now));
    }

    boolean isViewer() {
        return role.equals(VIEWER);
    }
}
