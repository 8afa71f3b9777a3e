package io.gshare.test;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a Grafana of one's own that JWT links depend on: those of its {@code [auth.jwt]}, by its names, with {@code
 * role_attribute_path = role}; and whom it knows. Immutable and thread-safe.
 *
 * @param enabled off, Grafana takes no notice of tokens
 * @param urlLogin {@code url_login}: off, it takes none out of addresses
 * @param headerName {@code header_name}: empty, it takes no notice of tokens at all
 * @param expectClaims {@code expect_claims}: what tokens must say besides, such as {@code iss}
 * @param autoSignUp {@code auto_sign_up}: off, it makes no users
 * @param roleAttributeStrict {@code role_attribute_strict}: off, a role that is none is a Viewer's
 * @param users the logins of the users that it knows
 * @param orgs the ids of the orgs that every user is in
 * @param version Grafana's version; none before 9.1 takes tokens out of addresses
 */
public record JwtSettings(
        boolean enabled,
        boolean urlLogin,
        String headerName,
        Map<String, String> expectClaims,
        boolean autoSignUp,
        boolean roleAttributeStrict,
        Set<String> users,
        Set<Long> orgs,
        String version) {

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})(?:[.-].*)?");

    /**
     * Copies what could change.
     *
     * @param enabled as above
     * @param urlLogin as above
     * @param headerName as above
     * @param expectClaims as above
     * @param autoSignUp as above
     * @param roleAttributeStrict as above
     * @param users as above
     * @param orgs as above
     * @param version as above
     * @throws IllegalArgumentException if the version is none
     */
    public JwtSettings {
        expectClaims = Map.copyOf(expectClaims);
        users = Set.copyOf(users);
        orgs = Set.copyOf(orgs);
        if (!VERSION.matcher(version).matches()) {
            throw WorkspaceSettings.wrong("version", version, "one of Grafana's, such as 11.6.0");
        }
    }

    /**
     * Tokens on, in addresses too, users made as they come, everybody in org 1.
     *
     * @return the settings to start from
     */
    public static JwtSettings defaults() {
        return new JwtSettings(true, true, "X-JWT-Assertion", Map.of(), true, false, Set.of(), Set.of(1L), "11.6.0");
    }

    /**
     * These settings with one changed.
     *
     * @param name Grafana's name, such as {@code auto_sign_up}; or {@code version}
     * @param value as in {@code grafana.ini}
     * @return the new settings
     * @throws IllegalArgumentException if there is no such setting, or it does not take the value
     */
    public JwtSettings with(String name, String value) {
        boolean isFlag = Set.of("enabled", "url_login", "auto_sign_up", "role_attribute_strict")
                .contains(name);
        boolean flag = isFlag && WorkspaceSettings.flag(name, value);
        return new JwtSettings(
                name.equals("enabled") ? flag : enabled,
                name.equals("url_login") ? flag : urlLogin,
                name.equals("header_name") ? value : headerName,
                name.equals("expect_claims") ? claims(value) : expectClaims,
                name.equals("auto_sign_up") ? flag : autoSignUp,
                name.equals("role_attribute_strict") ? flag : roleAttributeStrict,
                users,
                orgs,
                name.equals("version") ? value : requireKnown(name, isFlag));
    }

    private String requireKnown(String name, boolean isFlag) {
        if (!isFlag && !name.equals("header_name") && !name.equals("expect_claims")) {
            throw WorkspaceSettings.wrong(
                    "the setting",
                    name,
                    "enabled, url_login, header_name, expect_claims, auto_sign_up, role_attribute_strict or version");
        }
        return version;
    }

    /**
     * These settings with other users.
     *
     * @param logins the logins of the users that Grafana knows
     * @return the new settings
     */
    public JwtSettings withUsers(String... logins) {
        return new JwtSettings(
                enabled,
                urlLogin,
                headerName,
                expectClaims,
                autoSignUp,
                roleAttributeStrict,
                Set.of(logins),
                orgs,
                version);
    }

    /** Whether it takes notice of a token, be it in a header alone. */
    boolean readsTokens() {
        Matcher parts = VERSION.matcher(version);
        return enabled
                && !headerName.isEmpty()
                && parts.matches()
                && 1000 * Integer.parseInt(parts.group(1)) + Integer.parseInt(parts.group(2)) >= 9001;
    }

    /** Whether it takes notice of a token in an address. */
    boolean readsLinks() {
        return readsTokens() && urlLogin;
    }

    private static Map<String, String> claims(String json) {
        Map<String, String> claims = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                isObject = parser.nextToken() == JsonToken.VALUE_STRING;
                claims.put(name, parser.getText());
            }
            if (isObject && parser.nextToken() == null) {
                return claims;
            }
        } catch (IOException e) {
            // said below
        }
        throw WorkspaceSettings.wrong("expect_claims", json, "a JSON object of strings, such as {\"iss\": \"portal\"}");
    }
}
