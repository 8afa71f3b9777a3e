package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a workspace that is not where the settings say, or answers as it should not. */
class ConnectionTest extends Examined {

    private static final String NTP = "set both clocks by NTP; links are good for 60 s";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

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
                .containsExactly("SETTINGS OK", "KEY UNKNOWN", "REACHABLE FAILURE", "HTTPS OK");
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
                .contains(Check.REACHABLE.unknown(
                        "Java asks no host with _ in its name, so nothing of https://my_grafana.example.com is examined;"
                                + " browsers do"))
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.HTTPS);
    }

    // ---- redirects to where the workspace really is

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://grafana.example.com",
                "https://my_grafana.example.com",
                "http://localhost:1",
                "https://localhost"
            })
    void aWorkspaceThatIsElsewhere(String origin) {
        workspace.quirk = movedTo(origin, true);
        Report report = doctor().build().examine();
        assertThat(report.findings())
                .contains(Check.REACHABLE.failure(
                        workspace.url() + " sends its links on to " + origin + ", so nothing there is examined",
                        "set gshare.url to " + origin + ", with the path that it has there"))
                .extracting(Finding::check)
                .containsExactly(Check.SETTINGS, Check.KEY, Check.REACHABLE, Check.CLOCK, Check.HTTPS);
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
    void aPlainAddressThatIsSentOnToHttps() {
        workspace.quirk = (request, response) -> {
            response.setStatus(301);
            response.getHeaders().put(HttpHeader.LOCATION, "https://grafana.example.com/");
            return true;
        };
        assertCause(
                at("http://grafana.example.com").link("/"),
                Check.REACHABLE,
                "http://grafana.example.com sends its links on to https://grafana.example.com, so nothing there is examined",
                "set gshare.url to https://grafana.example.com, with the path that it has there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | look into the workspace's own log",
                "502 | look whether the workspace runs: what answers is a proxy before it, which gets no answer",
                "503 | wait while the workspace starts; then look into its own log, and that of a proxy before it",
                "504 | look whether the workspace runs: what answers is a proxy before it, which gets no answer"
            })
    void aWorkspaceThatFails(int status, String remedy) {
        workspace.quirk = only("/", status);
        assertCause(Check.REACHABLE, workspace.url() + " answered " + status, remedy);
        assertThat(find(doctor(), Check.SIGNED_LINK)).isNull();
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
    void anHttpPortAskedAsHttps() {
        String url = "https://localhost:" + workspace.port();
        assertCause(
                Doctor.of(workspace.gshare(url, null)),
                Check.REACHABLE,
                url + " speaks no HTTPS, but HTTP",
                "set gshare.url to " + workspace.url() + ", or to the port that speaks HTTPS");
        assertThat(find(Doctor.of(workspace.gshare(url, null)), Check.HTTPS)).isNull();
    }

    /** As many servers do that wait for a request's line. */
    @Test
    void anHttpPortThatIsSilentWhenAskedAsHttpsIsFoundWithinASecond() throws Exception {
        try (ServerSocket silent = answering(
                first -> first == 'G' ? "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n" : "")) {
            String url = "https://localhost:" + silent.getLocalPort();
            Doctor doctor = Doctor.of(workspace.gshare(url, null))
                    .timeout(Duration.ofMinutes(5))
                    .build();
            assertThat(assertTimeoutPreemptively(
                                    Duration.ofMinutes(1), () -> doctor.examine(Check.cheap(), Progress.NONE))
                            .findings())
                    .contains(Check.REACHABLE.failure(
                            url + " speaks no HTTPS, but HTTP",
                            "set gshare.url to http://localhost:" + silent.getLocalPort()
                                    + ", or to the port that speaks HTTPS"));
        }
    }

    @Test
    void anHttpsPortAskedAsHttp() throws Exception {
        https(certificate("-1H", 100, "localhost"));
        String url = "http://localhost:" + workspace.port();
        assertCause(
                Doctor.of(workspace.gshare(url, null)),
                Check.REACHABLE,
                url + " speaks no HTTP, but HTTPS",
                "set gshare.url to " + workspace.url());
    }

    /** As nginx, Apache and Go answer. */
    @Test
    void aPortThatSpeaksNeitherIsNotTakenForTheOther() throws Exception {
        try (ServerSocket refusing = stalling("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            Finding finding = Objects.requireNonNull(find(
                    Doctor.of(workspace.gshare("https://localhost:" + refusing.getLocalPort(), null)),
                    Check.CERTIFICATE));
            assertThat(finding.evidence()).isEqualTo("what answers there speaks no TLS");
        }
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
}
