package io.gshare.test;

import static io.gshare.test.WorkspaceHandler.json;
import static io.gshare.test.WorkspaceHandler.message;
import static io.gshare.test.WorkspaceHandler.quote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import io.gshare.key.Credential;
import io.gshare.key.ShareKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Grafana's API for keys, as Grafana 9.4 answers: service accounts with their tokens, and API keys. Thread-safe. */
final class KeysApi {

    private static final Pattern ACCOUNT = Pattern.compile("/api/serviceaccounts/([0-9]+)(/tokens(?:/([0-9]+))?)?");
    private static final Pattern API_KEY = Pattern.compile("/api/auth/keys/([0-9]+)");
    private static final String BEARER = "Bearer ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Account(long id, String name, String role) {}

    /** A service account's token, or an API key, whose {@code account} is {@code null}. */
    private record Key(
            long id,
            @Nullable Account account,
            String name,
            String role,
            String secret,
            Instant created,
            @Nullable Instant expires) {}

    private final String admin;
    private final ShareKey first;
    private final Gate gate;
    private final InstantSource clock;
    private final List<Account> accounts = new ArrayList<>();
    private final List<Key> keys = new ArrayList<>();
    private long lastId;

    /** @param first the key that is there already, as an API key */
    KeysApi(String admin, ShareKey first, Gate gate, InstantSource clock) {
        this.admin = admin;
        this.first = first;
        this.gate = gate;
        this.clock = clock;
        reset();
    }

    synchronized void reset() {
        accounts.clear();
        keys.clear();
        lastId = 1;
        keys.add(new Key(lastId, null, first.name(), "Viewer", "", clock.instant(), null));
    }

    static boolean owns(String path) {
        return path.equals("/api/org") || path.startsWith("/api/serviceaccounts") || path.startsWith("/api/auth/keys");
    }

    synchronized Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Map<String, String> body = method.equals("POST") ? fields(exchange) : Map.of();
        String role = role(exchange.getRequestHeaders().getFirst("Authorization"));
        if (role == null) {
            return json(401, message("invalid API key"));
        }
        if (path.equals("/api/org")) {
            return json(200, "{\"id\":" + first.orgId() + ",\"name\":\"Main Org.\",\"address\":{}}");
        }
        if (!role.equals("Admin")) {
            String needed = path.startsWith("/api/auth") ? "apikeys:read" : "serviceaccounts:read";
            return json(
                    403,
                    "{\"accessErrorId\":\"ACE0123456789\",\"message\":\"You'll need additional permissions to perform this"
                            + " action. Permissions needed: " + needed + "\",\"title\":\"Access denied\"}");
        }
        Matcher ofAccount = ACCOUNT.matcher(path);
        Matcher apiKey = API_KEY.matcher(path);
        return switch (method) {
            case "GET" ->
                path.equals("/api/serviceaccounts/search")
                        ? search()
                        : path.equals("/api/auth/keys") ? apiKeys() : ofAccount.matches() ? account(ofAccount) : none();
            case "POST" ->
                path.equals("/api/serviceaccounts")
                        ? createAccount(body)
                        : path.equals("/api/auth/keys")
                                ? createKey(null, body)
                                : ofAccount.matches() && ofAccount.group(2) != null
                                        ? createToken(ofAccount, body)
                                        : none();
            case "DELETE" ->
                ofAccount.matches() && ofAccount.group(3) != null
                        ? deleteToken(ofAccount)
                        : apiKey.matches() ? deleteApiKey(Long.parseLong(apiKey.group(1))) : none();
            default -> none();
        };
    }

    private static Answer none() {
        return json(404, message("Not found"));
    }

    /** What the bearer of a token may do; {@code null} if there is no such token. */
    private @Nullable String role(@Nullable String authorization) {
        String token = authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : "";
        if (token.equals(admin)) {
            return "Admin";
        }
        return keys.stream()
                .filter(key -> !key.secret.isEmpty() && key.secret.equals(token) && !isExpired(key))
                .map(Key::role)
                .findFirst()
                .orElse(null);
    }

    private boolean isExpired(Key key) {
        return key.expires != null && !key.expires.isAfter(clock.instant());
    }

    private @Nullable Account find(Matcher path) {
        long id = Long.parseLong(path.group(1));
        return accounts.stream().filter(account -> account.id == id).findFirst().orElse(null);
    }

    // ---- what is there

    private Answer search() {
        return json(
                200,
                accounts.stream()
                        .map(this::shown)
                        .collect(Collectors.joining(
                                ",",
                                "{\"totalCount\":" + accounts.size() + ",\"serviceAccounts\":[",
                                "],\"page\":1,\"perPage\":1000}")));
    }

    private String shown(Account account) {
        long tokens = keys.stream().filter(key -> account.equals(key.account)).count();
        return "{\"id\":" + account.id + ",\"name\":" + quote(account.name) + ",\"login\":"
                + quote("sa-" + account.name)
                + ",\"orgId\":" + first.orgId() + ",\"isDisabled\":false,\"role\":" + quote(account.role)
                + ",\"tokens\":"
                + tokens + "}";
    }

    private Answer account(Matcher path) {
        Account account = find(path);
        if (account == null) {
            return json(404, message("Failed to retrieve service account"));
        }
        return path.group(2) == null
                ? json(200, shown(account))
                : json(200, list(key -> account.equals(key.account), this::token));
    }

    private Answer apiKeys() {
        return json(200, list(key -> key.account == null, key -> {
            String expiration = key.expires == null ? "" : ",\"expiration\":" + quote(key.expires.toString());
            return "{\"id\":" + key.id + ",\"name\":" + quote(key.name) + ",\"role\":" + quote(key.role) + expiration
                    + "}";
        }));
    }

    private String list(Predicate<Key> which, Function<Key, String> shown) {
        return keys.stream().filter(which).map(shown).collect(Collectors.joining(",", "[", "]"));
    }

    private String token(Key key) {
        return "{\"id\":" + key.id + ",\"name\":" + quote(key.name) + ",\"created\":"
                + quote(key.created.truncatedTo(ChronoUnit.SECONDS).toString()) + ",\"lastUsedAt\":null,\"expiration\":"
                + (key.expires == null
                        ? "null"
                        : quote(key.expires.truncatedTo(ChronoUnit.SECONDS).toString()))
                + ",\"secondsUntilExpiration\":0,\"hasExpired\":" + isExpired(key) + ",\"isRevoked\":false}";
    }

    // ---- what is changed

    private Answer createAccount(Map<String, String> body) {
        String name = body.getOrDefault("name", "");
        if (accounts.stream().anyMatch(account -> account.name.equals(name))) {
            return json(400, message("Failed to create service account"));
        }
        Account account = new Account(++lastId, name, body.getOrDefault("role", "Viewer"));
        accounts.add(account);
        return json(201, shown(account));
    }

    private Answer createToken(Matcher path, Map<String, String> body) {
        Account account = find(path);
        return account == null ? json(404, message("Failed to retrieve service account")) : createKey(account, body);
    }

    private Answer createKey(@Nullable Account account, Map<String, String> body) {
        String name = body.getOrDefault("name", "");
        String seconds = body.getOrDefault("secondsToLive", "0");
        if (name.isEmpty() || seconds.startsWith("-")) {
            return json(400, message("Bad request data"));
        }
        if (keys.stream().anyMatch(key -> key.name.equals(name))) {
            return json(
                    409,
                    message(
                            account == null
                                    ? "API key, organization ID and name must be unique"
                                    : "service account token with given name already exists in the organization"));
        }
        String secret = account == null ? apiKey(name) : token();
        Instant now = clock.instant();
        Instant expires = seconds.equals("0") ? null : now.plusSeconds(Long.parseLong(seconds));
        String role = account == null ? body.getOrDefault("role", "Viewer") : account.role;
        Key key = new Key(++lastId, account, name, role, secret, now, expires);
        keys.add(key);
        gate.accept(Credential.parse(secret).shareKey(name, first.orgId()), expires == null ? Instant.MAX : expires);
        return json(200, "{\"id\":" + key.id + ",\"name\":" + quote(name) + ",\"key\":" + quote(secret) + "}");
    }

    private static String random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String token() {
        String token = "glsa_" + random();
        CRC32 crc = new CRC32();
        crc.update(token.getBytes(StandardCharsets.US_ASCII));
        return token + "_" + HexFormat.of().toHexDigits(Integer.reverseBytes((int) crc.getValue()));
    }

    private String apiKey(String name) {
        String json = "{\"k\":" + quote(random()) + ",\"n\":" + quote(name) + ",\"id\":" + first.orgId() + "}";
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Answer deleteToken(Matcher path) {
        long id = Long.parseLong(path.group(3));
        return delete(key -> key.id == id && key.account != null)
                ? json(200, message("Service account token deleted"))
                : json(500, message("Failed to delete service account token"));
    }

    private Answer deleteApiKey(long id) {
        return delete(key -> key.id == id && key.account == null)
                ? json(200, message("API key deleted"))
                : json(404, message("API key not found"));
    }

    private boolean delete(Predicate<Key> which) {
        keys.stream().filter(which).forEach(key -> gate.delete(key.name));
        return keys.removeIf(which);
    }

    /** The fields of a request's JSON, of which only the first level counts. */
    private static Map<String, String> fields(HttpExchange exchange) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(exchange.getRequestBody())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getText());
                parser.skipChildren();
            }
        }
        return fields;
    }
}
