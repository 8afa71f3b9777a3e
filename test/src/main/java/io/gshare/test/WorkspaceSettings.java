package io.gshare.test;

import java.util.Locale;
import java.util.Set;

/**
 * The settings of a workspace that share links depend on, by the vendor's names. Immutable and thread-safe.
 *
 * @param apiKeyShare {@code [aliyun] api_key_share}: off, every share link is refused
 * @param apiKeyShareVersion {@code [aliyun] api_key_share_version}: {@code v2} takes signed links alone, anything else raw keys
 * @param allowEmbedding {@code [security] allow_embedding}: off, every answer carries {@code X-Frame-Options: deny}
 * @param cookieSamesite {@code [security] cookie_samesite}: {@code none}, {@code lax} or {@code strict}
 * @param cookieSecure {@code [security] cookie_secure}: what browsers require of {@code none}
 */
public record WorkspaceSettings(
        boolean apiKeyShare,
        String apiKeyShareVersion,
        boolean allowEmbedding,
        String cookieSamesite,
        boolean cookieSecure) {

    private static final Set<String> SAMESITE = Set.of("none", "lax", "strict");

    /**
     * Checks the settings.
     *
     * @param apiKeyShare as above
     * @param apiKeyShareVersion as above
     * @param allowEmbedding as above
     * @param cookieSamesite as above
     * @param cookieSecure as above
     * @throws IllegalArgumentException if {@code cookie_samesite} is none of the three
     */
    public WorkspaceSettings {
        if (!SAMESITE.contains(cookieSamesite)) {
            throw wrong("cookie_samesite", cookieSamesite, "none, lax or strict");
        }
    }

    /** {@return settings to start from: share links on, in version v2, embedding allowed, cookies {@code lax} and not secure} */
    public static WorkspaceSettings defaults() {
        return new WorkspaceSettings(true, "v2", true, "lax", false);
    }

    /**
     * {@return these settings with one changed}
     *
     * @param name the vendor's name, such as {@code cookie_samesite}
     * @param value as in {@code grafana.ini}
     * @throws IllegalArgumentException if there is no such setting, or it does not take the value
     */
    public WorkspaceSettings with(String name, String value) {
        return switch (name) {
            case "api_key_share" ->
                new WorkspaceSettings(
                        flag(name, value), apiKeyShareVersion, allowEmbedding, cookieSamesite, cookieSecure);
            case "api_key_share_version" ->
                new WorkspaceSettings(apiKeyShare, value, allowEmbedding, cookieSamesite, cookieSecure);
            case "allow_embedding" ->
                new WorkspaceSettings(apiKeyShare, apiKeyShareVersion, flag(name, value), cookieSamesite, cookieSecure);
            case "cookie_samesite" ->
                new WorkspaceSettings(apiKeyShare, apiKeyShareVersion, allowEmbedding, value, cookieSecure);
            case "cookie_secure" ->
                new WorkspaceSettings(
                        apiKeyShare, apiKeyShareVersion, allowEmbedding, cookieSamesite, flag(name, value));
            default ->
                throw wrong(
                        "the setting",
                        name,
                        "api_key_share, api_key_share_version, allow_embedding, cookie_samesite or cookie_secure");
        };
    }

    /** The session cookie's attributes that the settings decide. */
    String cookieAttributes() {
        boolean anySite = cookieSamesite.equals("none");
        // Today's browsers keep a frame's cookie on another site's page only if it is partitioned by that page's site.
        return "; SameSite=" + cookieSamesite.substring(0, 1).toUpperCase(Locale.ROOT) + cookieSamesite.substring(1)
                + (cookieSecure ? "; Secure" : "")
                + (anySite ? "; Partitioned" : "");
    }

    static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, value, "true or false");
        };
    }

    static IllegalArgumentException wrong(String name, String value, String rule) {
        return new IllegalArgumentException(name + " was '" + value + "' but must be " + rule);
    }
}
