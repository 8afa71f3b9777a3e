package io.gshare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gshare.Documents;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.key.Credential;
import io.gshare.link.RefusalReason;
import io.gshare.test.Vectors;
import io.gshare.test.Vectors.StoredKey;
import io.gshare.test.Vectors.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each command as a user types it, in this process. */
class MainTest {

    private static final Vector KEY = Vectors.example();
    private static final String URL = "https://grafana.example.com";
    private final String at = Long.toString(KEY.clock().instant().getEpochSecond());

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // below
    private Path token;

    /** What a command left behind. */
    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void token() throws IOException {
        token = Files.writeString(folder.resolve("token"), KEY.token() + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    private static Result run(byte[] in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                new Streams(
                        new ByteArrayInputStream(in),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8)),
                args);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** With settings. */
    private Result gshare(String in, String command, String... args) {
        List<String> all =
                new ArrayList<>(List.of(command, "--url", URL, "--token-file", token.toString(), "--at", at));
        all.addAll(Arrays.asList(args));
        return run(in.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    private static Result run(String... args) {
        return run(new byte[0], args);
    }

    // ---- switched off

    /** With a file of settings that holds nothing but the switch. */
    private Result switchedOff(String in, String... args) throws IOException {
        Path config = Files.writeString(folder.resolve("gshare.properties"), "gshare.enabled = false\n");
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add(1, "--config=" + config);
        return run(in.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign", "verify"})
    void whereGshareIsSwitchedOffALinkIsRefused(String command) throws IOException {
        Result result = switchedOff("", command, "/d/x");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out())
                .isEqualTo("! DISABLED link was '/d/x' but gshare is switched off; remove gshare.enabled=false, and set"
                        + " gshare.url and a key\n");
    }

    @Test
    void whereGshareIsSwitchedOffAPageStaysAsItIs() throws IOException {
        String page = "<iframe src='" + URL + "/d/x'></iframe>";
        assertThat(switchedOff(page, "rewrite").out()).isEqualTo(page);
    }

    @Test
    void whereGshareIsSwitchedOffTheDoctorSaysSo() throws IOException {
        Result result = switchedOff("", "doctor");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        "settings          unknown  gshare is switched off: pages show placeholders, and nothing is signed\n"
                                + " ".repeat(27)
                                + "→ set gshare.url and a key, and remove gshare.enabled=false where it is set\n\nno failure\n");
    }

    // ---- sign

    @Test
    void eachLinkOfTheCommandIsSigned() {
        assertThat(gshare("", "sign", "/d/x", URL + "/d/生产?a=1#b"))
                .isEqualTo(new Result(
                        0,
                        URL + "/d/x?" + KEY.signedSuffix() + "\n" + URL + "/d/生产?a=1&" + KEY.signedSuffix() + "#b\n",
                        ""));
    }

    @Test
    void eachLineIsAnswered() {
        assertThat(gshare("/d/x\r\nhttps://evil.example/\n\n/d/y", "sign"))
                .isEqualTo(new Result(
                        1,
                        URL + "/d/x?" + KEY.signedSuffix() + "\n"
                                + "! OTHER_HOST link was 'https://evil.example/' but its host is not the workspace's; give a link"
                                + " below https://grafana.example.com, or one that begins with / and is relative to it\n"
                                + "! NOT_A_LINK link was '' but must begin with / or with the workspace's URL; give a link below"
                                + " https://grafana.example.com, or one that begins with / and is relative to it\n"
                                + URL + "/d/y?" + KEY.signedSuffix() + "\n",
                        ""));
    }

    @Test
    void aLineThatIsTooLongForAnyLinkIsNotKept() {
        assertThat(gshare("/d/" + "x".repeat(70_000) + "\n/d/x\n", "sign"))
                .isEqualTo(new Result(
                        1,
                        "! TOO_LONG the line has more than 65536 bytes; give one link a line\n" + URL + "/d/x?"
                                + KEY.signedSuffix() + "\n",
                        ""));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLink() {
        assertThat(gshare("\uFEFF/d/x\n\uFEFF/d/x\n", "sign").out())
                .startsWith(URL + "/d/x?" + KEY.signedSuffix() + "\n! NOT_A_LINK link was '\\ufeff/d/x' but ");
    }

    @Test
    void aLineThatIsNotUtf8IsRefusedAlone() {
        byte[] in = "/d/\u00e9\n/d/x\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(run(in, "sign", "--url", URL, "--token-file", token.toString(), "--at", at))
                .isEqualTo(new Result(
                        1,
                        "! ILLEGAL_CHARACTER the line is not UTF-8; encode it as UTF-8\n" + URL + "/d/x?"
                                + KEY.signedSuffix() + "\n",
                        ""));
    }

    @Test
    void everySettingMayBeAnOption() {
        Vector vector = Vectors.all().get(1);
        assertThat(gshare(
                                "",
                                "sign",
                                "--session",
                                "10m",
                                "--org-id",
                                "1",
                                "--key-name",
                                "test1",
                                "--link-version",
                                "v2",
                                "/d/x")
                        .out())
                .isEqualTo(URL + "/d/x?" + KEY.signedSuffix() + "&aliyun_api_key_expire_seconds=600\n");
        assertThat(vector.token()).isNotEqualTo(KEY.token());
    }

    @Test
    void soMayAFileWithAllOfThem() throws IOException {
        Path config = Files.writeString(
                folder.resolve("settings"),
                "gshare.url = https://other.example.com\ngshare.token-file = " + token + "\ngshare.session = 5s\n");
        assertThat(run("sign", "--config", config.toString(), "--url", URL, "--at", at, "/d/x")
                        .out())
                .isEqualTo(URL + "/d/x?" + KEY.signedSuffix() + "&aliyun_api_key_expire_seconds=5\n");
    }

    @Test
    void wrongSettingsAreToldWithoutAStackTrace() {
        assertThat(gshare("", "sign", "--session", "1 hour", "/d/x"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "gshare is configured wrongly in 1 place:\n  - gshare.session was '1 hour' but must be a duration such as"
                                + " 1h or PT1H\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sing          | Unmatched argument at index 0: 'sing'; did you mean 'gshare sign'?; try gshare --help",
                "keys rotat    | Unmatched argument at index 1: 'rotat'; did you mean 'gshare keys rotate'?; try gshare keys --help",
                "keys lst      | Unmatched argument at index 1: 'lst'; did you mean 'gshare keys', which lists them?; try gshare keys --help",
                "keys xyzzy    | Unmatched argument at index 1: 'xyzzy'; try gshare keys --help",
                "keys --urll=x | Unknown option: '--urll=x'; Possible solutions: --url; try gshare keys --help",
                "explain       | Missing required parameter: 'LINK'; try gshare explain --help",
                "doctor /d/x y | Unmatched argument at index 2: 'y'; try gshare doctor --help",
                "sign --at now | Invalid value for option '--at': 'now' is not a long; try gshare sign --help",
                "sign --at -1  | --at was '-1' but must be seconds since 1970, from 0 to 99999999999; divide milliseconds by 1000; try gshare sign --help",
                "sign --at 1726823533000 | --at was '1726823533000' but must be seconds since 1970, from 0 to 99999999999; divide milliseconds by 1000; try gshare sign --help",
                "explain --at 9999999999999999 /d/x | --at was '9999999999999999' but must be seconds since 1970, from 0 to 99999999999; divide milliseconds by 1000; try gshare explain --help",
                "rewrite --chunk 0 | --chunk was '0' but must be 1 or more; leave it out for 8192; try gshare rewrite --help",
                "rewrite --charset utf-9 | --charset was 'utf-9' but that is no charset; give the page's own, such as utf-8, or leave it out; try gshare rewrite --help",
                "rewrite --charset ö | --charset was 'ö' but that is no charset; give the page's own, such as utf-8, or leave it out; try gshare rewrite --help",
                "sign --token=glsa_x_1 /d/x | Unknown option: '--token=***'; a token is never an option, because others see options; give --token-file, or GSHARE_TOKEN in the environment; Possible solutions: --token-file; try gshare sign --help",
                "sign --token hunter2 | Unknown option: '--token'; a token is never an option, because others see options; give --token-file, or GSHARE_TOKEN in the environment; Possible solutions: --token-file; try gshare sign --help",
                "sign /d/\uFFFD\uFFFD | '/d/\uFFFD\uFFFD' has lost a character on the way, where something is not UTF-8 (LANG or LC_ALL, say); set that to UTF-8, or give links on standard input"
            })
    void aWrongCommandIsOneLineOrTwo(String command, String said) {
        assertThat(run(command.split(" +")))
                .isEqualTo(
                        new Result(2, "", said.replaceAll("; (?=a token|did you mean 'gshare|Poss|try)", "\n") + "\n"));
    }

    /** What a user might give a token in, {@code T} standing for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "T",
                "sign --token=T",
                "sign --token T",
                "sign --at T",
                "sign --config T --url T --org-id T --session T",
                "sign --token-file T",
                "sign T",
                "derive T",
                "derive --org-id T",
                "derive --token-file T",
                "derive --key-name T",
                "rewrite --charset T",
                "doctor --page T",
                "explain T",
                "explain /T/d/x",
                "explain /d/T",
                "explain /d/x/T",
                "explain /x/T",
                "explain T://grafana",
                "explain /d/x?T",
                "explain /d/x?T=1",
                "explain /d/x?a=T",
                "explain /d/x?a=T%",
                "explain /d/x?var-a=b&var-a=T",
                "explain /d/x?var-T=1",
                "explain /d/x?__feature.T=1",
                "explain /d/x?aliyun_api_key=T",
                "explain /d/x?aliyun_api_key_name=T&aliyun_api_key_org_id=T&aliyun_api_key_expire_seconds=T",
                "explain /d/x?aliyun_api_key_T=1&aliyun_api_key_T=1",
                "explain /d/x#T"
            })
    void aTokenIsNeverRepeated(String command) {
        for (Vector vector : Vectors.all()) {
            Result result = run(command.replace("T", vector.token()).split(" "));
            assertThat(result.out() + result.err())
                    .isNotEmpty()
                    .doesNotContain(vector.token().substring(5, 15));
        }
    }

    // ---- verify

    static Stream<Vector> vectors() {
        return Vectors.all().stream();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatIsSignedIsVerified(Vector vector) throws IOException {
        Files.writeString(token, vector.token());
        String[] settings = {
            "--url",
            URL,
            "--token-file",
            token.toString(),
            "--key-name",
            vector.shareKey().name(),
            "--org-id",
            Long.toString(vector.shareKey().orgId()),
            "--at",
            Long.toString(vector.clock().instant().getEpochSecond())
        };
        String signed = run(with("sign", settings, "/d/x")).out().strip();
        Result verified = run(with("verify", settings, signed));
        assertThat(verified.exit()).as(verified.out()).isZero();
        assertThat(verified.out())
                .startsWith("ok key=")
                .endsWith(" org=" + vector.shareKey().orgId() + " age=0s session=3600s\n");
    }

    private static String[] with(String command, String[] settings, String link) {
        return Stream.of(Stream.of(command), Stream.of(settings), Stream.of(link))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }

    @Test
    void theVerdictIsTheContracts() {
        String signed = gshare("", "sign", "--session", "10m", "/d/x").out();
        long signedAt = Long.parseLong(at);
        assertThat(gshare(signed + "/d/x\n", "verify", "--at", Long.toString(signedAt + 3))
                        .out())
                .isEqualTo("""
                        ok key=test1 org=1 age=3s session=600s
                        ! NOT_SIGNED the link carries no signature; sign it when the page is rendered
                        """);
        assertThat(gshare(signed, "verify", "--at", Long.toString(signedAt + 61)))
                .isEqualTo(new Result(
                        1,
                        "! EXPIRED the link was signed 61 s ago and is good for 60 s; reload the page, and if this recurs set"
                                + " both clocks by NTP\n",
                        ""));
        assertThat(gshare(signed.replace("_sign=c", "_sign=0"), "verify").out()).startsWith("! WRONG_SIGNATURE ");
    }

    @Test
    void rawKeysAreVerifiedToo() {
        String signed = gshare("", "sign", "--link-version", "v1", "/d/x").out().strip();
        assertThat(gshare("", "verify", "--link-version", "v1", signed).out())
                .isEqualTo("ok key=test1 org=1 age=0s session=3600s\n");
        assertThat(gshare("", "verify", signed).out())
                .startsWith("! WRONG_VERSION ")
                .doesNotContain(KEY.token());
    }

    // ---- rewrite

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "8192", "1000000"})
    void aPageIsRewrittenInAnyPieces(String chunk) {
        String page = "<!-- <a href='" + URL + "/d/x'> --><p>生<iframe src=\"" + URL + "/d/x?a=1&amp;b=2\"></iframe>\0";
        assertThat(gshare(page, "rewrite", "--chunk", chunk))
                .isEqualTo(new Result(
                        0,
                        page.replace("b=2", "b=2&amp;" + KEY.signedSuffix().replace("&", "&amp;")),
                        "1 link signed\n"));
    }

    @Test
    void aCharsetThatCannotBeReadAsBytesPasses() {
        assertThat(gshare("<a href='" + URL + "/d/x'>", "rewrite", "--charset", "UTF-16"))
                .isEqualTo(new Result(
                        0,
                        "<a href='" + URL + "/d/x'>",
                        "a page in this charset cannot be read as bytes, so it passes as it is\n0 links signed\n"));
        assertThat(gshare("<a href='" + URL + "/d/x'>", "rewrite", "--charset", "GBK")
                        .err())
                .isEqualTo("1 link signed\n");
    }

    // ---- derive

    @Test
    void whatIsDerivedIsAConfiguration() throws IOException {
        Result derived = run("derive", "--token-file", token.toString());
        assertThat(derived)
                .isEqualTo(new Result(
                        0,
                        "gshare.org-id = 1\ngshare.key-name = test1\ngshare.derived-key = " + KEY.derivedKey() + "\n",
                        ""));
        Path config = Files.writeString(folder.resolve("settings"), "gshare.url = " + URL + "\n" + derived.out());
        assertThat(run("sign", "--config", config.toString(), "--at", at, "/d/x")
                        .out())
                .isEqualTo(URL + "/d/x?" + KEY.signedSuffix() + "\n");
    }

    @Test
    void aTokenThatDoesNotSayItsNameNeedsOne() throws IOException {
        Vector vector = vectors()
                .filter(each -> Credential.parse(each.token()).name() == null)
                .findFirst()
                .orElseThrow();
        Files.writeString(token, vector.token());
        assertThat(run("derive", "--token-file", token.toString()))
                .isEqualTo(new Result(
                        2,
                        "",
                        "key-name is missing; set it to the token's own name in Grafana, which is not the service account's,"
                                + " or write it into the key file as gshare.key-name\n"));
        assertThat(run(vector.token().getBytes(StandardCharsets.UTF_8), "derive"))
                .isEqualTo(
                        new Result(
                                2,
                                "",
                                "key-name is missing; set it to the token's own name in Grafana, which is not the service account's\n"));
        assertThat(run("derive", "--token-file", token.toString(), "--key-name", "a\\b\nc\u202e", "--org-id", "3")
                        .out())
                .startsWith("gshare.org-id = 3\ngshare.key-name = a\\\\b\\u000ac\\u202e\n");
        assertThat(run("derive", "--token-file", token.toString(), "--key-name", " viewer")
                        .err())
                .isEqualTo(
                        "key-name was ' viewer' but begins or ends with a blank; leave that out, or put it into double quotes"
                                + " where it is part of the name\n");
    }

    /** Derived, written into a key file and into settings, and signed with: the name is Grafana's to the letter. */
    @ParameterizedTest
    @MethodSource("io.gshare.test.Vectors#stored")
    void aStoredKeysNameIsKeptFromDerivingToSigning(StoredKey stored) throws IOException {
        Files.writeString(token, stored.token());
        // A name with blanks at its ends is given as settings are given it.
        String name = stored.name().equals(stored.name().strip()) ? stored.name() : '"' + stored.name() + '"';
        Result derived = run(
                "derive",
                "--token-file",
                token.toString(),
                "--key-name",
                name,
                "--org-id",
                Long.toString(stored.orgId()));
        assertThat(derived.err()).isEmpty();
        assertThat(derived.out()).endsWith("gshare.derived-key = " + stored.derivedKey() + "\n");
        Path keyFile = Files.writeString(folder.resolve("key"), derived.out());
        Path config = Files.writeString(folder.resolve("settings"), derived.out());

        String signed = URL + "/d/x?aliyun_api_key_sign=";
        String named = "&aliyun_api_key_name="
                + URLEncoder.encode(stored.name(), StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~")
                + "&aliyun_api_key_org_id=" + stored.orgId() + "\n";
        assertThat(run("sign", "--url", URL, "--token-file", keyFile.toString(), "/d/x")
                        .out())
                .startsWith(signed)
                .endsWith(named);
        assertThat(run("sign", "--url", URL, "--config", config.toString(), "/d/x")
                        .out())
                .startsWith(signed)
                .endsWith(named);
        assertThat(run(
                                "sign",
                                "--url",
                                URL,
                                "--token-file",
                                token.toString(),
                                "--key-name",
                                name,
                                "--org-id",
                                Long.toString(stored.orgId()),
                                "/d/x")
                        .out())
                .startsWith(signed)
                .endsWith(named);
    }

    @Test
    void aKeyFileMaySayAllOfIt() throws IOException {
        Files.writeString(token, "gshare.token = " + KEY.token() + "\ngshare.key-name = test1\n");
        assertThat(run("derive", "--token-file", token.toString()).out())
                .isEqualTo(
                        "gshare.org-id = 1\ngshare.key-name = test1\ngshare.derived-key = " + KEY.derivedKey() + "\n");
    }

    @Test
    void whatNoKeyCanBeDerivedOfIsSaidAsOfSettings() throws IOException {
        assertThat(run("derive", "--token-file", "nope"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "token-file was 'nope' but cannot be read (NoSuchFileException); name a file that holds the key, and"
                                + " that this process may read\n"));
        Files.write(token, new byte[] {(byte) 0xff});
        assertThat(run("derive", "--token-file", token.toString()).err())
                .isEqualTo("token-file was '" + token + "' but is not UTF-8; save it as UTF-8\n");
        assertThat(run("derive", "--org-id", "main").err())
                .isEqualTo("org-id was 'main' but must be a whole number, 1 or more\n");
    }

    @Test
    void aTokenThatIsNoneIsNotRepeated() throws IOException {
        Files.writeString(token, "hunter2");
        Result result = run("derive", "--token-file", token.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("copy it again from Grafana").doesNotContain("hunter2");
    }

    // ---- explain

    @Test
    void aLinkIsTakenApart() {
        assertThat(gshare(
                        "",
                        "explain",
                        "--at",
                        "1726823543",
                        URL
                                + "/d-solo/TZWea/test?orgId=1&panelId=2&from=now-6h&timezone=browser&var-host=a&var-host=%E7%94%9F&"
                                + KEY.signedSuffix()))
                .satisfies(result -> assertThat(result.out().lines())
                        .contains(
                                "address     https://grafana.example.com",
                                "dashboard   TZWea (test)",
                                "panelId     2",
                                "from        now-6h",
                                "timezone    browser (from Grafana 11; single panels 9.3 on)",
                                "variable    host = a, 生",
                                "key         test1, org 1",
                                "session     the workspace's own, by default 3600 s",
                                "workspace   its own: it may be signed")
                        .anyMatch(line -> line.startsWith("signed      ") && line.endsWith(", 10 s ago"))
                        .noneMatch(line -> line.contains("c3bf89b8")))
                .extracting(Result::exit)
                .isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/d/x?kiosk= | ! kiosk was '' but does nothing; write kiosk=1",
                "/d/x?kiosk=full | ! kiosk was 'full' but does nothing; write kiosk=1",
                "/d/x?panelId=foo | ! panelId was 'foo' but must be the panel's number, such as 6",
                "/d/x?viewPanel=panel | ! viewPanel was 'panel' but must be the panel's number, such as 6",
                "/d/x?orgId=x | ! orgId was 'x' but must be the org's id, a whole number from 1 on",
                "/d/x?theme=blue | ! theme was 'blue' but must be light, dark or system",
                "/d/x?refresh=1s | ! refresh was '1s' but is below the 5s that a workspace takes, unless its min_refresh_interval says less",
                "/d/x?refresh=5 | ! refresh was '5' but must be 5s or longer, such as 30s, 1m or 1h; leave it out for none",
                "/d/x?timezone=Mars/X | ! timezone was 'Mars/X' but must be browser, utc or an IANA name such as Asia/Shanghai",
                "/d/x?from=now&to=now-6h | ! from is after to, so the dashboard is empty; exchange them",
                "/d/x?from=1670838440000&to=1670816840000 | ! from is after to, so the dashboard is empty; exchange them",
                "/d/x?from=2030-01-01&to=now | ! from is after to, so the dashboard is empty; exchange them",
                "/d/x?from=now%2B1d/d&to=now/d | ! from is after to, so the dashboard is empty; exchange them",
                "/d/x?from=yesterday | ! from was 'yesterday' but must be a time such as now-6h, 1670816840000 (milliseconds) or 2026-01-31T08:00:00Z",
                "/d/x?to=1670816840 | ! to was '1670816840' but must be in milliseconds, and that looks like seconds; multiply it by 1000",
                "/d/x?__feature.publicDashboards=true | ! __feature.publicDashboards is not to be passed on from a visitor's input",
                "/d/x?orgId=1&amp;theme=dark | ! the link is written as in HTML; write & for &amp;",
                "<iframe src=\"https://grafana.example.com/d-solo/x/y?orgId=1&panelId=2\" width=\"450\"></iframe> | ! the link is markup, not an address; give what its src holds: 'https://grafana.example.com/d-solo/x/y?orgId=1&panelId=2' alone",
                "\"/d/x\" | ! the link is in quotes; give '/d/x' alone",
                "[CPU](/d/x) | ! the link is a link of Markdown; give '/d/x' alone",
                "/d-solo/x | ! /d-solo shows one panel and the link names none; add panelId=…",
                "/d/x?editPanel=1 | ! editPanel is not to be passed on from a visitor's input",
                "/explore | ! NO_DASHBOARD link was '/explore' but is Explore, which a Viewer does not see; save the query as a panel, and give the panel's address",
                "/d/ | ! NO_DASHBOARD link was '/d/' but is without the dashboard's uid, which stands behind /d/; give a dashboard's address, as Grafana's Share dialog copies it",
                "/d//x | ! AMBIGUOUS_PATH link was '/d//x' but its path must have no empty segment and no dot segment, encoded or not; give a link below https://grafana.example.com, or one that begins with / and is relative to it",
                "/d/x?orgid=1 | ! 'orgid' is nothing that Grafana reads; did you mean 'orgId'?",
                "/d-solo/x?panelid=1 | ! 'panelid' is nothing that Grafana reads; did you mean 'panelId'?",
                "/d/x?timezon=utc | ! 'timezon' is nothing that Grafana reads; did you mean 'timezone'?",
                "/d/x?var_host=a | ! 'var_host' is nothing that Grafana reads; did you mean 'var-host'?",
                "/d/x?refesh=5s | ! 'refesh' is nothing that Grafana reads; did you mean 'refresh'?",
                "/d/x?refresh=1x | ! refresh was '1x' but must be 5s or longer, such as 30s, 1m or 1h; leave it out for none",
                "/d/x?aliyun_api_key_sign=xyz | ! aliyun_api_key_sign must be 32 hex digits, in lower case, or the workspace refuses the link",
                "/d/x?aliyun_api_key_timestamp=soon | ! aliyun_api_key_timestamp was 'soon' but must be seconds since 1970, or the workspace refuses the link",
                "/d/x?aliyun_api_key_name= | ! aliyun_api_key_name was '' but must be the key's name in Grafana, or the workspace refuses the link",
                "/d/x?aliyun_api_key_org_id=main | ! aliyun_api_key_org_id was 'main' but must be a whole number, 1 or more, or the workspace refuses the link",
                "/d/x?aliyun_api_key_expire_seconds=1h | ! aliyun_api_key_expire_seconds was '1h' but must be a whole number, 1 or more, or the workspace refuses the link",
                "/d/x?aliyun_api_key_name=a | ! aliyun_api_key_sign is missing, and the workspace refuses that; sign the link again",
                "/d/x?aliyun_api_key_sgin=a | ! 'aliyun_api_key_sgin' is no parameter of a signature, and the workspace refuses that; did you mean 'aliyun_api_key_sign'?",
                "/d/x?aliyun_api_key=k&aliyun_api_key_name=a | ! a raw key is there beside a signature, and the workspace refuses that; sign the link again",
                "/d/x?aliyun_api_key=k | ! whoever sees this link holds the key until it is deleted; use v2, and delete the key if the link was shared",
                "/d/x?aliyun_api_key_timestamp=1 | ! the signature is older than 60 s, so the workspace refuses it, unless a session is open",
                "/d/x?aliyun_api_key_timestamp=1&aliyun_api_key_timestamp=2 | ! aliyun_api_key_timestamp is there 2 times, and the workspace refuses that",
                "/d/x?orgId=7 | ! OTHER_ORG link was '/d/x?orgId=7' but its orgId is '7' and the key belongs to org 1; give a link of the key's org, or configure a key of the link's org"
            })
    void whatLooksWrongIsSaid(String link, String remark) {
        Result result = gshare("", "explain", link);
        assertThat(result.out().lines()).contains(remark);
        assertThat(result.exit()).isEqualTo(1);
    }

    /** As Grafana's Share dialog and its own pages write them, and what could be better. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/?orgId=1&panelId=9 | path        / (the org's home dashboard)",
                "/d/x?viewPanel=panel-6 | hint        viewPanel is written as Grafana 11.3 and later read it; the number alone is for all versions",
                "/d-solo/x/y?orgId=1&__feature.dashboardSceneSolo=true&panelId=panel-6 | panelId     panel-6",
                "/d/x?kiosk | hint        kiosk without a value is lost on reload in some versions; kiosk=1 stays",
                "/d/x?kiosk=tv | kiosk       tv",
                "/d/x?fom=now-6h | hint        'fom' is nothing that Grafana reads; did you mean 'from'?",
                "/d/x?timeline=1&mezone=2&panels=3&_dash.hideLogo=4 | timeline    1",
                "/d/x?prom=1 | hint        'prom' is nothing that Grafana reads; did you mean 'from'?",
                "/d/x?timezone=EST | timezone    EST (from Grafana 11; single panels 9.3 on)",
                "/d-solo/x?panelId=panel-1-clone-2 | panelId     panel-1-clone-2",
                "/d/x?from=now-6h&to=now&refresh=5s | refresh     5s",
                "/d/x?from=now/d&to=now/d | to          now/d",
                "/d/x?from=now-1M/M&to=now-1M/M | from        now-1M/M",
                "/d/x?from=2024-01-01&to=20240102 | to          20240102",
                "/d/x?refresh=&timezone= | refresh     ",
                "/d/x?refresh=auto | refresh     auto",
                "/d/x?timezone=Asia/Shanghai&theme=dark&var-theme=blue | theme       dark",
                "/d/x/y?orgId=1&viewPanel=grid-item-1/panel-6 | viewPanel   grid-item-1/panel-6",
                "/dashboard/snapshot/AbC | path        /dashboard/snapshot/AbC",
                "https://grafana.example.com?orgId=1 | path         (the org's home dashboard)",
                "/d/x?refresh=1w | refresh     1w",
                "/d/x?refresh=1y | refresh     1y",
                "/d/x?theme=system | theme       system (from Grafana 10 on)",
                "/d/x?theme=tron | theme       tron (from Grafana 12 on)",
                "/d/x?tab=settings&t=1&_t=2&my-own=3&top=4&type=5&time=6&edit=7 | tab         settings",
                "/jvm | hint        the path is none that is known to show a dashboard: a dashboard is at /d/<uid>/<slug>, one panel alone at /d-solo/<uid>/<slug>",
                "/d/x?orgId=1&from=0&to=now | orgId       1",
            })
    void grafanasOwnLinksAreNotCalledWrong(String link, String line) {
        Result result = gshare("", "explain", link);
        assertThat(result.out().lines().map(String::strip))
                .contains(line.strip())
                .noneMatch(each -> each.startsWith("!"));
        assertThat(result.out().lines().filter(each -> each.startsWith("hint")))
                .hasSize(line.startsWith("hint") ? 1 : 0);
        assertThat(result.exit()).isZero();
    }

    /** What the workspace says is said once, and nothing beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/goto/x", "/explore", "/d/", "/d-solo", "/d//x", "https://grafana.example.com/login", "<iframe>"
            })
    void aPathThatIsRefusedIsToldOnce(String link) {
        Result result = gshare("", "explain", link);
        assertThat(result.out().lines().filter(line -> line.startsWith("!"))).hasSize(1);
        assertThat(result.out()).doesNotContain("its own", "hint");
        assertThat(result.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/monitor/?orgId=1, path        /monitor/ (the org's home dashboard)",
        "https://example.com/monitor, path        /monitor (the org's home dashboard)",
        "/, path        / (the org's home dashboard)",
        "https://example.com/monitor/d/x, below       /monitor"
    })
    void whereTheWorkspaceLiesIsItsOwnToSay(String link, String line) {
        Result result = run("explain", "--url", "https://example.com/monitor", "--token-file", token.toString(), link);
        assertThat(result.out().lines())
                .contains(line, "workspace   its own: it may be signed")
                .noneMatch(each -> each.startsWith("!") || each.startsWith("hint"));
        assertThat(result.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.com/monitor/?orgId=1 | 0 | path        /monitor/ (the org's home dashboard, if the workspace lies there)",
                "https://example.com/ | 0 | path        / (the org's home dashboard)",
                "https://example.com/grafana | 0 | path        /grafana (the org's home dashboard, if the workspace lies there)",
                "https://example.com/login | 1 | path        /login",
                "https://example.com/d | 1 | path        /d",
                "https://example.com/d/ | 1 | path        /d/",
                "https://example.com/grafana/d-solo/ | 1 | path        /grafana/d-solo/",
                "/monitor/ | 1 | path        /monitor/",
                "/goto/x | 1 | path        /goto/x"
            })
    void withoutSettingsAPathIsJudgedByItself(String link, int exit, String line) {
        Result result = run("explain", link);
        assertThat(result.out().lines()).contains(line);
        assertThat(result.out().lines().filter(each -> each.startsWith("!")))
                .hasSize(exit)
                .allMatch(each -> each.startsWith("! the path is no dashboard's: "));
        assertThat(result.exit()).isEqualTo(exit);
    }

    @Test
    void aHostWithoutASchemeIsNotTakenForAPath() {
        assertThat(run("explain", "//grafana.example.com/d/x").out())
                .startsWith("address     //grafana.example.com\ndashboard   x\n");
    }

    @Test
    void theDocumentsLinkIsExplainedAsItSays() {
        List<String> lines =
                Documents.snippets("docs/cli.md", "console").get(0).lines().toList();
        String link = lines.get(0).replaceAll(".*'(.*)'", "$1");
        assertThat(run("explain", link).out().lines()).containsExactlyElementsOf(lines.subList(1, lines.size()));
    }

    @Test
    void aPastedIframeIsTakenApartByItsLink() {
        String markup = "<iframe src=\"" + URL
                + "/d-solo/jvm/m?orgId=1&amp;from=now-6h&amp;panelId=2\" width=\"450\"></iframe>";
        assertThat(gshare("", "explain", markup)).isEqualTo(new Result(1, """
                        address     https://grafana.example.com
                        dashboard   jvm (m)
                        orgId       1
                        from        now-6h
                        panelId     2
                        signature   none
                        ! the link is markup, not an address; give what its src holds: 'https://grafana.example.com/d-solo/jvm/m?orgId=1&from=now-6h&panelId=2' alone
                        workspace   its own: it may be signed
                        """, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/C",
                "/d/x/C",
                "/C/d/x",
                "C://h/d/x",
                "/d/x?C=1",
                "/d/x?C",
                "/d/x?a=C",
                "/d/x?from=C",
                "/d/x?kiosk=C",
                "/d/x?var-C=C",
                "/d/x?__feature.C=1",
                "/d/x?aliyun_api_key_name=C&aliyun_api_key_name=C&aliyun_api_key_C=1&aliyun_api_key_C=1",
                "/d/x#C"
            })
    void nothingThatControlsATerminalIsPrinted(String link) {
        for (String c : List.of("\u009b31m", "\u202e", "\u001b[2J", "\u200b", "\u2028", "\u0378")) {
            for (String written : List.of(c, URLEncoder.encode(c, StandardCharsets.UTF_8))) {
                Result explained = gshare("", "explain", link.replace("C", written));
                Result wrong = run("explain", link.replace("C", written), "more" + written);
                assertThat(explained.out() + explained.err() + wrong.out() + wrong.err())
                        .doesNotContain(c)
                        .matches("[^\\p{Cc}\\p{Cf}\\p{Cn}\\p{Zl}\\p{Zp}&&[^\\n]]*");
            }
        }
    }

    @Test
    void aLongNameStaysApartFromItsValue() {
        assertThat(run("explain", "/d/x?_dash.hideTimePicker=true&auth_token=hunter2"))
                .isEqualTo(new Result(1, """
                        address     relative to the workspace
                        dashboard   x
                        _dash.hideTimePicker true (from Grafana 11.3 on)
                        auth_token  ***
                        signature   none
                        ! auth_token is not to be passed on from a visitor's input
                        workspace   not known: no settings
                        """, ""));
    }

    @Test
    void wrongSettingsAreNotTakenForNone() {
        assertThat(run("explain", "--org-id", "main", "/d/x")).isEqualTo(new Result(2, """
                        address     relative to the workspace
                        dashboard   x
                        signature   none
                        """, """
                        gshare is configured wrongly in 3 places:
                          - gshare.url is missing; set it to the workspace's base URL, such as https://grafana.example.com
                          - gshare.org-id was 'main' but must be a whole number, 1 or more
                          - none of gshare.token, gshare.token-file and gshare.derived-key is set; set exactly one
                        """));
    }

    // ---- help

    @ParameterizedTest
    @ValueSource(strings = {"sign", "verify", "rewrite", "explain", "derive"})
    void helpTeachesByExampleAndNamesTheExitCodes(String command) {
        Result result = run(command, "--help");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("For example:", "  gshare " + command, "Exit codes:");
    }

    @Test
    void theShellCompletes() {
        assertThat(run("generate-completion").out()).contains("--token-file");
        assertThat(run("--help").out()).contains("source <(gshare generate-completion)");
        assertThat(run("--version").out()).startsWith("gshare ");
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentNamesEachReason(RefusalReason reason) {
        assertThat(Documents.read("docs/cli.md")).contains("`" + reason + "`");
    }

    // ---- what nobody foresaw

    @Test
    void anErrorOfItsOwnIsOneLineWithoutWhatItWasAbout() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream failing = new ByteArrayInputStream(new byte[0]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                throw new IllegalStateException(KEY.token());
            }
        };
        PrintStream to = new PrintStream(err, false, StandardCharsets.UTF_8);
        int exit = Main.run(new Streams(failing, to, to), "rewrite", "--url", URL, "--token-file", token.toString());
        assertThat(exit).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .matches(
                        "gshare itself failed, by java\\.lang\\.IllegalStateException at io\\.gshare\\.cli\\.MainTest\\S+;"
                                + " please report it, with the command and gshare --version\n");
        assertThat(run("--help").out()).contains("70    gshare itself failed");
    }

    @Test
    void soIsAMachineThatIsTooSmall() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream large = new ByteArrayInputStream(new byte[0]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        PrintStream to = new PrintStream(err, false, StandardCharsets.UTF_8);
        int exit = Main.run(new Streams(large, to, to), "rewrite", "--url", URL, "--token-file", token.toString());
        assertThat(exit).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("gshare itself failed, by java.lang.OutOfMemoryError at io.gshare.cli.MainTest");
    }

    // ---- doctor: what it finds is tested with the doctor, and against the sample

    private static final String NOBODY = "http://localhost:1";

    @Test
    void theDoctorSaysWhatItExamines() {
        Result result = gshare("", "doctor", "--url", NOBODY);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().lines())
                .startsWith("settings          ok       workspace default at " + NOBODY + ", key 'test1' of org 1")
                .contains(
                        "reachable         FAILURE  " + NOBODY + " does not answer: the connection is refused",
                        "                           → check gshare.url, DNS, firewall and proxy from this machine",
                        "clock             -        not examined")
                .endsWith("session           -        not examined", "", "1 failure");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theDoctorIsQuietOfWhatIsWell() {
        assertThat(gshare("", "doctor", "-q", "--url", NOBODY).out())
                .isEqualTo("reachable         FAILURE  " + NOBODY + " does not answer: the connection is refused\n"
                        + "                           → check gshare.url, DNS, firewall and proxy from this machine\n");
    }

    @Test
    void theDoctorSpeaksJson() throws IOException {
        Result result = gshare("", "doctor", "--json", "--url", NOBODY, "--page", "https://portal.example.com");
        assertThat(result.exit()).isEqualTo(1);
        try (JsonParser parser = new JsonFactory().createParser(result.out())) {
            List<String> values = new ArrayList<>();
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    assertThat(Documents.read("docs/cli.md")).contains("`" + parser.currentName() + "`");
                }
                if (parser.currentToken().isScalarValue()) {
                    values.add(parser.currentName() + "=" + parser.getText());
                }
            }
            assertThat(values)
                    .startsWith("workspace=default", "verdict=failure", "check=settings", "verdict=ok")
                    .contains("check=reachable", "remedy=check gshare.url, DNS, firewall and proxy from this machine");
        }
    }

    @Test
    void wrongSettingsAreFindings() {
        Result result = gshare("", "doctor", "--org-id", "0");
        assertThat(result)
                .isEqualTo(new Result(
                        1,
                        "settings          FAILURE  gshare.org-id was '0' but must be a whole number, 1 or more\n\n1 failure\n",
                        ""));
    }

    @Test
    void anotherWorkspacesLinkIsAFinding() {
        assertThat(gshare("", "doctor", "https://evil.example/d/x"))
                .isEqualTo(new Result(
                        1,
                        "signed link       FAILURE  link was 'https://evil.example/d/x' but its host is not the workspace's;"
                                + " give a link below https://grafana.example.com, or one that begins with / and is relative"
                                + " to it\n\n1 failure\n",
                        ""));
    }

    @Test
    void aWrongCommandForTheDoctor() {
        assertThat(gshare("", "doctor", "--page", "portal"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "page was 'portal' but must be an address such as https://portal.example.com; give the page that"
                                + " holds the frame\n"));
        assertThat(gshare("", "doctor", "--workspace", "ops").exit()).isEqualTo(2);
    }
}
