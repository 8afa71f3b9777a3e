package io.gshare.doctor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the beginning of a body, in UTF-8, and lets go of the rest. */
final class FirstBytes implements BodySubscriber<String> {

    private final int most;
    private final boolean isGzip;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    /** Reads no more than some bytes, which may come packed: some proxies do that unasked. */
    FirstBytes(int most, boolean isGzip) {
        this.most = most;
        this.isGzip = isGzip;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        if (most == 0) {
            finish(subscription);
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] read = new byte[Math.min(buffer.remaining(), most - bytes.size())];
            buffer.get(read);
            bytes.writeBytes(read);
        }
        if (bytes.size() == most && subscription != null) {
            finish(subscription);
        }
    }

    private void finish(Subscription subscription) {
        subscription.cancel();
        onComplete();
    }

    @Override
    public void onError(Throwable problem) {
        body.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        body.complete(isGzip ? unpacked() : bytes.toString(StandardCharsets.UTF_8));
    }

    /** As much as can be unpacked of what was read. */
    private String unpacked() {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (int next = in.read(); next >= 0 && plain.size() < most; next = in.read()) {
                plain.write(next);
            }
        } catch (IOException e) {
            // It was cut, or is not packed as it says: what is there will have to do.
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
