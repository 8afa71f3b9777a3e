package io.gshare.link;

import io.gshare.key.KeySource;
import io.gshare.key.KeyStatus;
import io.gshare.token.Claims;
import io.gshare.token.PublishedKeys;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs JWT links: for everybody, for nobody yet, or for one visitor. */
final class JwtSigner extends LinkSigner {

    /** A token is shared for this part of its life, so that whoever gets it last still has nearly all of that. */
    private static final long SHARED_PART = 360;

    private static final long LONGEST_SHARED = 30;

    /** How long before its end a shared token is renewed, so that no request waits for that: there is a look each second. */
    private static final long AHEAD_MILLIS = 1500;

    private final KeySource<TokenKey> keys;
    private final PublishedKeys published;
    private final TokenRules rules;
    private final InstantSource clock;
    /** Of whom the tokens are; {@code null} where each visitor is somebody else. */
    private final @Nullable Claims user;

    private final long sharedMillis;
    private volatile @Nullable Memo memo;
    /** Whether links were asked for since the token was renewed ahead. */
    private volatile boolean asked;

    /** What was signed last, and which key the source had then: that may be one that is to sign later. */
    private record Memo(TokenKey key, long millis, Suffixes suffixes) {

        @SuppressWarnings("ReferenceEquality") // the same instance, until there is another
        boolean isOf(TokenKey current, long now, long shared) {
            return key == current && now >= millis && now - millis < shared;
        }
    }

    JwtSigner(Workspace workspace, KeySource<TokenKey> keys, TokenRules rules, InstantSource clock) {
        super(workspace, TokenKey.sealing(keys, clock), null);
        this.keys = keys;
        this.published = new PublishedKeys(keys, rules.session(), clock);
        this.rules = rules;
        this.clock = clock;
        this.user = rules.everybody();
        this.sharedMillis = sharedMillis(rules.session());
        keys.onLook(this::renewAhead);
    }

    private JwtSigner(JwtSigner of, Claims visitor) {
        super(of.workspace(), of.sealingKeys(), of);
        this.keys = of.keys;
        this.published = of.published;
        this.rules = of.rules;
        this.clock = of.clock;
        this.user = visitor;
        this.sharedMillis = of.sharedMillis;
        rules.subject(visitor); // or it is refused, now
    }

    private static long sharedMillis(Duration session) {
        return 1000 * Math.max(1, Math.min(LONGEST_SHARED, session.toSeconds() / SHARED_PART));
    }

    @Override
    public @Nullable Long orgId() {
        return null;
    }

    @Override
    String org() {
        return "";
    }

    @Override
    public boolean needsVisitor() {
        return user == null;
    }

    @Override
    public LinkSigner forVisitor(Claims visitor) {
        return rules.isOfVisitors() ? new JwtSigner(this, visitor) : this;
    }

    @Override
    public List<String> publicKeys() {
        return published.all().stream().map(TokenKey::publicJwk).toList();
    }

    @Override
    public String unsigned(String link) {
        return Query.without(link, Query.TOKEN);
    }

    @Override
    boolean isSigned(CharSequence link) {
        return Query.carries(link, Query.TOKEN);
    }

    @Override
    public boolean opensSession() {
        return false;
    }

    @Override
    Duration session() {
        return rules.session();
    }

    @Override
    void addTo(LinkVerifier.Builder verifier) {
        verifier.version(LinkVerifier.Version.JWT);
        published.all().forEach(key -> verifier.publicKey(key.verifying()));
        if (rules.issuer() != null) {
            verifier.expectClaim("iss", rules.issuer());
        }
        if (rules.audience() != null) {
            verifier.expectClaim("aud", rules.audience());
        }
    }

    @Override
    KeyStatus status() {
        return new KeyStatus(keys.current().id(), 0, keys.since(), keys.exposed(), keys.problem());
    }

    @Override
    void close() {
        keys.close();
    }

    @Override
    String version() {
        return "jwt";
    }

    @Override
    Suffixes suffixes() {
        if (user == null) {
            throw new LinkRefusedException(
                    RefusalReason.NO_VISITOR,
                    "each visitor is a Grafana user of his own (gshare.subject=visitor) but nobody is known here; sign"
                            + " the link when its frame loads, by GShare.forVisitor, or in a shell with --visitor");
        }
        if (!asked) {
            asked = true;
        }
        Memo last = memo;
        boolean fresh = last != null && last.isOf(keys.current(), clock.millis(), sharedMillis);
        return last != null && fresh ? last.suffixes : renew(user, 0);
    }

    /** While links are asked for, the next token is there before the last one has been shared for long enough. */
    private void renewAhead() {
        long shared = sharedMillis - AHEAD_MILLIS;
        Memo last = memo;
        if (user != null && asked && shared > 0 && last != null && !last.isOf(keys.current(), clock.millis(), shared)) {
            asked = false;
            renew(user, AHEAD_MILLIS);
        }
    }

    /** One thread signs, and the others wait for it. */
    private synchronized Suffixes renew(Claims of, long ahead) {
        TokenKey key = keys.current();
        Instant now = clock.instant();
        Memo last = memo;
        if (last == null || !last.isOf(key, now.toEpochMilli(), sharedMillis - ahead)) {
            Map<String, Object> claims = rules.claims(of, now);
            last = new Memo(
                    key,
                    now.toEpochMilli(),
                    Suffixes.of("", Query.TOKEN + "=" + published.current().sign(claims)));
            memo = last;
        }
        return last.suffixes;
    }
}
