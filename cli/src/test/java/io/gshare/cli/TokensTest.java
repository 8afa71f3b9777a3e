package io.gshare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.token.TokenKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and tokens of JWT links, as a user types it, in this process. */
class TokensTest {

    private static final String URL = "https://grafana.example.com";
    private static final String SELF_HOSTED = "docs/self-hosted.md";
    private static final long NOW = 1_726_823_533;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private record Result(int exit, String out, String err) {}

    private static Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8)),
                args);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** With settings. */
    private Result gshare(Path key, String command, String... args) {
        List<String> all = new ArrayList<>(
                List.of(command, "--url", URL, "--link-version=jwt", "--key-file", key.toString(), "--at", "" + NOW));
        all.addAll(Arrays.asList(args));
        return run(all.toArray(String[]::new));
    }

    private Path key(String... args) {
        Path file = folder.resolve("key");
        List<String> all = new ArrayList<>(List.of("keys", "new", "--file", file.toString()));
        all.addAll(Arrays.asList(args));
        assertThat(run(all.toArray(String[]::new)).err()).isEmpty();
        return file;
    }

    // ---- keys

    @ParameterizedTest
    @CsvSource({"ES256, false", "ES256, true", "RS256, false", "RS256, true"})
    void aNewKeySignsAndNobodyElseReadsIt(String algorithm, boolean pem) throws IOException {
        Path file = folder.resolve("new key");
        Result made = run("keys", "new", "--algorithm", algorithm, "--file=" + file, pem ? "--pem" : "--file=" + file);
        TokenKey key = TokenKey.parse(Files.readString(file));
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(key.id() == null).isEqualTo(pem);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made)
                .isEqualTo(new Result(
                        0,
                        file + " holds " + key.described() + "; next, gshare keys public --file " + file + "\n",
                        ""));
        String signed = gshare(file, "sign", "/d/TZWea").out().strip();
        assertThat(gshare(file, "verify", signed).out())
                .isEqualTo(
                        "ok key=" + (pem ? "unnamed" : key.id()) + " login=portal role=Viewer age=0s session=3600s\n");
    }

    @Test
    void noKeyIsWrittenOverAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "the old one");
        assertThat(run("keys", "new", "--file", file.toString()))
                .isEqualTo(new Result(
                        2,
                        "",
                        "file was '" + file
                                + "' but it is there already, and no key is written over; name another file\n"));
        assertThat(file).hasContent("the old one");
        Path dangling = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertThat(run("keys", "new", "--file", dangling.toString()).exit()).isEqualTo(2);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aKeyThatCannotBeMade() {
        String file = folder.resolve("none/key").toString();
        assertThat(run("keys", "new", "--file", file).err())
                .isEqualTo("file was '" + file + "' but its folder is not there; make that first\n");
        assertThat(run("keys", "new", "--file", file, "--algorithm", "HS256"))
                .isEqualTo(new Result(2, "", "algorithm was 'HS256' but must be ES256 or RS256\n"));
        assertThat(run("keys", "public", "--file", file).err())
                .isEqualTo("file was '" + file + "' but it is not there; make it by gshare keys new\n");
    }

    @Test
    void whatGrafanaHasToKnowOfAJwk() throws IOException {
        Path file = key();
        TokenKey key = TokenKey.parse(Files.readString(file));
        Result shown = run("keys", "public", "--file", file.toString());
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .isEqualTo("{\"keys\":[" + key.publicJwk() + "]}\n")
                .doesNotContain("\"d\"");
        assertThat(shown.err()).isEqualTo("""

                ; grafana.ini, with what is printed above in the file that it names; then restart Grafana
                [auth.jwt]
                enabled = true
                url_login = true
                header_name = X-JWT-Assertion
                jwk_set_file = /etc/grafana/gshare-jwks.json
                username_claim = sub
                email_claim = email
                auto_sign_up = true
                role_attribute_path = role
                role_attribute_strict = true

                [security]
                allow_embedding = true
                """);
        String lines = shown.err().lines().skip(2).reduce("", (a, b) -> a + b + "\n");
        assertThat(Documents.snippets(SELF_HOSTED, "ini")).containsExactly(lines);
    }

    @Test
    void aVisitorWhomNoLinkNamesIsNoneToGive() throws IOException {
        assertThat(gshare(key(), "sign", "--visitor", "anna", "/d/TZWea").err())
                .isEqualTo(
                        "visitor was 'anna' but no workspace's links name their visitor; set gshare.subject = visitor, or"
                                + " leave it out\n");
    }

    // ---- rotation

    private Result next(Path file, long minutes) throws IOException {
        long written = Files.getLastModifiedTime(file).toInstant().getEpochSecond();
        return run("keys", "--at", "" + (written + 60 * minutes + 1), "next", "--file", file.toString());
    }

    private static List<String> ids(Path file) throws IOException {
        return TokenKey.parse(Files.readString(file)).all().stream()
                .map(key -> String.valueOf(key.id()))
                .toList();
    }

    @Test
    void theNextKeyIsKnownBeforeItSignsAndTheLastForAsLongAsItsLinks() throws IOException {
        Path file = key();
        String first = ids(file).get(0);
        String signed = gshare(file, "sign", "/d/TZWea").out().strip();
        Result added = next(file, 0);
        List<String> two = ids(file);
        assertThat(two).hasSize(2).startsWith(first);
        assertThat(added)
                .isEqualTo(new Result(
                        0,
                        file + ": as before signs the key '" + first + "' (ES256), and next time the key '" + two.get(1)
                                + "' (ES256); where Grafana has jwk_set_file, give it gshare keys public --file " + file
                                + "\n",
                        ""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Result turned = next(file, 15);
        List<String> three = ids(file);
        assertThat(turned.out())
                .startsWith(file + ": from now on signs the key '" + two.get(1) + "' (ES256), and next");
        assertThat(three).hasSize(3).startsWith(two.get(1)).endsWith(first);
        assertThat(run("keys", "public", "--file", file.toString()).out())
                .containsSubsequence(three.get(0), three.get(1), three.get(2))
                .doesNotContain("\"d\"");
        assertThat(gshare(file, "verify", signed).out())
                .isEqualTo(
                        "ok key=" + first + " login=portal role=Viewer age=0s session=3600s; the first key in the file"
                                + " is " + two.get(1) + "\n");

        assertThat(next(file, 735).exit()).isZero();
        assertThat(ids(file)).hasSize(3).startsWith(three.get(1)).endsWith(three.get(0));
    }

    @Test
    void aRotationThatComesTooEarlyChangesNothing() throws IOException {
        Path file = key();
        next(file, 0);
        String before = Files.readString(file);
        assertThat(next(file, 14))
                .isEqualTo(new Result(
                        2,
                        "",
                        "file was '" + file
                                + "' but it was changed 14 minutes ago, and Grafana may need 15 to know its second key; try"
                                + " again then\n"));
        assertThat(file).hasContent(before);
        next(file, 15);
        assertThat(next(file, 734).err())
                .isEqualTo("file was '" + file
                        + "' but it was changed 734 minutes ago, and links of its last key may be about for 735; try again"
                        + " then\n");
    }

    @Test
    void whoIsSecondToRotateIsRefused() throws Exception {
        Path file = key();
        String before = Files.readString(file);
        Path journal = file.resolveSibling("." + file.getFileName() + ".rotation");
        try (FileChannel alone = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            alone.lock();
            assertThat(next(file, 0))
                    .isEqualTo(
                            new Result(
                                    2,
                                    "",
                                    "file was '" + file
                                            + "' but another gshare keys is at work on it; wait until that has ended, and run it again\n"));
        }
        assertThat(file).hasContent(before);
        assertThat(next(file, 0).exit()).isZero();
        assertThat(journal).doesNotExist();
    }

    @Test
    void whatNobodyWouldReadIsNotWritten() throws IOException {
        Path file = key();
        Files.writeString(
                file, Files.readString(file).replaceFirst("\\{", "{\"x5t#note\":\"" + "a".repeat(15_900) + "\","));
        String before = Files.readString(file);
        assertThat(next(file, 0))
                .isEqualTo(new Result(
                        2,
                        "",
                        "file was '" + file
                                + "' but it would have more than 16 KiB, which nobody reads; take out of its keys what no JWK needs,"
                                + " such as x5c\n"));
        assertThat(file).hasContent(before);
    }

    @Test
    void aKeyInPemIsReplacedByHand() throws IOException {
        Path file = key("--pem");
        assertThat(next(file, 0).err())
                .isEqualTo("file was '" + file
                        + "' but it holds a key in PEM, and Grafana's key_file holds one; replace it in both places at"
                        + " once\n");
    }

    @Test
    void aKeyFileIsReadAsTheApplicationReadsIt() throws IOException {
        Path file = key();
        String id = ids(file).get(0);
        Files.writeString(file, "\uFEFF" + Files.readString(file));
        assertThat(run("keys", "public", "--file", file.toString()).out()).contains(id);
        Files.writeString(file, " ".repeat(16 * 1024 + 1));
        assertThat(run("keys", "public", "--file", file.toString()))
                .isEqualTo(new Result(
                        2,
                        "",
                        "file was '" + file + "' but has more than 16 KiB; name a file that holds the key alone\n"));
    }

    @Test
    void whatGrafanaHasToKnowOfAKeyInPem() throws IOException {
        Path file = key("--pem");
        Result shown = run("keys", "public", "--file", file.toString());
        assertThat(shown.out())
                .isEqualTo(TokenKey.parse(Files.readString(file)).publicPem())
                .startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(shown.err())
                .contains("\nkey_file = /etc/grafana/gshare-public.pem\n")
                .doesNotContain("jwk_set");
        assertThat(run("keys", "public", "--file=" + file, "--url=https://p.example.com/gshare/jwks.json"))
                .isEqualTo(new Result(
                        2,
                        "",
                        "url is set but the key is in PEM, which no JWK Set holds for Grafana; make a JWK, by gshare keys"
                                + " new without --pem\n"));
    }

    @Test
    void whereGrafanaFetchesTheKeysAndWhatItExpects() {
        String file = "--file=" + key();
        String url = "https://portal.example.com/gshare/jwks.json";
        assertThat(run("keys", "public", file, "--url", url, "--issuer=the \"portal\"", "--audience=grafana")
                        .err())
                .contains("\njwk_set_url = " + url + "\ncache_ttl = 5m\n")
                .contains("\nexpect_claims = {\"iss\": \"the \\\"portal\\\"\", \"aud\": \"grafana\"}\n");
        assertThat(run("keys", "public", file, "--issuer=portal").err())
                .contains("\nexpect_claims = {\"iss\": \"portal\"}\n");
        assertThat(run("keys", "public", file, "--url=http://portal.example.com/")
                        .err())
                .isEqualTo(
                        "url was 'http://portal.example.com/' but Grafana fetches keys over https alone; give that\n");
    }

    @Test
    void theWayOfTheDocumentLeadsToASignedLink() throws IOException {
        Path key = key();
        List<String> configurations = Documents.snippets(SELF_HOSTED, "properties");
        assertThat(configurations).hasSize(2);
        for (String configuration : configurations) {
            Path config = Files.writeString(
                    folder.resolve("gshare.properties"),
                    configuration.replace("/run/secrets/gshare-key.jwk", key.toString()));
            List<String> command = new ArrayList<>(List.of("sign", "--config=" + config, "/d/TZWea"));
            if (configuration.contains("visitor")) {
                command.add("--visitor=anna");
            }
            assertThat(run(command.toArray(String[]::new)).out()).startsWith(URL + "/d/TZWea?auth_token=eyJ");
        }
    }

    @Test
    void theCommandsOfTheDocumentAreThere() throws IOException {
        String file = folder.resolve("gshare-key.jwk").toString();
        List<String> commands = Documents.snippets(SELF_HOSTED, "shell").stream()
                .flatMap(String::lines)
                .map(line -> line.strip().replaceAll(">.*", "").replace("gshare-key.jwk", file))
                .toList();
        assertThat(commands).hasSize(4);
        for (String command : commands) {
            assertThat(run(command.replaceFirst("^gshare ", "").split(" ")).exit())
                    .as(command)
                    .isZero();
        }
    }

    // ---- tokens

    @Test
    void aVisitorIsNamed() throws IOException {
        Path config = Files.writeString(folder.resolve("gshare.properties"), "gshare.subject = visitor\n");
        Path key = key();
        assertThat(gshare(key, "sign", "--config=" + config, "/d/x").out())
                .startsWith("! NO_VISITOR ")
                .endsWith(", or in a shell with --visitor\n");
        assertThat(gshare(key, "doctor", "--config=" + config, "/d/x").out())
                .contains("FAILURE  each visitor is a Grafana user of his own")
                .contains(", or in a shell with --visitor\n");
        String signed = gshare(key, "sign", "--config=" + config, "--visitor=anna", "/d/x")
                .out()
                .strip();
        assertThat(gshare(key, "verify", "--config=" + config, signed).out())
                .contains(" login=portal:anna role=Viewer age=0s ");
        assertThat(gshare(key, "explain", "--config=" + config, signed).out())
                .endsWith("\nworkspace   its own: it may be signed\n");
    }

    private static String time(long second) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochSecond(second).atZone(ZoneId.systemDefault()));
    }

    @Test
    void aTokenIsTakenApartButForItsSignature() throws IOException {
        Path file = key();
        TokenKey key = TokenKey.parse(Files.readString(file));
        String signed = gshare(file, "sign", "/d/TZWea?orgId=1").out().strip();
        String token = signed.substring(signed.indexOf("auth_token=") + "auth_token=".length());
        String apart = "token       ES256, kid " + key.id() + "\n"
                + "sub         portal\n"
                + "role        Viewer\n"
                + "iat         " + time(NOW) + ", 0 s ago\n"
                + "nbf         " + time(NOW) + ", 0 s ago\n"
                + "exp         " + time(NOW + 3600) + ", in 3600 s\n";
        assertThat(gshare(file, "explain", token)).isEqualTo(new Result(0, apart, ""));
        Result whole = gshare(file, "explain", signed);
        assertThat(whole)
                .isEqualTo(new Result(
                        0,
                        "address     " + URL + "\ndashboard   TZWea\norgId       1\n"
                                + "signature   JWT: a Grafana of one's own opens it for its user, whoever has the link\n"
                                + apart + "workspace   its own: it may be signed\n",
                        ""));
    }

    private String wrong(TokenKey key, Map<String, Object> claims) {
        Result result = run("explain", "--at=" + NOW, key.sign(claims));
        assertThat(result.exit()).isEqualTo(1);
        return result.out().lines().filter(line -> line.startsWith("! ")).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void whatGrafanaWouldNotTakeOfAToken() throws IOException {
        TokenKey key = TokenKey.parse(Files.readString(key("--algorithm=RS256")));
        assertThat(wrong(key, Map.of("exp", NOW - 61, "sub", "anna")))
                .isEqualTo("! the token ended more than 60 s ago, so Grafana refuses it; load the frame anew\n");
        assertThat(wrong(key, Map.of("nbf", NOW + 61, "sub", "anna")))
                .isEqualTo("! nbf is more than 60 s in the future, so Grafana refuses it; set both clocks by NTP\n");
        assertThat(wrong(key, Map.of("exp", "soon", "sub", "anna")))
                .isEqualTo("! exp is no number of seconds, and Grafana refuses that\n");
        assertThat(wrong(key, Map.of("exp", NOW)))
                .isEqualTo("! the token says not who is looking (sub), and Grafana refuses that\n");
        assertThat(wrong(key, Map.of("sub", "Admin")))
                .isEqualTo("! sub was 'Admin' but is the login of Grafana's own administrator, whom such a token would"
                        + " take over; give another\n");
        assertThat(wrong(key, Map.of("sub", "anna", "role", "viewer")))
                .isEqualTo("! role was 'viewer' but Grafana knows Viewer, Editor and Admin, and takes others for a"
                        + " Viewer's or refuses them\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.eHh4"})
    void aTokenThatAnybodySigns(String token) {
        assertThat(run("explain", token).out())
                .endsWith(", which anybody signs by who knows what Grafana knows; sign with gshare keys new\n");
    }

    @Test
    void twoSignaturesAreTold() throws IOException {
        TokenKey key = TokenKey.parse(Files.readString(key()));
        String token = "auth_token=" + key.sign(Map.of("sub", "anna"));
        assertThat(run("explain", "/d/x?" + token + "&" + token).out())
                .contains("! the link carries more than one signature; sign it anew\n")
                .doesNotContain("eyJ");
    }
}
