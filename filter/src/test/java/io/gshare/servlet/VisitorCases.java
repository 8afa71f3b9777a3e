package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.servlet.MintListener.Event;
import io.gshare.servlet.MintListener.Outcome;
import io.gshare.settings.Settings;
import io.gshare.test.Vectors;
import io.gshare.token.Claims;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that name each visitor, on a real container: signed for whoever loads the frame, and for nobody else. */
public abstract class VisitorCases {

    /** Held, or it may be collected with the handler that listens. */
    private static final Logger LOGGER = Logger.getLogger("io.gshare");

    private static final String LINK = "https://grafana.example.com/d/TZWea?orgId=7";
    private static final String MANAGED = "https://managed.example.com/d/TZWea";

    private final Container container;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() > java.util.logging.Level.INFO.intValue()) {
                log.add(new SimpleFormatter().formatMessage(line)
                        + (line.getThrown() == null
                                ? ""
                                : " " + line.getThrown().getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private @Nullable GShare gshare;
    private int port;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path files;

    /** Cases on a container. */
    protected VisitorCases(Container container) {
        this.container = container;
    }

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        LOGGER.removeHandler(handler);
        container.stop();
        if (gshare != null) {
            gshare.close();
        }
    }

    /** Shows the link that it is asked for: encoded, live, typed into a page, or as where it redirects a visitor. */
    private static final class PageServlet extends HttpServlet {

        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String link = request.getParameter("link");
            if (request.getParameter("session") != null) {
                request.getSession();
            }
            response.setContentType("text/html;charset=UTF-8");
            if (request.getParameter("redirect") != null) {
                GShare gshare = (GShare) getServletContext().getAttribute(GShareFilter.ATTRIBUTE);
                response.sendRedirect(response.encodeRedirectURL(
                        gshare.forVisitor(Claims.of("anna")).sign(link)));
                return;
            }
            response.getWriter()
                    .print(
                            request.getParameter("live") != null
                                    ? GShareFilter.page(request).live(false).sign(link)
                                    : request.getParameter("typed") != null
                                            ? "<iframe src=\"" + link + "\"></iframe>"
                                            : response.encodeURL(link));
        }
    }

    /** Whoever the header says. */
    private static final class Login implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = ((HttpServletRequest) request).getHeader("X-User");
            if (((HttpServletRequest) request).getHeader("X-Uncached") != null) { // as Spring Security does it
                HttpServletResponse uncached = (HttpServletResponse) response;
                uncached.setHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
                uncached.setHeader("Pragma", "no-cache");
                uncached.setHeader("Expires", "0");
            }
            Principal principal = user == null ? null : () -> user;
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public @Nullable Principal getUserPrincipal() {
                            return principal;
                        }
                    },
                    response);
        }
    }

    private Path keyFile() throws IOException, GeneralSecurityException {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(256);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(pairs.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path file = Files.writeString(files.resolve("key.pem"), pem);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** A Grafana of one's own, where each visitor is a user, and a managed workspace beside it. */
    private GShare start(@Nullable VisitorClaims visitors, String... further) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "gshare.url", "https://grafana.example.com",
                "gshare.link-version", "jwt",
                "gshare.key-file", keyFile().toString(),
                "gshare.subject", "visitor",
                "gshare.embeds.heap.link", "/d/heap",
                "gshare.workspaces.managed.url", "https://managed.example.com",
                "gshare.workspaces.managed.token", Vectors.example().token()));
        for (int i = 0; i < further.length; i += 2) {
            settings.put(further[i], further[i + 1]);
        }
        GShare made = GShare.from(Settings.of(settings));
        gshare = made;
        ServletContainerInitializer application = (classes, context) -> {
            context.setAttribute(GShareFilter.ATTRIBUTE, made);
            context.setAttribute(MintListener.ATTRIBUTE, (MintListener) events::add);
            if (visitors != null) {
                context.setAttribute(VisitorClaims.ATTRIBUTE, visitors);
            }
            add(context, "login", new Login());
            add(context, "gshare", new GShareFilter());
            context.addServlet("page", new PageServlet()).addMapping("/page");
        };
        port = container.start(files, Map.of("/app", application));
        return made;
    }

    private static void add(ServletContext context, String name, Filter filter) {
        context.addFilter(name, filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    private String ticket(String link) throws Exception {
        String own = get("/app/page?" + link).body();
        assertThat(own).matches("/app/gshare/ticket/[A-Za-z0-9_-]+");
        return own;
    }

    private static void assertSignedFor(String login, String link, GShare gshare, HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(header(response, "Location")).startsWith(link);
        assertThat(gshare.verify(header(response, "Location")).login()).isEqualTo(login);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    private static void assertNothing(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Location")).isEmpty();
        assertThat(response.body()).doesNotContain("auth_token");
    }

    private void assertOutcomes(Outcome... outcomes) {
        assertThat(events).extracting(Event::outcome).containsExactly(outcomes);
    }

    @Test
    void aLinkIsOfWhoeverLoadsItsFrame() throws Exception {
        GShare signs = start(null);
        String ticket = ticket("link=" + LINK);
        assertSignedFor("portal:anna", LINK + "&auth_token=", signs, get(ticket, "X-User", "anna"));
        assertSignedFor("portal:ben", LINK + "&auth_token=", signs, get(ticket, "X-User", "ben"));
        assertSignedFor(
                "portal:anna",
                "https://grafana.example.com/d/heap?auth_token=",
                signs,
                get("/app/gshare/embed/heap", "X-User", "anna"));
        assertOutcomes(Outcome.MINTED, Outcome.MINTED, Outcome.MINTED);
        assertThat(log).isEmpty();
    }

    @Test
    void forWhoeverIsNobodyNothingIsSigned() throws Exception {
        start(null);
        String ticket = ticket("link=" + LINK);
        assertNothing(get(ticket));
        assertNothing(get("/app/gshare/embed/heap"));
        assertOutcomes(Outcome.NO_VISITOR, Outcome.NO_VISITOR);
        assertThat(log)
                .containsExactly(
                        "A frame was refused because its link names each visitor (gshare.subject=visitor) and this"
                                + " one is nobody; let a login stand before its page and before gshare.path, or say who is looking"
                                + " by a VisitorClaims. Said once.");
    }

    @Test
    void aLiveFrameOfWhoeverIsNobodyAnyMoreHasNothingToSee() throws Exception {
        GShare signs = start(null);
        String ticket = ticket("live&link=" + LINK);
        HttpResponse<String> renewed = get(ticket + "?renew", "X-User", "anna");
        assertThat(renewed.statusCode()).isEqualTo(200);
        assertSignedFor("portal:anna", LINK + "&auth_token=", signs, get(renewed.body(), "X-User", "anna"));
        for (String frame : List.of(ticket, "/app/gshare/embed/heap")) {
            HttpResponse<String> refused = get(frame + "?renew");
            assertNothing(refused);
            assertThat(header(refused, "GShare-Refused")).isEqualTo("true");
        }
        assertOutcomes(Outcome.RENEWED, Outcome.MINTED, Outcome.NO_VISITOR, Outcome.NO_VISITOR);
    }

    @Test
    void theApplicationsOwnRuleSaysWhoItIs() throws Exception {
        GShare signs =
                start(request -> new Claims("ben", "ben@example.com", "Ben", Claims.Role.EDITOR, List.of("board")));
        HttpResponse<String> response = get(ticket("link=" + LINK), "X-User", "anna");
        assertSignedFor("portal:ben", LINK + "&auth_token=", signs, response);
        assertThat(signs.verify(header(response, "Location")).role()).isEqualTo("Editor");
    }

    @SuppressWarnings("NullAway") // an application's own may be unchecked
    static Stream<VisitorClaims> failingRules() {
        return Stream.of(
                request -> {
                    throw new IOException("the directory is down");
                },
                request -> {
                    throw new NoClassDefFoundError("a library is missing");
                },
                request -> {
                    throw new StackOverflowError("it asks itself");
                },
                request -> {
                    throw new ServiceConfigurationError("a directory that is none");
                },
                request -> new Claims("anna", null, null, null, null),
                request -> Claims.of("admin"),
                request -> Claims.of(" "));
    }

    @ParameterizedTest
    @MethodSource("failingRules")
    void aRuleThatFailsSignsNothing(VisitorClaims wrong) throws Exception {
        start(wrong);
        String ticket = ticket("link=" + LINK);
        assertNothing(get(ticket, "X-User", "anna"));
        assertNothing(get(ticket, "X-User", "anna"));
        assertOutcomes(Outcome.NO_VISITOR, Outcome.NO_VISITOR);
        assertThat(log)
                .singleElement()
                .asString()
                .contains(" failed, so nothing was signed for a visitor. Said once for each cause. ");
    }

    @Test
    void aRuleThatChangesTheSessionsIdLosesNoTicket() throws Exception {
        GShare signs = start(request -> {
            request.changeSessionId();
            return Claims.of("ben");
        });
        HttpResponse<String> page = get("/app/page?session&link=" + LINK);
        String cookie = header(page, "Set-Cookie").replaceFirst(";.*", "");
        assertSignedFor("portal:ben", LINK + "&auth_token=", signs, get(page.body(), "Cookie", cookie));
    }

    @Test
    void aRuleThatKnowsNobodySignsNothing() throws Exception {
        start(request -> null);
        assertNothing(get(ticket("link=" + LINK), "X-User", "anna"));
        assertOutcomes(Outcome.NO_VISITOR);
    }

    @Test
    void aManagedWorkspaceBesideItNeedsNobody() throws Exception {
        start(request -> {
            throw new IOException("never asked");
        });
        HttpResponse<String> response = get(ticket("live&link=" + MANAGED));
        assertThat(header(response, "Location")).startsWith(MANAGED + "?aliyun_api_key_sign=");
        assertThat(log).isEmpty();
    }

    @Test
    void noVisitorsTokenStandsInAPage() throws Exception {
        start(null, "gshare.rewrite", "true");
        HttpResponse<String> encoded = get("/app/page?link=" + LINK, "X-User", "anna");
        assertThat(encoded.body()).startsWith("/app/gshare/ticket/");
        HttpResponse<String> typed = get("/app/page?typed&link=" + LINK, "X-User", "anna");
        assertThat(typed.body()).isEqualTo("<iframe src=\"" + LINK + "\"></iframe>");
        assertThat(get("/app/page?typed&link=" + MANAGED).body()).contains("?aliyun_api_key_sign=");
        assertThat(log)
                .containsExactly("Links that are typed into pages stay as they are where links name each visitor"
                        + " (gshare.subject=visitor), though gshare.rewrite=true; use a tag, an attribute or encodeURL there."
                        + " Said once.");
    }

    @Test
    void aRedirectToAVisitorsLinkIsStoredNowhere() throws Exception {
        GShare signs = start(null);
        HttpResponse<String> response = get("/app/page?redirect&link=" + LINK);
        assertThat(signs.verify(header(response, "Location")).login()).isEqualTo("portal:anna");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void thePublicKeysAreShownToEverybody(String method) throws Exception {
        GShare signs = start(null);
        HttpResponse<String> response = send(method, "/app/gshare/jwks.json");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(header(response, "Set-Cookie")).isEmpty();
        assertThat(response.body()).isEqualTo(method.equals("GET") ? signs.jwks() : "");
        assertThat(signs.jwks()).startsWith("{\"keys\":[{").contains("\"x\":").doesNotContain("\"d\":");
        assertThat(events).isEmpty();
    }

    @Test
    void thePublicKeysMayBeKeptWhateverAFilterBeforeHasSaid() throws Exception {
        start(null);
        Instant asked = Instant.now();
        HttpResponse<String> response = get("/app/gshare/jwks.json", "X-Uncached", "true");
        assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(header(response, "Pragma")).isEmpty();
        assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header(response, "Expires"))))
                .isBetween(asked.plusSeconds(299), Instant.now().plusSeconds(301));
    }

    @Test
    void thePublicKeysAreShownUnlessASettingSaysNot() throws Exception {
        start(null, "gshare.jwks", "false");
        assertThat(get("/app/gshare/jwks.json").statusCode()).isEqualTo(404);
    }

    @Test
    void thePublicKeysAreReadAlone() throws Exception {
        start(null);
        assertThat(send("POST", "/app/gshare/jwks.json").statusCode()).isEqualTo(404);
        assertThat(get("/app/gshare/jwks.json/").statusCode()).isEqualTo(404);
    }
}
