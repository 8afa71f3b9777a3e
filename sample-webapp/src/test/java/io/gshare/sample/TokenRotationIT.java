package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.link.LinkVerifier;
import io.gshare.test.TestClock;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The key file of tokens is replaced while pages are asked for: every page has all of its links, and every link opens, by the keys alone that a Grafana
 * has fetched from the portal, which it does every five minutes. {@code -Drotations=50} goes on for minutes.
 */
class TokenRotationIT {

    private static final int ROTATIONS = Integer.getInteger("rotations", 6);
    /** Grafana's {@code cache_ttl}: what it has fetched is all that it knows for so long. */
    private static final Duration CACHE_TTL = Duration.ofMinutes(5);

    private static final List<String> PAGES = List.of(
            "tag.jsp", "url.jsp", "function.jsp", "thymeleaf/element", "thymeleaf/links", "legacy.html", "printed");
    private static final Pattern TOKEN = Pattern.compile("auth_token=([\\w-]+\\.[\\w-]+\\.[\\w-]+)");

    private final TestClock clock = TestClock.running();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private Instant fetched = Instant.EPOCH;
    private String known = "";

    private volatile boolean stopped;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void everyLinkOpensWhileItsKeyIsReplaced() throws Exception {
        Path file = folder.resolve("gshare-key.jwk");
        String first = key();
        put(file, first);
        Map<String, String> settings = Map.of(
                "gshare.key-file", file.toString(),
                "gshare.workspaces.beside.key-file", file.toString(),
                "gshare.workspaces.visitors.key-file", file.toString());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Sample sample = Sample.withTokens(clock, first, settings)) {
            Map<String, Integer> expected = new LinkedHashMap<>();
            PAGES.forEach(
                    page -> expected.put(page, tokens(sample.page(page).body()).size()));
            assertThat(expected.values()).allSatisfy(count -> assertThat(count).isPositive());
            List<Future<Integer>> loads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                loads.add(threads.submit(() -> load(sample, expected)));
            }

            List<TokenKey> keys = new ArrayList<>(List.of(TokenKey.parse(first)));
            for (int i = 1; i <= ROTATIONS; i++) {
                String next = key();
                TokenKey key = TokenKey.parse(next);
                sample.workspace().accept(key);
                spoil(i, file);
                replace(i, file, next);
                keys.add(key);
                awaits("that it is published", loads, () -> published(sample).contains(key.publicJwk()));
                awaits("that it signs", loads, () -> {
                    clock.advance(Duration.ofMinutes(1));
                    return hasSigned(key);
                });
            }
            stopped = true;
            int pages = 0;
            for (Future<Integer> load : loads) {
                pages += load.get(1, TimeUnit.MINUTES);
            }
            assertThat(pages).isGreaterThan(10 * ROTATIONS);

            // Tokens live for an hour, and the next key is published for a quarter of an hour before it signs.
            assertThat(keys.subList(Math.max(0, keys.size() - 4), keys.size()))
                    .allSatisfy(key -> assertThat(published(sample)).contains(key.publicJwk()));
            assertThat(published(sample)).doesNotContain("\"d\":");
            clock.advance(Duration.ofMinutes(62));
            assertThat(published(sample)).contains(keys.get(keys.size() - 2).publicJwk());
            clock.advance(Duration.ofMinutes(5));
            assertThat(published(sample))
                    .isEqualTo("{\"keys\":[" + keys.get(keys.size() - 1).publicJwk() + "]}");
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private static String key() {
        return TokenKeys.find().generate("ES256", false);
    }

    private static void put(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Something that is no key, now and then; what signed before goes on. */
    private void spoil(int turn, Path file) throws IOException {
        switch (turn % 4) {
            case 1 -> put(file, "");
            case 2 -> Files.delete(file);
            case 3 -> put(file, TokenKey.parse(key()).publicJwk());
            default -> {}
        }
    }

    private void replace(int turn, Path file, String key) throws IOException {
        if (turn % 2 == 0) {
            put(file, key); // in place
            return;
        }
        Path next = folder.resolve("next");
        put(next, key);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Asks for pages until it is stopped, and returns how many it was given. */
    private int load(Sample sample, Map<String, Integer> expected) {
        int pages = 0;
        while (!stopped) {
            for (Map.Entry<String, Integer> page : expected.entrySet()) {
                HttpResponse<String> response = sample.page(page.getKey());
                assertThat(response.statusCode()).as(page.getKey()).isEqualTo(200);
                Set<String> tokens = Set.copyOf(tokens(response.body()));
                assertThat(tokens(response.body())).as(page.getKey()).hasSize(page.getValue());
                tokens.forEach(token -> judge(sample, token));
                pages++;
            }
            judge(sample, atLoad(sample));
        }
        return pages;
    }

    private static List<String> tokens(String text) {
        return TOKEN.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** The token of a frame that is signed when it loads. */
    private String atLoad(Sample sample) {
        String ticket = sample.links("load.jsp").get(0);
        HttpResponse<Void> minted = get(ticket, HttpResponse.BodyHandlers.discarding());
        assertThat(minted.statusCode()).isEqualTo(302);
        return tokens(minted.headers().firstValue("Location").orElseThrow()).get(0);
    }

    private <T> HttpResponse<T> get(String url, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String published(Sample sample) {
        return sample.page("gshare/jwks.json").body();
    }

    /** What Grafana verifies with. */
    private synchronized String fetched(Sample sample) {
        if (fetched.plus(CACHE_TTL).isBefore(clock.instant())) {
            fetched = clock.instant();
            known = published(sample);
        }
        return known;
    }

    /** The workspace opens the link, and so does who knows the fetched keys alone. */
    private void judge(Sample sample, String token) {
        if (seen.add(token)) {
            String link = sample.workspace().url() + "/d/jvm?auth_token=" + token;
            assertThat(get(link, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            LinkVerifier.builder()
                    .version(LinkVerifier.Version.JWT)
                    .publicKey(fetched(sample))
                    .clock(clock)
                    .build()
                    .verify(link);
        }
    }

    private boolean hasSigned(TokenKey key) {
        String id = String.valueOf(key.id());
        return seen.stream()
                .anyMatch(token -> id.equals(TokenKeys.find().parse(token).keyId()));
    }

    /** Waits, while pages are asked for; no longer than it takes on a busy machine. */
    private static void awaits(String what, List<Future<Integer>> loads, BooleanSupplier condition) throws Exception {
        Instant patience = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(patience);
            for (Future<Integer> load : loads) {
                if (load.isDone()) {
                    load.get(); // it failed
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
