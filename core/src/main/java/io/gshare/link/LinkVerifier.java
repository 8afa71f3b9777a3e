package io.gshare.link;

import io.gshare.key.Credential;
import io.gshare.key.ShareKey;
import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The workspace's side: accepts or refuses signed links, as the managed workspace does.
 *
 * <p>A v2 link is accepted when the key that it names exists and has not expired, its signature is right, and its timestamp is
 * within 60 s of this clock. Signed is the timestamp alone: a holder of a fresh link can change its path, its variables and its
 * {@code expire_seconds}, so the answer says who may look, not at what. Under version v1 a link carries the raw key.
 *
 * <p>A JWT link is accepted as Grafana's {@code [auth.jwt]} does: when one of the public keys made its token, which is good by this clock with 60 s
 * of leeway, has the claims that are expected, and says who is looking.
 *
 * <p>Refusals name one reason and no part of a signature. Parameters that are doubled, unknown or not of their form are refused,
 * not guessed at. Immutable and thread-safe; signatures are compared in constant time. Verifying a v1 link derives its key, some
 * 10 to 20 ms.
 */
public final class LinkVerifier {

    /** What the workspace's {@code [aliyun] api_key_share_version} says. */
    public enum Version {
        /** Links carry the raw key. */
        V1,
        /** Links are signed. */
        V2,
        /** Links carry a JSON Web Token: a Grafana of one's own with {@code [auth.jwt] url_login = true}. */
        JWT
    }

    /** How far a link's timestamp may be from the workspace's clock. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    static final Duration DEFAULT_SESSION = Duration.ofHours(1);

    private static final String RAW_KEY = "aliyun_api_key";
    private static final String SIGN = "aliyun_api_key_sign";
    private static final String TIMESTAMP = "aliyun_api_key_timestamp";
    private static final String NAME = "aliyun_api_key_name";
    private static final String ORG_ID = "aliyun_api_key_org_id";
    private static final String EXPIRE_SECONDS = "aliyun_api_key_expire_seconds";
    private static final Set<String> KNOWN = Set.of(RAW_KEY, SIGN, TIMESTAMP, NAME, ORG_ID, EXPIRE_SECONDS);

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern SESSION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern ORG = Pattern.compile("[1-9][0-9]{0,18}");

    private record Entry(ShareKey key, @Nullable Instant expires) {}

    private final Map<String, Entry> keys;
    private final boolean sharing;
    private final Version version;
    private final InstantSource clock;
    private final @Nullable TokenVerifier tokens;

    private LinkVerifier(Builder builder) {
        this.keys = Map.copyOf(builder.keys);
        this.sharing = builder.sharing;
        this.version = builder.version;
        this.clock = builder.clock;
        this.tokens = version == Version.JWT ? new TokenVerifier(builder.tokens, clock) : null;
    }

    /** {@return a builder; without further calls its verifier accepts v2 links by the system's clock, and knows no key} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return what a link says that is accepted}
     *
     * @param link the link as it arrived, absolute or from its path on; whether it is this workspace's is the web server's
     *     business
     * @throws LinkRefusedException if it is not accepted, with the reason
     */
    public VerifiedLink verify(String link) {
        if (!sharing) {
            throw refused(
                    RefusalReason.SHARING_OFF,
                    tokens == null
                            ? "share links are switched off; set [aliyun] api_key_share = true"
                            : "JWT links are switched off; set [auth.jwt] enabled = true, url_login = true and"
                                    + " header_name");
        }
        if (link.length() > 2 * Workspace.LONGEST_LINK) {
            throw refused(RefusalReason.TOO_LONG, "the link is longer than a signed link can be");
        }
        if (tokens != null) {
            return tokens.verify(link);
        }
        Map<String, String> given = contractParameters(link);
        if (given.isEmpty()) {
            throw refused(RefusalReason.NOT_SIGNED, "the link carries no signature; sign it when the page is rendered");
        }
        String dashboardLink = dashboardLink(link);
        String rawKey = given.get(RAW_KEY);
        if (rawKey != null && given.size() > 1) {
            throw malformed("carries a raw key beside a signature");
        }
        if ((rawKey != null) != (version == Version.V1)) {
            throw refused(
                    RefusalReason.WRONG_VERSION,
                    version == Version.V1
                            ? "the link is signed, but this workspace takes raw keys (v1); set [aliyun]"
                                    + " api_key_share_version = v2"
                            : "the link carries a raw key (v1), but this workspace takes signed links alone; sign it (v2)");
        }
        return rawKey != null ? verifyRawKey(rawKey, dashboardLink) : verifySignature(given, dashboardLink);
    }

    private VerifiedLink verifySignature(Map<String, String> given, String dashboardLink) {
        String sign = required(given, SIGN, SIGNATURE);
        String timestamp = required(given, TIMESTAMP, SECONDS);
        String name = given.getOrDefault(NAME, "");
        long orgId = orgId(given);
        Duration session = given.containsKey(EXPIRE_SECONDS)
                ? Duration.ofSeconds(Long.parseLong(required(given, EXPIRE_SECONDS, SESSION)))
                : DEFAULT_SESSION;
        if (name.isEmpty()) {
            throw malformed("names no key");
        }
        Entry entry = keys.get(id(name, orgId));
        if (entry == null) {
            throw refused(
                    RefusalReason.UNKNOWN_KEY,
                    "this workspace has no key named " + Redaction.quote(name) + " in org " + orgId
                            + "; set gshare.key-name to the token's own name in Grafana, and gshare.org-id to its org");
        }
        boolean right = MessageDigest.isEqual(
                sign.getBytes(StandardCharsets.US_ASCII),
                entry.key.signature(timestamp).getBytes(StandardCharsets.US_ASCII));
        if (!right) {
            throw refused(
                    RefusalReason.WRONG_SIGNATURE,
                    "the signature is not that of the key; set gshare.token to the token of the key that gshare.key-name"
                            + " names");
        }
        Instant now = clock.instant();
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        long age = now.getEpochSecond() - signedAt.getEpochSecond();
        if (age > TOLERANCE.toSeconds()) {
            throw refused(
                    RefusalReason.EXPIRED,
                    "the link was signed " + age
                            + " s ago and is good for 60 s; reload the page, and if this recurs set both"
                            + " clocks by NTP");
        }
        if (age < -TOLERANCE.toSeconds()) {
            throw refused(
                    RefusalReason.NOT_YET_VALID,
                    "the link was signed " + -age + " s in the future; set both clocks by NTP");
        }
        return accepted(entry, signedAt, session, dashboardLink);
    }

    private VerifiedLink verifyRawKey(String rawKey, String dashboardLink) {
        Credential credential;
        try {
            credential = Credential.parse(rawKey);
        } catch (IllegalArgumentException e) {
            throw malformed("carries a key that is neither an API key nor a service account token");
        }
        String name = credential.name();
        Long orgId = credential.orgId();
        // A token does not say its name: any will do to derive its key, once, and compare.
        ShareKey given = credential.shareKey(name == null ? "unknown" : name, orgId == null ? 1 : orgId);
        for (Entry entry : keys.values()) {
            if ((name == null || given.equals(entry.key)) && given.sameSecret(entry.key)) {
                Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
                return accepted(entry, now, DEFAULT_SESSION, dashboardLink);
            }
        }
        throw refused(RefusalReason.UNKNOWN_KEY, "this workspace has no such key; set gshare.token to one of its keys");
    }

    private VerifiedLink accepted(Entry entry, Instant signedAt, Duration session, String dashboardLink) {
        if (entry.expires != null && !clock.instant().isBefore(entry.expires)) {
            throw refused(
                    RefusalReason.KEY_EXPIRED,
                    "the key " + Redaction.quote(entry.key.name()) + " has expired; make a new one in Grafana and"
                            + " configure it as gshare.token");
        }
        return new VerifiedLink(entry.key, signedAt, session, dashboardLink);
    }

    /** The link as it was before it was signed; its last separator went in with the signature. */
    private static String dashboardLink(String link) {
        return withoutSeparator(Query.withoutContract(link));
    }

    static String withoutSeparator(String bare) {
        int end = Query.end(bare);
        return Query.separator(bare) == Separator.NONE ? bare.substring(0, end - 1) + bare.substring(end) : bare;
    }

    private static Map<String, String> contractParameters(String link) {
        Map<String, String> given = new LinkedHashMap<>();
        int end = Query.end(link);
        for (int start = Query.seekContract(link, Query.start(link, end), end); start >= 0; ) {
            Query.Parameter parameter = Query.at(link, start, end);
            start = Query.seekContract(link, parameter.end() + 1, end);
            if (parameter.isContract()) {
                String name = decode(parameter.name());
                if (!KNOWN.contains(name) || given.put(name, decode(parameter.value())) != null) {
                    throw malformed("has an unknown or doubled parameter of the contract");
                }
            }
        }
        return given;
    }

    static String decode(String text) {
        String decoded = PercentEncoding.decode(text);
        if (decoded == null) {
            throw malformed("is not percent-encoded as it should");
        }
        return decoded;
    }

    private static String required(Map<String, String> given, String name, Pattern form) {
        String value = given.getOrDefault(name, "");
        if (!form.matcher(value).matches()) {
            throw malformed("lacks " + name + ", or it is not of its form");
        }
        return value;
    }

    private static String id(String name, long orgId) {
        return orgId + " " + name;
    }

    private static long orgId(Map<String, String> given) {
        try {
            return Long.parseLong(required(given, ORG_ID, ORG));
        } catch (NumberFormatException e) {
            throw malformed("has an org id beyond 64 bits");
        }
    }

    static LinkRefusedException malformed(String what) {
        return refused(RefusalReason.MALFORMED, "the link " + what + "; pass signed links on unchanged");
    }

    static LinkRefusedException refused(RefusalReason reason, String message) {
        return new LinkRefusedException(reason, message);
    }

    /** Builds a {@link LinkVerifier}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Entry> keys = new HashMap<>();
        private boolean sharing = true;
        private Version version = Version.V2;
        private InstantSource clock = InstantSource.system();
        private final TokenVerifier.Rules tokens = new TokenVerifier.Rules();

        private Builder() {}

        /**
         * {@return this, with public keys that verify JWT links} What Grafana's {@code jwk_set_file}, {@code jwk_set_url} or {@code key_file} holds.
         *
         * @param keys a JWK Set or a JWK, for tokens whose {@code kid} names one of them; or a public key in PEM, for tokens without {@code kid}
         */
        public Builder publicKey(String keys) {
            tokens.publicKeys.add(keys);
            return this;
        }

        /**
         * {@return this, asking tokens for a claim} Grafana's {@code expect_claims}.
         *
         * @param name the claim's name, such as {@code iss}
         * @param value what it must be, or, where it is a list, have among others
         */
        public Builder expectClaim(String name, Object value) {
            tokens.expected.put(name, value);
            return this;
        }

        /**
         * {@return this, with all users whom Grafana knows, where it makes no further ones} {@code auto_sign_up = false}.
         *
         * @param logins the users' logins
         */
        public Builder users(Set<String> logins) {
            tokens.users = Set.copyOf(logins);
            return this;
        }

        /**
         * {@return this, refusing a token whose role is none of Grafana's, or taking it for a Viewer's} {@code role_attribute_strict}.
         *
         * @param strict whether it is refused
         */
        public Builder strictRoles(boolean strict) {
            tokens.strictRoles = strict;
            return this;
        }

        /**
         * {@return this, with a key that does not expire}
         *
         * @param key the key
         */
        public Builder key(ShareKey key) {
            keys.put(id(key.name(), key.orgId()), new Entry(key, null));
            return this;
        }

        /**
         * {@return this, with a key that expires}
         *
         * @param key the key
         * @param expires when links of this key are no longer accepted
         */
        public Builder key(ShareKey key, Instant expires) {
            keys.put(id(key.name(), key.orgId()), new Entry(key, expires));
            return this;
        }

        /**
         * {@return this, with share links on or off: {@code [aliyun] api_key_share}}
         *
         * @param sharing off, every link is refused
         */
        public Builder sharing(boolean sharing) {
            this.sharing = sharing;
            return this;
        }

        /**
         * {@return this, with the links that are accepted: {@code [aliyun] api_key_share_version}}
         *
         * @param version the version
         */
        public Builder version(Version version) {
            this.version = version;
            return this;
        }

        /**
         * {@return this, with what gives the time}
         *
         * @param clock the clock
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * {@return the verifier}
         *
         * @throws IllegalArgumentException for JWT links, if a public key is none, or {@code io.gshare:gshare-jwt} is missing
         */
        public LinkVerifier build() {
            return new LinkVerifier(this);
        }
    }
}
