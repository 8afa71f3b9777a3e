package io.gshare.test;

import com.sun.net.httpserver.HttpServer;
import io.gshare.key.ShareKey;
import io.gshare.link.Workspace;
import io.gshare.test.Content.Dashboard;
import io.gshare.test.Gate.Refused;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workspace on this machine that accepts and refuses share links as the managed Grafana does.
 *
 * <pre>{@code
 * try (StandInWorkspace workspace = StandInWorkspace.builder().start()) {
 *     GShare gshare = GShare.from(Settings.of(workspace.applicationSettings()));
 *     // a browser, or any HTTP client, follows gshare.sign("/d/TZWea")
 *     workspace.opened(); // [/d/TZWea]
 * }
 * }</pre>
 *
 * <p>A fresh link opens a session, whose cookie carries the dashboard's further requests; a refused one is answered 401, with the
 * {@link io.gshare.link.RefusalReason} in the header {@code X-Refusal-Reason}. Which links to refuse is {@link io.gshare.link.LinkVerifier}'s
 * decision. Its settings are the real workspace's, so that each misconfiguration can be tried ({@link #configure}). It has the
 * dashboards that it is given, or, given none, one for every uid, whose page says what the link asked for.
 *
 * <p>{@linkplain Builder#jwt Given settings of JWT links}, it is a Grafana of one's own: it takes those, opens no session, and answers as Grafana
 * does, which gives its reasons in its log alone; whoever brings no token is sent to its login page.
 *
 * <p>It listens on the loopback interface, on threads that do not keep the JVM alive, and needs no web container. It is the JDK's own
 * HTTP server, which answers 400 where a path or query has a character that RFC 3986 does not allow, such as a bare <code>{</code> or
 * {@code |}, which Grafana would take. Thread-safe.
 */
public sealed class StandInWorkspace implements AutoCloseable permits WorkspaceExtension {

    private static final int MOST_OPENED = 100;

    private final ShareKey key;
    private final TestClock clock;
    private final WorkspaceSettings settings;
    private final @Nullable JwtSettings jwt;
    private final @Nullable TokenKey tokenKey;
    private final @Nullable Path keyFile;
    private final Gate gate;
    private final Content content;
    private final @Nullable KeysApi keys;
    private final Deque<Link> opened = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(StandInWorkspace::daemon);
    private final HttpServer server;
    private volatile boolean closed;

    StandInWorkspace(Builder builder) {
        key = builder.key;
        clock = builder.clock;
        settings = builder.settings;
        jwt = builder.jwt;
        String privateKey = jwt == null ? null : builder.privateKey();
        tokenKey = privateKey == null ? null : TokenKey.parse(privateKey);
        keyFile = privateKey == null ? null : keyFile(privateKey);
        gate = new Gate(key, tokenKey, clock, settings, jwt);
        content = builder.content();
        keys = builder.adminToken == null ? null : new KeysApi(builder.adminToken, key, gate, clock);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port), 0);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the workspace could not start on port " + builder.port + "; is it taken?", e);
        }
        server.setExecutor(threads);
        server.createContext("/", new WorkspaceHandler(gate, content, keys, this::remember));
        start();
    }

    /** For {@code gshare.key-file}, readable by nobody else. */
    private static Path keyFile(String privateKey) {
        try {
            Path file = Files.createTempFile("gshare", ".key");
            file.toFile().deleteOnExit();
            return Files.writeString(file, privateKey);
        } catch (IOException e) {
            throw new UncheckedIOException("the workspace's key could not be written for the application", e);
        }
    }

    /** The server's own thread is a daemon if the one is that starts it. */
    private void start() {
        Thread starter = daemon(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the workspace started", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "workspace");
        thread.setDaemon(true);
        return thread;
    }

    /** {@return a workspace to be started: on any free port, with a key of its own, by a running clock, with share links on} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return its base URL, without a slash at its end} */
    public final String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** {@return the key that it was started with, which signs its links} */
    public final ShareKey key() {
        return key;
    }

    /**
     * What the tokens of its links are signed with, in a Grafana of one's own.
     *
     * @return the key that it was started with
     * @throws IllegalStateException if it is a managed workspace, which takes no tokens
     */
    public final TokenKey tokenKey() {
        if (tokenKey == null) {
            throw new IllegalStateException(
                    "the workspace takes no tokens; start it by builder().jwt(JwtSettings.defaults())");
        }
        return tokenKey;
    }

    /** {@return the clock that it was started with, by which links and sessions grow old} */
    public final TestClock clock() {
        return clock;
    }

    /**
     * {@return the settings of an application that signs for it, by name, for {@link io.gshare.settings.Settings#of}, init-params, system properties
     * or Spring's {@code DynamicPropertyRegistry}} They are {@code gshare.url}, {@code gshare.derived-key}, {@code gshare.key-name} and
     * {@code gshare.org-id}; and {@code gshare.enabled}, because an application's other tests may have switched it off. For a Grafana of one's own,
     * {@code gshare.link-version} and {@code gshare.key-file}, which is there until {@link #close}, in place of the key's.
     */
    public final Map<String, String> applicationSettings() {
        Map<String, String> settings = keyFile == null
                ? key.settings()
                : new HashMap<>(Map.of("gshare.link-version", "jwt", "gshare.key-file", keyFile.toString()));
        settings.put("gshare.url", url());
        settings.put("gshare.enabled", "true");
        return Map.copyOf(settings);
    }

    /**
     * {@return the last 100 links that opened a dashboard, the oldest first, without their signatures, from the path on} What a dashboard's page
     * asks for by its session is none.
     */
    public final List<Link> opened() {
        synchronized (opened) {
            return List.copyOf(opened);
        }
    }

    private void remember(Link link) {
        synchronized (opened) {
            if (opened.size() == MOST_OPENED) {
                opened.removeFirst();
            }
            opened.addLast(link);
        }
    }

    /** What the workspace does instead of opening a link; {@code null} if it opens it. */
    final @Nullable String refusal(Link link) {
        if (closed) {
            return "is closed; check links while it runs";
        }
        if (!Workspace.of(url()).owns(link.text())) {
            return "is not where it leads; give the application its applicationSettings()";
        }
        Link asked = link.fromPath();
        if (!Content.isPage(asked)) {
            return "has no page at '" + new Link(asked.path())
                    + "'; give the page a dashboard's link, such as /d/TZWea";
        }
        if (gate.judge(link) instanceof Refused refused) {
            return "refuses it (" + refused.reason() + "): " + refused.message();
        }
        return content.dashboard(link.uid()) == null
                ? "has no dashboard '" + link.uid() + "'; it has "
                        + content.dashboards().keySet()
                : null;
    }

    /**
     * Changes the settings from the next request on; open sessions stay open.
     *
     * @param settings the new settings
     */
    public final void configure(WorkspaceSettings settings) {
        gate.configure(settings, gate.jwt());
    }

    /**
     * Changes the settings of JWT links from the next request on.
     *
     * @param jwt the new settings
     * @throws IllegalStateException if it is a managed workspace, which takes no tokens
     */
    public final void configure(JwtSettings jwt) {
        tokenKey();
        gate.configure(gate.settings(), jwt);
    }

    /**
     * Accepts tokens of another key too: as when a key is replaced.
     *
     * @param key the other key
     */
    public final void accept(TokenKey key) {
        tokenKey();
        gate.accept(key);
    }

    /**
     * Accepts links of another key too, of the same org: as when a key is replaced.
     *
     * @param key the other key
     */
    public final void accept(ShareKey key) {
        gate.accept(key, Instant.MAX);
    }

    /** Makes it as it was when it was started: its settings, keys and clock, with no session open and no link remembered. */
    public final void reset() {
        gate.reset(settings, jwt);
        if (keys != null) {
            keys.reset();
        }
        clock.reset();
        synchronized (opened) {
            opened.clear();
        }
    }

    /** Stops it. */
    @Override
    public final void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
        if (keyFile != null) {
            boolean unused = keyFile.toFile().delete();
        }
    }

    /** Where it is, and nothing of its key. */
    @Override
    public final String toString() {
        return "StandInWorkspace[" + url() + "]";
    }

    /** Builds a {@link StandInWorkspace}. Not thread-safe. */
    public static final class Builder {

        private int port;
        private ShareKey key = ShareKey.of("stand-in", 1, randomKey());
        private TestClock clock = TestClock.running();
        private WorkspaceSettings settings = WorkspaceSettings.defaults();
        private @Nullable JwtSettings jwt;
        private @Nullable String privateKey;
        private @Nullable String adminToken;
        private final Map<String, Dashboard> dashboards = new LinkedHashMap<>();
        private final Map<String, Function<Visit, Answer>> data = new HashMap<>();
        private final Map<String, Answer> files = new HashMap<>();

        private Builder() {}

        private static String randomKey() {
            byte[] bytes = new byte[50];
            new SecureRandom().nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        /**
         * {@return this, listening there}
         *
         * @param port the port; 0 for any free one
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * {@return this, with the key that links are checked against}
         *
         * @param key the key
         */
        public Builder key(ShareKey key) {
            this.key = key;
            return this;
        }

        /**
         * {@return this, with the clock by which links and sessions grow old}
         *
         * @param clock the clock
         */
        public Builder clock(TestClock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * {@return this, with what to accept}
         *
         * @param settings the settings
         */
        public Builder settings(WorkspaceSettings settings) {
            this.settings = settings;
            return this;
        }

        /**
         * {@return this, as a Grafana of one's own, which takes JWT links, and these alone} {@code io.gshare:gshare-jwt} must be there.
         *
         * @param settings what to accept
         */
        public Builder jwt(JwtSettings settings) {
            this.jwt = settings;
            return this;
        }

        /**
         * {@return this, with the key whose tokens it accepts} Without it, that is one of its own, a JWK for ES256.
         *
         * @param privateKey as for {@code gshare.key-file}: a JWK, or each of a JWK Set, is found by its {@code kid}, as in Grafana's {@code
         *     jwk_set_file}; a key in PEM is for tokens without one, as Grafana's {@code key_file} is
         */
        public Builder tokenKey(String privateKey) {
            this.privateKey = privateKey;
            return this;
        }

        private String privateKey() {
            return privateKey == null ? TokenKeys.find().generate("ES256", false) : privateKey;
        }

        /**
         * {@return this, with Grafana's API for keys} In it the key that this is started with is an API key; keys made there sign links that it accepts.
         *
         * @param adminToken the token that may use it, of a service account with the role Admin
         */
        public Builder admin(String adminToken) {
            this.adminToken = adminToken;
            return this;
        }

        /**
         * {@return this, with a further dashboard, whose page says what a link asked for} The first is the home; a uid that is not added is answered
         * 404.
         *
         * @param uid its uid
         * @param title its title
         */
        public Builder dashboard(String uid, String title) {
            dashboards.put(uid, Dashboard.plain(title));
            return this;
        }

        /**
         * {@return this, with a further dashboard, with a page of the test's own} The first is the home; a uid that is not added is answered 404.
         *
         * @param uid its uid
         * @param title its title
         * @param page makes its page, in HTML, without inline scripts and styles, which the workspace's policy forbids
         */
        public Builder dashboard(String uid, String title, Function<Visit, String> page) {
            dashboards.put(uid, new Dashboard(title, page));
            return this;
        }

        /**
         * {@return this, with what dashboards' pages ask for: given to whom a link has opened a session, and 401 to others}
         *
         * @param path the whole path, such as {@code /api/series}
         * @param answer answers
         */
        public Builder data(String path, Function<Visit, Answer> answer) {
            data.put(path, answer);
            return this;
        }

        /**
         * {@return this, with a file that anybody is given: a script or a style sheet of dashboards' pages}
         *
         * @param path the whole path, such as {@code /public/dashboard.js}
         * @param file the file
         */
        public Builder file(String path, Answer file) {
            files.put(path, file);
            return this;
        }

        private Content content() {
            Map<String, Answer> all = new HashMap<>(files);
            all.put("/public/workspace.css", Pages.styles());
            return new Content(dashboards, data, all);
        }

        /**
         * {@return the workspace, running; close it}
         *
         * @throws IllegalStateException if it cannot start, for example because the port is taken
         */
        public StandInWorkspace start() {
            return new StandInWorkspace(this);
        }
    }
}
