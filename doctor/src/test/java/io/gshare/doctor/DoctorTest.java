package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.Credential;
import io.gshare.Documents;
import io.gshare.Embed;
import io.gshare.GShare;
import io.gshare.KeySource;
import io.gshare.LinkRefusedException;
import io.gshare.LinkSigner;
import io.gshare.LinkVerifier;
import io.gshare.Settings;
import io.gshare.ShareKey;
import io.gshare.Workspace;
import io.gshare.test.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check against a workspace that misbehaves in just its way. */
class DoctorTest {

    private static final String LINK = "/d/TZWea/test";
    private static final String CHECK_URL = "check gshare.url and its path, and [server] root_url in the workspace";
    private static final String NTP = "set both clocks by NTP; links are good for 60 s";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private FakeWorkspace workspace = new FakeWorkspace(null);

    @AfterEach
    void close() throws Exception {
        workspace.close();
    }

    private Doctor.Builder doctor() {
        return Doctor.of(workspace.gshare()).link(LINK).credential(FakeWorkspace.credential());
    }

    /** What a check finds; no finding of any has a secret in it. */
    private static @Nullable Finding find(Doctor.Builder doctor, Check check) {
        Report report = doctor.build().examine();
        assertThat(report.toString())
                .doesNotContain(FakeWorkspace.KEY.token())
                .doesNotContain(FakeWorkspace.KEY.token().substring(5, 37))
                .doesNotContain(FakeWorkspace.KEY.derivedKey())
                .doesNotContain("aliyun_api_key_sign")
                .doesNotContain("secretSession");
        return report.findings().stream()
                .filter(finding -> finding.check() == check)
                .findFirst()
                .orElse(null);
    }

    private static void assertFound(
            Doctor.Builder doctor, Check check, Verdict verdict, String evidence, @Nullable String remedy) {
        assertThat(find(doctor, check)).isEqualTo(new Finding(check, verdict, evidence, remedy));
    }

    private void assertFound(Check check, Verdict verdict, String evidence, @Nullable String remedy) {
        assertFound(doctor(), check, verdict, evidence, remedy);
    }

    // ---- nothing is asked

    @Test
    void whatIsSwitchedOffIsSaidAndNobodyIsAsked() {
        List<Check> followed = new ArrayList<>();
        Doctor doctor = Doctor.of(GShare.disabled())
                .workspace("ops")
                .page("https://portal.example.com")
                .link("https://grafana.example.com/d/x")
                .build();
        Finding found = new Finding(
                Check.SETTINGS,
                Verdict.UNKNOWN,
                "gshare is switched off: pages show placeholders, and nothing is signed",
                "remove gshare.enabled=false, and set gshare.url and a key");
        assertThat(doctor.examine().workspace()).isEqualTo("ops");
        assertThat(doctor.examine().findings()).containsExactly(found);
        doctor.examine(Check.cheap(), new Progress() {
            @Override
            public void checking(Check check) {
                followed.add(check);
            }

            @Override
            public void found(Finding finding) {
                assertThat(finding).isEqualTo(found);
                followed.add(finding.check());
            }
        });
        assertThat(followed).containsExactly(Check.SETTINGS, Check.SETTINGS);
        assertThat(doctor.examine(EnumSet.of(Check.REACHABLE), Progress.NONE).findings())
                .isEmpty();
    }

    // ---- all is well

    @Test
    void aWorkspaceThatBehaves() {
        List<String> followed = new ArrayList<>();
        Report report = doctor().page("http://localhost:8080/reports")
                .build()
                .examine(EnumSet.allOf(Check.class), new Progress() {
                    @Override
                    public void checking(Check check) {
                        followed.add(check + "?");
                    }

                    @Override
                    public void found(Finding finding) {
                        followed.add(finding.check() + "!");
                    }
                });

        assertThat(report.findings())
                .containsExactly(
                        Finding.ok(
                                Check.SETTINGS,
                                "workspace default at " + workspace.url() + ", key '" + FakeWorkspace.KEY.name()
                                        + "' of org 1"),
                        Finding.unknown(Check.KEY, "how old the key is, only Grafana's list of tokens tells"),
                        Finding.ok(Check.REACHABLE, workspace.url() + " answers"),
                        Finding.ok(Check.CLOCK, "both clocks agree"),
                        Finding.ok(Check.SIGNED_LINK, "the workspace takes a link that is signed this moment"),
                        Finding.ok(Check.DASHBOARD, "dashboard 'TZWea' opens"),
                        Finding.ok(Check.UNSIGNED_LINK, "a link without a signature is sent to the login page"),
                        Finding.ok(Check.BROKEN_SIGNATURE, "a link with a wrong signature is sent to the login page"),
                        Finding.ok(Check.EMBEDDING, "any page may frame the workspace"),
                        Finding.ok(
                                Check.COOKIE,
                                "grafana_session: SameSite=none; Secure; Partitioned, on a page of the same site"),
                        Finding.ok(Check.HTTPS, "the workspace is on HTTP, on this machine alone"),
                        Finding.ok(Check.PERMISSIONS, "the key may do no more than a Viewer"),
                        Finding.ok(Check.SESSION, "a link opens a session of 3600 s"));
        assertThat(report.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(report.count(Verdict.OK)).isEqualTo(12);
        assertThat(followed)
                .startsWith("SETTINGS?", "SETTINGS!", "KEY?", "KEY!")
                .contains("CERTIFICATE?");
        assertThat(followed).doesNotContain("CERTIFICATE!");
    }

    @Test
    void theCheapChecksAskOnce() {
        Report report = doctor().build().examine(Check.cheap(), Progress.NONE);
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.CLOCK);
        assertThat(workspace.asked).containsExactly(LINK, "/login");
    }

    // ---- the key

    private GShare ofFile(Path file) {
        return GShare.from(Settings.of(Map.of(
                "gshare.url", workspace.url(),
                "gshare.token-file", file.toString(),
                "gshare.key-name", FakeWorkspace.KEY.name())));
    }

    @ParameterizedTest
    @CsvSource({"0, OK, in its file for 0 days", "1, OK, in its file for 1 day", "91, WARNING, in its file for 91 days"
    })
    void theAgeOfAKeyFile(int days, Verdict verdict, String evidence) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), FakeWorkspace.KEY.token());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
        GShare gshare = ofFile(file);
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                verdict,
                evidence,
                verdict == Verdict.OK ? null : "replace it: the vendor advises a new key every three months");
        gshare.close();
    }

    @Test
    void aKeyFileThatEverybodyCanRead() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), FakeWorkspace.KEY.token());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        GShare gshare = ofFile(file);
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                Verdict.WARNING,
                "every user of this machine can read the key file",
                "take that right away (chmod o-r, or defaultMode: 0440 of a Kubernetes secret)");
        gshare.close();
    }

    @Test
    void aKeyFileThatHoldsNoKeyAnyMore() {
        KeySource broken = new KeySource() {
            @Override
            public ShareKey current() {
                return FakeWorkspace.SHARE_KEY;
            }

            @Override
            public String problem() {
                return "token-file was 'x' but cannot be read";
            }
        };
        GShare gshare = GShare.builder()
                .workspace("default", LinkSigner.v2(Workspace.of(workspace.url()), broken, null, workspace.clock))
                .build();
        assertFound(
                Doctor.of(gshare),
                Check.KEY,
                Verdict.WARNING,
                "the key file holds no key, and the last good one signs on: token-file was 'x' but cannot be read",
                "put a good key into the file of gshare.token-file");
    }

    // ---- the way to the workspace

    @Test
    void aWorkspaceThatDoesNotAnswerIsNotAskedFurther() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url = "http://localhost:" + closed;
        Report report =
                Doctor.of(workspace.gshare(url, null)).link(LINK).build().examine();
        assertThat(report.findings())
                .extracting(finding -> finding.check() + " " + finding.verdict())
                .containsExactly("SETTINGS OK", "KEY UNKNOWN", "REACHABLE FAILURE", "HTTPS OK", "SESSION OK");
        assertThat(report.findings().get(2).evidence()).isEqualTo(url + " does not answer: the connection is refused");
        assertThat(report.findings().get(2).remedy())
                .isEqualTo("check gshare.url, DNS, firewall and proxy from this machine");
        assertThat(report.verdict()).isEqualTo(Verdict.FAILURE);
    }

    @Test
    void aHostThatNobodyKnows() {
        Finding finding = find(Doctor.of(workspace.gshare("https://grafana.invalid", null)), Check.REACHABLE);
        assertThat(Objects.requireNonNull(finding).evidence())
                .isEqualTo("https://grafana.invalid does not answer: nobody knows its name");
    }

    @Test
    void aWorkspaceThatAnswersTooLate() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            String url = "http://localhost:" + silent.getLocalPort();
            assertFound(
                    Doctor.of(workspace.gshare(url, null)).timeout(Duration.ofMillis(200)),
                    Check.REACHABLE,
                    Verdict.FAILURE,
                    url + " does not answer: it takes too long",
                    "check gshare.url, DNS, firewall and proxy from this machine");
        }
    }

    /** A server that answers each request with these bytes, and then keeps the connection open without a word. */
    private static ServerSocket stalling(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            List<Socket> open = new ArrayList<>();
            try {
                while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException closed) {
                open.forEach(DoctorTest::close);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type"
            })
    void anAnswerThatStalls(String answer) throws Exception {
        try (ServerSocket stalling = stalling(answer)) {
            String url = "http://localhost:" + stalling.getLocalPort();
            assertFound(
                    Doctor.of(workspace.gshare(url, null)).timeout(Duration.ofMillis(300)),
                    Check.REACHABLE,
                    Verdict.FAILURE,
                    url + " does not answer: it takes too long",
                    "check gshare.url, DNS, firewall and proxy from this machine");
        }
    }

    @Test
    void ofAPageWithoutAnEndNothingIsRead() throws Exception {
        try (ServerSocket stalling = stalling(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n<\r\n")) {
            String url = "http://localhost:" + stalling.getLocalPort();
            assertFound(Doctor.of(workspace.gshare(url, null)), Check.REACHABLE, Verdict.OK, url + " answers", null);
        }
    }

    @Test
    void ofAnAnswerThatIsTooLongTheBeginningIsRead() {
        workspace.permissions = "{\"dashboards:create\":[]," + " ".repeat(1 << 21) + "\"x\":[]}";
        assertFound(
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "Grafana's API does not tell what the key may do: look that its role is Viewer",
                null);
        workspace.permissions = "{\"dashboards:create\":[]}" + " ".repeat(1 << 21);
        assertFound(
                Check.PERMISSIONS,
                Verdict.FAILURE,
                "whoever holds a link may do more than look: dashboards:create",
                "give the service account the role Viewer");
    }

    @Test
    void aHostThatJavaDoesNotAsk() {
        Report report = Doctor.of(workspace.gshare("https://my_grafana.example.com", null))
                .link(LINK)
                .credential(FakeWorkspace.credential())
                .build()
                .examine();
        assertThat(report.findings())
                .contains(Finding.unknown(
                        Check.REACHABLE,
                        "Java asks no host with _ in its name, so nothing of https://my_grafana.example.com is examined;"
                                + " browsers do"))
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.HTTPS, Check.SESSION);
    }

    // ---- redirects to where the workspace really is

    private static FakeWorkspace.Quirk movedTo(String origin, boolean withoutSignatureAsWell) {
        return (request, response) -> {
            String link = request.getHttpURI().getPathQuery();
            boolean moved = link.contains("aliyun_api_key_sign=") || withoutSignatureAsWell;
            if (moved) {
                response.setStatus(301);
                response.getHeaders().put(HttpHeader.LOCATION, origin + link);
            }
            return moved;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://grafana.example.com", "http://localhost:1", "https://localhost"})
    void aWorkspaceThatIsElsewhere(String origin) {
        workspace.quirk = movedTo(origin, true);
        Report report = doctor().build().examine();
        assertThat(report.findings())
                .contains(Finding.failure(
                        Check.REACHABLE,
                        workspace.url() + " sends its links on to " + origin + ", so nothing there is examined",
                        "set gshare.url to " + origin + ", with the path that it has there"))
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.CLOCK, Check.HTTPS, Check.SESSION);
        assertThat(workspace.asked).containsOnly(LINK);
    }

    @Test
    void aWorkspaceThatSendsSignedLinksElsewhere() {
        workspace.quirk = movedTo("https://grafana.example.com", false);
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent on to https://grafana.example.com, so what becomes of it is not examined",
                "set gshare.url to https://grafana.example.com, or [server] root_url in the workspace to "
                        + workspace.url());
    }

    @Test
    void aWorkspaceThatFails() {
        workspace.quirk = (request, response) -> {
            response.setStatus(502);
            return true;
        };
        assertFound(
                Check.REACHABLE,
                Verdict.FAILURE,
                workspace.url() + " answered 502",
                "look into the workspace's own log");
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is answered 502",
                "look into the workspace's own log");
    }

    // ---- its certificate

    private Path certificate(String start, int days, String name) throws Exception {
        Path store = folder.resolve("store-" + start + days + name);
        pair(store, "mykey", name, "-startdate", start, "-validity", Integer.toString(days));
        return store;
    }

    /** A certificate that another one has issued: of one that is trusted by itself, Java does not ask for its time. */
    private Path issued(String start, int days) throws Exception {
        Path store = folder.resolve("issued-" + start + days);
        Path request = folder.resolve("request");
        Path answer = folder.resolve("answer");
        pair(store, "issuer", "issuer", "-ext", "bc:c");
        pair(store, "mykey", "localhost");
        keytool("-certreq", store, "-alias", "mykey", "-file", request.toString());
        keytool(
                "-gencert",
                store,
                "-alias",
                "issuer",
                "-infile",
                request.toString(),
                "-outfile",
                answer.toString(),
                "-ext",
                "SAN=dns:localhost",
                "-startdate",
                start,
                "-validity",
                Integer.toString(days));
        keytool("-importcert", store, "-alias", "mykey", "-file", answer.toString(), "-noprompt");
        return store;
    }

    private static void pair(Path store, String alias, String name, String... options) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("-alias", alias, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:" + name));
        all.addAll(List.of(options));
        keytool("-genkeypair", store, all.toArray(String[]::new));
    }

    private static void keytool(String command, Path store, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit"));
        all.addAll(List.of(options));
        Process keytool = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private Doctor.Builder https(Path certificate) throws Exception {
        workspace.close();
        workspace = new FakeWorkspace(certificate);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificate)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        Certificate[] chain = store.getCertificateChain("mykey");
        trusted.setCertificateEntry("issuer", chain[chain.length - 1]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return doctor().client(HttpClient.newBuilder().sslContext(context).build());
    }

    @ParameterizedTest
    @CsvSource({"100, OK, good for 99 more days", "5, WARNING, good for 4 more days"})
    void aCertificateThatIsGoodForAWhile(int days, Verdict verdict, String evidence) throws Exception {
        Doctor.Builder doctor = https(certificate("-1H", days, "localhost"));
        assertFound(
                doctor,
                Check.CERTIFICATE,
                verdict,
                evidence,
                verdict == Verdict.OK ? null : "renew the workspace's certificate");
        assertFound(doctor, Check.HTTPS, Verdict.OK, "the workspace is on HTTPS", null);
        assertFound(doctor, Check.PERMISSIONS, Verdict.OK, "the key may do no more than a Viewer", null);
    }

    @Test
    void aCertificateThatIsTrustedItselfButHasExpired() throws Exception {
        assertFound(
                https(certificate("-20d", 10, "localhost")),
                Check.CERTIFICATE,
                Verdict.FAILURE,
                "the certificate has expired",
                "renew the workspace's certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "-20d, 10, the certificate has expired, renew the workspace's certificate",
        "+20d, 10, the certificate is not valid yet, 'set both clocks by NTP, or wait until its time has come'"
    })
    void aCertificateWhoseTimeItIsNot(String start, int days, String evidence, String remedy) throws Exception {
        Doctor.Builder doctor = https(issued(start, days));
        assertFound(doctor, Check.CERTIFICATE, Verdict.FAILURE, evidence, remedy);
        assertFound(doctor, Check.REACHABLE, Verdict.OK, workspace.url() + " answers", null);
        assertThat(find(doctor, Check.SIGNED_LINK)).isNull();
    }

    @Test
    void aCertificateOfAnotherHost() throws Exception {
        assertFound(
                https(certificate("-1H", 10, "grafana.example.com")),
                Check.CERTIFICATE,
                Verdict.FAILURE,
                "the certificate is another host's: CertificateException: No subject alternative DNS name matching localhost"
                        + " found.",
                "set gshare.url to a host that the certificate names, or issue one that names this host");
    }

    @Test
    void aCertificateThatNobodyHasSigned() throws Exception {
        https(certificate("-1H", 10, "localhost"));
        Finding finding = Objects.requireNonNull(find(doctor(), Check.CERTIFICATE));
        assertThat(finding.evidence()).startsWith("the certificate is not trusted: SunCertPathBuilderException");
        assertThat(finding.remedy())
                .isEqualTo(
                        "let the workspace send the certificates of its issuers as well; for an issuer of your own, give Java"
                                + " its certificate by -Djavax.net.ssl.trustStore, and browsers too");
        assertThat(find(doctor(), Check.SIGNED_LINK)).isNull();
    }

    @Test
    void aPortThatSpeaksNoTls() {
        String url = "https://localhost:" + workspace.port();
        assertFound(
                Doctor.of(workspace.gshare(url, null)),
                Check.CERTIFICATE,
                Verdict.FAILURE,
                "what answers there speaks no TLS",
                "set gshare.url to the port that does, or to http://… where none does");
    }

    @Test
    void aServerThatSpeaksOtherTls() throws Exception {
        try (ServerSocket refusing = stalling("\u0015\u0003\u0003\u0000\u0002\u0002F")) { // alert: protocol_version
            Finding finding = Objects.requireNonNull(find(
                    Doctor.of(workspace.gshare("https://localhost:" + refusing.getLocalPort(), null)),
                    Check.CERTIFICATE));
            assertThat(finding.evidence())
                    .isEqualTo(
                            "no TLS connection comes about: SSLHandshakeException: Received fatal alert: protocol_version");
            assertThat(finding.remedy())
                    .isEqualTo("look which versions of TLS the workspace, and what lies before it, speak");
        }
    }

    // ---- the clocks

    @ParameterizedTest
    @CsvSource({
        "PT0S, OK, both clocks agree",
        "PT19S, OK, ",
        "PT25S, WARNING, this machine is 2[345] s behind the workspace",
        "PT-25S, WARNING, this machine is 2[345] s ahead of the workspace",
        "PT70S, FAILURE, this machine is (?:6[89]|70) s behind the workspace",
        "PT-70S, FAILURE, this machine is (?:6[89]|70) s ahead of the workspace"
    })
    void clocksThatDiffer(Duration skew, Verdict verdict, @Nullable String evidence) {
        workspace.clock = FakeWorkspace.off(skew);
        Finding finding = Objects.requireNonNull(find(doctor().clock(InstantSource.system()), Check.CLOCK));
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.remedy()).isEqualTo(verdict == Verdict.OK ? null : NTP);
        if (evidence != null) {
            assertThat(finding.evidence()).containsPattern(evidence);
        }
    }

    @Test
    void aWorkspaceThatDoesNotSayWhatTimeItIs() {
        workspace.sendsDate = false;
        assertFound(Check.CLOCK, Verdict.UNKNOWN, "the workspace does not say what time it is", null);
        workspace.quirk = (request, response) -> {
            response.getHeaders().put(HttpHeader.DATE, "yesterday");
            return false;
        };
        assertFound(Check.CLOCK, Verdict.UNKNOWN, "the workspace does not say what time it is", null);
    }

    // ---- what it takes

    @Test
    void aSignatureByAnotherKey() {
        GShare other = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of(workspace.url()),
                                KeySource.fixed(ShareKey.of("other", 1, "0".repeat(100))),
                                null,
                                workspace.clock))
                .build();
        Doctor.Builder doctor = Doctor.of(other).link(LINK);
        assertFound(
                doctor,
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent to the login page",
                "in the workspace, [aliyun] api_key_share = true and api_key_share_version = v2; here, gshare.key-name is the"
                        + " token's own name in Grafana, and gshare.org-id its org; look whether the token is still there");
        assertThat(find(doctor, Check.DASHBOARD)).isNull();
        assertThat(find(doctor, Check.BROKEN_SIGNATURE)).isNull();
        assertThat(find(doctor, Check.COOKIE)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHARING_OFF | set [aliyun] api_key_share = true in the workspace",
                "WRONG_VERSION | set [aliyun] api_key_share_version = v2 in the workspace, or gshare.link-version to what it takes",
                "UNKNOWN_KEY | set gshare.key-name to the token's own name in Grafana, which is not the service account's, and"
                        + " gshare.org-id to its org; look whether the token is still there",
                "KEY_EXPIRED | create another token with the role Viewer, and set gshare.token and gshare.key-name to it",
                "WRONG_SIGNATURE | set gshare.token to the token that gshare.key-name names",
                "EXPIRED | " + NTP,
                "NOT_YET_VALID | " + NTP
            })
    void aRefusalWithAReason(String reason, String remedy) {
        workspace.quirk = (request, response) -> {
            response.setStatus(401);
            response.getHeaders().put("X-Refusal-Reason", reason);
            return true;
        };
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is answered 401, because of '" + reason + "'",
                remedy);
    }

    @Test
    void aWorkspaceThatSendsEverybodyToALoginElsewhere() {
        workspace.quirk = (request, response) -> {
            response.setStatus(302);
            response.getHeaders().put(HttpHeader.LOCATION, "https://sso.example.com/?state=secretSession");
            return true;
        };
        Finding finding = Objects.requireNonNull(find(doctor(), Check.SIGNED_LINK));
        assertThat(finding.evidence()).isEqualTo("a signed link is sent on to https://sso.example.com");
        assertFound(
                Check.UNSIGNED_LINK,
                Verdict.OK,
                "a link without a signature is sent on to https://sso.example.com",
                null);
    }

    @Test
    void redirectsWithoutAnEnd() {
        workspace.quirk = (request, response) -> {
            response.setStatus(302);
            response.getHeaders().put(HttpHeader.LOCATION, LINK);
            return true;
        };
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is sent on without an end, as is one without a signature",
                CHECK_URL);
        workspace.quirk = movedTo("", false);
        assertFound(Check.SIGNED_LINK, Verdict.FAILURE, "a signed link is sent on without an end", CHECK_URL);
    }

    @Test
    void aSessionThatIsOpenedByARedirect() {
        workspace.quirk = (request, response) -> {
            boolean session = request.getHeaders().get(HttpHeader.COOKIE) != null;
            if (session) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            } else if (String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=")) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, "test?x=1");
                response.getHeaders().put(HttpHeader.SET_COOKIE, workspace.cookie);
                return true;
            }
            return session;
        };
        assertFound(Check.SIGNED_LINK, Verdict.OK, "the workspace takes a link that is signed this moment", null);
        assertThat(workspace.asked).contains("/d/TZWea/test");
    }

    @Test
    void anonymousAccess() {
        workspace.quirk = (request, response) -> {
            String link = request.getHttpURI().getPathQuery();
            return !link.startsWith("/api/") && !link.contains("aliyun_api_key_sign=");
        };
        assertFound(
                Check.UNSIGNED_LINK,
                Verdict.FAILURE,
                "a link without a signature opens: whoever knows the address sees the dashboards",
                "set [auth.anonymous] enabled = false in the workspace");
        assertThat(find(doctor(), Check.BROKEN_SIGNATURE)).isNull();
    }

    @Test
    void signaturesThatAreNotChecked() {
        workspace.checksSignatures = false;
        assertFound(
                Check.BROKEN_SIGNATURE,
                Verdict.FAILURE,
                "a link with a wrong signature opens",
                "set [aliyun] api_key_share_version = v2 in the workspace");
    }

    @Test
    void anErrorThatIsAPageIsARefusal() {
        workspace.quirk = (request, response) -> {
            String query = String.valueOf(request.getHttpURI().getQuery());
            return query.contains("aliyun_api_key_sign=") && !isRight(query);
        };
        assertFound(Check.BROKEN_SIGNATURE, Verdict.OK, "a link with a wrong signature is answered 200", null);
    }

    private boolean isRight(String query) {
        try {
            LinkVerifier.builder().key(FakeWorkspace.SHARE_KEY).build().verify(LINK + "?" + query);
            return true;
        } catch (LinkRefusedException e) {
            return false;
        }
    }

    @Test
    void linksOfVersion1() {
        GShare v1 = GShare.builder()
                .workspace("default", LinkSigner.v1(Workspace.of(workspace.url()), FakeWorkspace.credential(), 1))
                .build();
        assertFound(
                Doctor.of(v1),
                Check.BROKEN_SIGNATURE,
                Verdict.WARNING,
                "links carry the key itself: whoever sees one holds the key",
                "set [aliyun] api_key_share_version = v2 in the workspace, and remove gshare.link-version");
    }

    // ---- the dashboard

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | FAILURE | the workspace has no dashboard 'TZWea' in org 1 | copy the link again, by Share in the dashboard itself",
                "403 | FAILURE | the key may not see dashboard 'TZWea' | give the service account the role Viewer, or the permission to view this dashboard",
                "401 | FAILURE | the page opens, but the session's cookie does not count for what it loads | look whether a proxy removes Set-Cookie or Cookie between here and the workspace",
                "500 | UNKNOWN | the page opens; Grafana's API does not tell more |"
            })
    void whatTheApiSaysOfADashboard(int status, Verdict verdict, String evidence, @Nullable String remedy) {
        workspace.quirk = only("/api/dashboards/", status);
        assertFound(Check.DASHBOARD, verdict, evidence, remedy);
    }

    private static FakeWorkspace.Quirk only(String path, int status) {
        return (request, response) -> {
            boolean own = request.getHttpURI().getPath().startsWith(path);
            if (own) {
                response.setStatus(status);
            }
            return own;
        };
    }

    @Test
    void aServerThatKnowsNoDashboardAtAllTakesNoLink() {
        workspace.quirk = only("/", 404);
        assertFound(
                Check.SIGNED_LINK,
                Verdict.FAILURE,
                "a signed link is answered 404, as is one without a signature",
                CHECK_URL);
    }

    @Test
    void aServerThatOpensEverything() {
        workspace.quirk = (request, response) -> true;
        assertFound(
                Check.UNSIGNED_LINK,
                Verdict.FAILURE,
                "a link without a signature opens: whoever knows the address sees the dashboards",
                "check gshare.url, as a signature changes nothing there; if it is the workspace's, set [auth.anonymous]"
                        + " enabled = false in it");
    }

    @Test
    void aDashboardWhoseSlugIsLogin() {
        assertFound(
                doctor().link("/d/TZWea/login"),
                Check.SIGNED_LINK,
                Verdict.OK,
                "the workspace takes a link that is signed this moment",
                null);
    }

    @Test
    void aSignedLinkThatIsNotAnswered() {
        workspace.quirk = (request, response) -> {
            if (String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=")) {
                throw new IllegalStateException("the connection breaks");
            }
            return false;
        };
        assertThat(Objects.requireNonNull(find(doctor(), Check.SIGNED_LINK)).verdict())
                .isEqualTo(Verdict.FAILURE);
    }

    @Test
    void aPageThatIsNotThere() {
        workspace.quirk = (request, response) -> {
            boolean signed = String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=");
            if (signed) {
                response.setStatus(404);
            }
            return signed;
        };
        assertFound(
                Check.DASHBOARD,
                Verdict.FAILURE,
                "the workspace has no dashboard 'TZWea' in org 1",
                "copy the link again, by Share in the dashboard itself");
    }

    @Test
    void withoutALinkTheFirstEmbedOrTheHomeIsOpened() {
        assertFound(
                Doctor.of(workspace.gshare()),
                Check.DASHBOARD,
                Verdict.UNKNOWN,
                "no dashboard's link was given to open",
                null);
        GShare gshare = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of(workspace.url()),
                                KeySource.fixed(FakeWorkspace.SHARE_KEY),
                                null,
                                workspace.clock))
                .embed(new Embed("sales", "default", "/d/sales/x", Set.of(), Set.of()))
                .build();
        assertFound(Doctor.of(gshare), Check.DASHBOARD, Verdict.OK, "dashboard 'sales' opens", null);
    }

    @Test
    void aLinkThatMayNotBeSignedIsRefused() {
        assertThatThrownBy(() -> Doctor.of(workspace.gshare())
                        .link("https://evil.example/d/x")
                        .build())
                .isInstanceOf(LinkRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {LINK, LINK + "?orgId=1&from=now-6h#x", "/d/TZWea?a=aliyun_api_key"})
    void aSignatureThatIsCopiedWithTheLinkDoesNotCount(String link) {
        Doctor.Builder doctor = doctor().link(workspace.gshare().sign(link));
        assertFound(
                doctor, Check.UNSIGNED_LINK, Verdict.OK, "a link without a signature is sent to the login page", null);
        assertFound(doctor, Check.DASHBOARD, Verdict.OK, "dashboard 'TZWea' opens", null);
    }

    @Test
    void aLinkWithCharactersThatBrowsersEncode() {
        assertFound(
                doctor().link("/d/TZWea/生产?var-a={x|y}&b=%zz"),
                Check.SIGNED_LINK,
                Verdict.OK,
                "the workspace takes a link that is signed this moment",
                null);
    }

    // ---- frames

    private void answers(String... headers) {
        workspace.quirk = (request, response) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.getHeaders().add(headers[i], headers[i + 1]);
            }
            return false;
        };
    }

    @Test
    void embeddingIsForbidden() {
        answers("X-Frame-Options", "deny");
        assertFound(
                Check.EMBEDDING,
                Verdict.FAILURE,
                "no page may frame the workspace: X-Frame-Options: deny",
                "set [security] allow_embedding = true in the workspace");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1, FAILURE, http://localhost:1 may not frame the workspace: X-Frame-Options: sameorigin",
        ", UNKNOWN, which page may frame it depends on the page: X-Frame-Options: sameorigin"
    })
    void sameOriginAlone(@Nullable String page, Verdict verdict, String evidence) {
        answers("X-Frame-Options", "SAMEORIGIN");
        assertFound(
                page == null ? doctor() : doctor().page(page),
                Check.EMBEDDING,
                verdict,
                evidence,
                verdict == Verdict.FAILURE ? "set [security] allow_embedding = true in the workspace" : null);
        assertFound(
                doctor().page(workspace.url()),
                Check.EMBEDDING,
                Verdict.OK,
                workspace.url() + " may frame the workspace: X-Frame-Options: sameorigin",
                null);
    }

    @Test
    void frameAncestorsPrevail() {
        answers(
                "X-Frame-Options",
                "deny",
                "Content-Security-Policy",
                "default-src 'self'; frame-ancestors 'self' https://*.example.com");
        assertFound(
                doctor().page("https://portal.example.com"),
                Check.EMBEDDING,
                Verdict.OK,
                "https://portal.example.com may frame the workspace: frame-ancestors 'self' https://*.example.com",
                null);
        assertFound(
                doctor().page("https://portal.example.org"),
                Check.EMBEDDING,
                Verdict.FAILURE,
                "https://portal.example.org may not frame the workspace: frame-ancestors 'self' https://*.example.com",
                "name the page's origin in frame-ancestors of [security] content_security_policy_template in the workspace");
    }

    // ---- cookies

    /** A workspace at an address of its own, reached by a proxy. */
    private Doctor.Builder at(String url) {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), workspace.port())))
                .build();
        return Doctor.of(workspace.gshare(url, null))
                .link(LINK)
                .credential(FakeWorkspace.credential())
                .client(client);
    }

    private Doctor.Builder withCookie(String attributes, String page) {
        workspace.cookie = "grafana_session=secretSession; Path=/" + attributes;
        return doctor().page(page);
    }

    @Test
    void aCookieThatAnotherSitesFrameDoesNotKeep() {
        String remedy =
                "set [security] cookie_samesite = none and cookie_secure = true in the workspace, or put both on one"
                        + " site";
        assertFound(
                withCookie("; SameSite=Lax", "http://portal.example.com"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: SameSite=lax, which browsers keep from a frame on another site's page",
                remedy);
        assertFound(
                withCookie("", "http://portal.example.com"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: no SameSite, which browsers keep from a frame on another site's page",
                remedy);
    }

    @Test
    void anyCookieWillDoOnTheSameSite() {
        assertFound(
                withCookie("; SameSite=Strict", "http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=strict, on a page of the same site",
                null);
    }

    @Test
    void aCookieOfAnySiteMustBeSecure() {
        assertFound(
                withCookie("; SameSite=None", "http://localhost:8080"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: SameSite=none, which browsers drop unless it is Secure",
                "set [security] cookie_secure = true in the workspace, and use HTTPS");
    }

    @Test
    void aCookieThatSomeBrowsersDrop() {
        assertFound(
                withCookie("; SameSite=None; Secure", "http://portal.example.com"),
                Check.COOKIE,
                Verdict.WARNING,
                "grafana_session: SameSite=none; Secure, on a page of another site: browsers that drop other sites' cookies"
                        + " keep none but Partitioned ones",
                "put Grafana on the page's own site, by a host name of its domain or a reverse proxy");
    }

    @Test
    void aSecureCookieOverHttp() {
        assertFound(
                at("http://grafana.example.com"),
                Check.COOKIE,
                Verdict.FAILURE,
                "grafana_session: SameSite=none; Secure; Partitioned, which browsers drop over HTTP",
                "put the workspace on HTTPS, or [security] cookie_secure = false");
    }

    @Test
    void withoutAPageNobodyKnows() {
        assertFound(
                Check.COOKIE,
                Verdict.UNKNOWN,
                "grafana_session: SameSite=none; Secure; Partitioned; whether a frame keeps it depends on the page",
                null);
    }

    @Test
    void aCookieThatGotLost() {
        workspace.quirk = (request, response) ->
                String.valueOf(request.getHttpURI().getQuery()).contains("aliyun_api_key_sign=");
        assertFound(
                Check.COOKIE,
                Verdict.WARNING,
                "the page opens, but no session's cookie came with it",
                "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    @Test
    void aCookieThatComesWithoutASignatureIsNotTheSessions() {
        workspace.quirk = (request, response) -> {
            response.getHeaders().add(HttpHeader.SET_COOKIE, "lb_session=1; Path=/");
            response.getHeaders().add(HttpHeader.SET_COOKIE, "tracker=1; Path=/");
            return false;
        };
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=none; Secure; Partitioned, on a page of the same site",
                null);
        workspace.cookie = "own_name=secretSession; Path=/; SameSite=Lax";
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "own_name: SameSite=lax, on a page of the same site",
                null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Max-Age=0",
                "Max-Age=-1; Expires=Fri, 01 Jan 2100 00:00:00 GMT",
                "expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "Expires=Thu, 01-Jan-1970 00:00:00 GMT"
            })
    void aCookieThatIsDeletedIsNone(String attribute) {
        workspace.cookie = "grafana_session=; Path=/; " + attribute;
        assertFound(
                Check.COOKIE,
                Verdict.WARNING,
                "the page opens, but no session's cookie came with it",
                "look whether a proxy removes Set-Cookie between here and the workspace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max-Age=3600", "Expires=Fri, 01 Jan 2100 00:00:00 GMT", "Expires=yesterday", "Max-Age=x"})
    void aCookieThatLastsIsOne(String attribute) {
        workspace.cookie = "grafana_session=secretSession; Path=/; SameSite=Lax; " + attribute;
        assertFound(
                doctor().page("http://localhost:8080"),
                Check.COOKIE,
                Verdict.OK,
                "grafana_session: SameSite=lax, on a page of the same site",
                null);
    }

    // ---- HTTPS

    @Test
    void aFrameOnHttpInAPageOnHttps() {
        assertFound(
                at("http://grafana.example.com").page("https://portal.example.com"),
                Check.HTTPS,
                Verdict.FAILURE,
                "browsers block a frame on HTTP in a page on HTTPS",
                "put the workspace on HTTPS, and gshare.url to https://…");
        assertFound(
                at("http://grafana.example.com").page("http://portal.example.com"),
                Check.HTTPS,
                Verdict.WARNING,
                "the workspace is on HTTP: whoever is on the way reads links and sessions",
                "put the workspace on HTTPS, and gshare.url to https://…");
    }

    // ---- what the key may do

    @Test
    void anEditorsKey() {
        workspace.permissions = """
                {"dashboards:read":["*"],"dashboards:create":["folders:*"],"folders:create":[],"annotations:write":["x"]}""";
        assertFound(
                Check.PERMISSIONS,
                Verdict.FAILURE,
                "whoever holds a link may do more than look: dashboards:create, folders:create",
                "give the service account the role Viewer");
    }

    @Test
    void aTokenThatWasDeleted() {
        workspace.quirk = only("/d/", 401);
        assertFound(
                doctor().credential(Credential.parse(otherToken())),
                Check.PERMISSIONS,
                Verdict.FAILURE,
                "Grafana does not know the token: it was deleted, or has expired",
                "create a token with the role Viewer, and set gshare.token and gshare.key-name to it");
    }

    private static String otherToken() {
        return Vectors.all().get(0).token();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"dashboards:create\"", "<html>"})
    void anAnswerThatTellsNothing(String json) {
        workspace.permissions = json;
        assertFound(
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "Grafana's API does not tell what the key may do: look that its role is Viewer",
                null);
    }

    @Test
    void aProxyThatKeepsTheTokenToItself() {
        workspace.quirk = only("/api/access-control/", 401);
        assertFound(
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "Grafana's API does not tell what the key may do: look that its role is Viewer",
                null);
    }

    @Test
    void aTokenFollowsNoRedirect() {
        workspace.quirk = (request, response) -> {
            boolean api = request.getHttpURI().getPath().startsWith("/api/access-control/");
            if (api) {
                response.setStatus(302);
                response.getHeaders().put(HttpHeader.LOCATION, "/other-application");
            }
            return api;
        };
        assertThat(Objects.requireNonNull(find(doctor(), Check.PERMISSIONS)).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(workspace.asked).doesNotContain("/other-application");
    }

    @Test
    void aTokenIsNotSentOverHttp() {
        assertFound(
                at("http://grafana.example.com"),
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "the token is not sent over HTTP: look that its role in Grafana is Viewer",
                null);
        assertThat(workspace.asked).noneMatch(path -> path.contains("/api/access-control"));
    }

    @Test
    void aTokenThatIsNotAtHand() {
        assertFound(
                Doctor.of(workspace.gshare()),
                Check.PERMISSIONS,
                Verdict.UNKNOWN,
                "the token is not at hand: look that its role in Grafana is Viewer",
                null);
    }

    // ---- sessions

    @Test
    void aLongSession() {
        assertFound(
                Doctor.of(workspace.gshare(workspace.url(), Duration.ofDays(30))),
                Check.SESSION,
                Verdict.WARNING,
                "a link opens a session of 2592000 s",
                "shorten gshare.session, and keep frames alive by live=\"true\": whoever catches a link has the session as"
                        + " long");
    }

    // ---- its document, and wrong use

    @Test
    void theSnippetOfTheDocumentCompiles() {
        String snippet = Documents.snippets("docs/troubleshooting.md", "java").get(1);
        assertThat(Documents.compile("""
                        import io.gshare.*;
                        import io.gshare.doctor.*;
                        import java.time.*;
                        class Snippet {
                          void log(String message) {}
                          void run(GShare gshare) {
                        %s
                          }
                        }
                        """.formatted(snippet), folder)).isEmpty();
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(() -> doctor().page("portal"))
                .hasMessage(
                        "page was 'portal' but must be an address such as https://portal.example.com; give the page that"
                                + " holds the frame");
        assertThatThrownBy(() -> doctor().workspace("ops").build())
                .hasMessage("workspace was 'ops' but must be one of default; configure it as gshare.workspaces.<name>");
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> doctor().client(follows).build())
                .hasMessage(
                        "the client follows redirects, but where they lead is part of the diagnosis; build it without");
        HttpClient keeps =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        assertThatThrownBy(() -> doctor().client(keeps).build())
                .hasMessage(
                        "the client keeps cookies, but a link must open without those of another; build it without");
    }
}
