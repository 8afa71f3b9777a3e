package io.gshare.link;

import io.gshare.key.KeySource;
import io.gshare.key.KeyStatus;
import io.gshare.key.SealingKeys;
import io.gshare.key.ShareKey;
import io.gshare.text.PercentEncoding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs v2 links. */
final class V2Signer extends LinkSigner {

    private final KeySource<ShareKey> keys;
    private final @Nullable Duration session;
    private final String expireSeconds;
    private final InstantSource clock;
    private volatile @Nullable Memo memo;

    /** What one key signs in one second. */
    private record Memo(ShareKey key, long second, Suffixes suffixes) {

        /** By subtraction, which costs less than a division. */
        @SuppressWarnings("ReferenceEquality") // equal keys may differ in their secret
        boolean isOf(ShareKey current, long millis) {
            long since = millis - second * 1000;
            return since >= 0 && since < 1000 && key == current;
        }
    }

    V2Signer(Workspace workspace, KeySource<ShareKey> keys, @Nullable Duration session, InstantSource clock) {
        super(workspace, SealingKeys.of(keys, key -> List.of(key.derivedKey()), clock), null);
        this.keys = keys;
        this.session = session;
        this.expireSeconds = session == null ? "" : "&aliyun_api_key_expire_seconds=" + session.toSeconds();
        this.clock = clock;
    }

    @Override
    public Long orgId() {
        return keys.current().orgId();
    }

    @Override
    String org() {
        return keys.current().orgIdText();
    }

    @Override
    void addTo(LinkVerifier.Builder verifier) {
        verifier.key(keys.current());
    }

    @Override
    Duration session() {
        return session == null ? LinkVerifier.DEFAULT_SESSION : session;
    }

    @Override
    KeyStatus status() {
        ShareKey key = keys.current();
        return new KeyStatus(key.name(), key.orgId(), keys.since(), keys.exposed(), keys.problem());
    }

    @Override
    void close() {
        keys.close();
    }

    @Override
    String version() {
        return "v2";
    }

    @Override
    Suffixes suffixes() {
        ShareKey key = keys.current();
        long millis = clock.millis();
        Memo current = memo;
        if (current == null || !current.isOf(key, millis)) {
            long second = Math.floorDiv(millis, 1000L);
            current = new Memo(key, second, Suffixes.of(key.orgIdText(), parameters(key, second)));
            memo = current;
        }
        return current.suffixes;
    }

    private String parameters(ShareKey key, long second) {
        String timestamp = Long.toString(second);
        return "aliyun_api_key_sign=" + key.signature(timestamp)
                + "&aliyun_api_key_timestamp=" + timestamp
                + "&aliyun_api_key_name=" + PercentEncoding.encode(key.name())
                + "&aliyun_api_key_org_id=" + key.orgId()
                + expireSeconds;
    }
}
