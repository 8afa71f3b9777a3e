package io.gshare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar, as a process of its own. */
class JarIT {

    private static final String CLI_JAR = Objects.requireNonNull(System.getProperty("cli.jar"), "cli.jar");
    private static final Pattern HELD = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private Process start(String... args) throws IOException {
        return start(Map.of(), args);
    }

    private Process start(Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Neither of these may matter.
                "-Dfile.encoding=GBK",
                "-Dsun.stdout.encoding=GBK",
                "-jar",
                CLI_JAR));
        command.addAll(List.of(args));
        return start(environment, command);
    }

    private Process start(Map<String, String> environment, List<String> command) throws IOException {
        Path token =
                Files.writeString(folder.resolve("token"), Vectors.example().token());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("GSHARE_URL", "https://grafana.example.com");
        builder.environment().put("GSHARE_TOKEN_FILE", token.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void aKeyIsDerivedByTheEnvironment() throws Exception {
        String token = Vectors.all().get(1).token();
        Process process =
                start(Map.of("GSHARE_TOKEN", token, "GSHARE_ORG_ID", "7", "GSHARE_KEY_NAME", "viewer"), "derive");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("gshare.org-id = 7\ngshare.key-name = viewer\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aNameWithBlanksAtItsEndsIsKeptInTheEnvironment() throws IOException {
        assertThat(shell("export LC_ALL=C.UTF-8 GSHARE_TOKEN_FILE= GSHARE_TOKEN="
                        + Vectors.all().get(1).token()
                        + " GSHARE_KEY_NAME='\" lead and trail \"'; gshare sign /d/x | cut -d '&' -f 3;"
                        + " gshare derive | sed -n 2p"))
                .isEqualTo("aliyun_api_key_name=%20lead%20and%20trail%20\ngshare.key-name = \" lead and trail \"\n");
    }

    @Test
    void aLineIsAnsweredAtOnceAndInUtf8() throws Exception {
        Process process = start("sign");
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String link : List.of("/d/x", "/d/生产")) {
                in.write((link + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                assertThat(out.readLine()).startsWith("https://grafana.example.com" + link + "?aliyun_api_key_sign=");
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    /** What a shell prints of a command line with {@code gshare} in it, errors included. */
    private String shell(String line) throws IOException {
        Process process = start(Map.of(), List.of("bash", "-c", "exec 2>&1; " + program(line)));
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String program(String line) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return line.replace("gshare ", "'" + java + "' -jar '" + CLI_JAR + "' ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf '<p>' | gshare rewrite",
                "printf '<p>' | gshare rewrite --chunk 1",
                "gshare rewrite < <(printf '<p>')"
            })
    void aPipeIsRewritten(String line) throws IOException {
        assertThat(shell(line)).isEqualTo("<p>0 links signed\n");
    }

    @Test
    void soIsAnEmptyOne() throws IOException {
        assertThat(shell(": | gshare rewrite")).isEqualTo("0 links signed\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign /d/x",
                "explain /d/x",
                "rewrite <<<'<p>'",
                "derive",
                "doctor --org-id 0",
                "doctor --org-id 0 --json",
                "--help",
                "help sign"
            })
    void whatCannotBeWrittenIsSaid(String command) throws IOException {
        assertThat(shell("gshare " + command + " >/dev/full; echo $?"))
                .isEqualTo("reading or writing failed: No space left on device\n2\n");
    }

    @Test
    void whereNobodyReadsAnyMoreNothingIsSigned() throws IOException {
        assertThat(shell("yes /d/x | gshare sign | head -1 | cut -c 1-32"))
                .isEqualTo("https://grafana.example.com/d/x?\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sign /d/x",
                "verify /d/x",
                "explain /d/x",
                "rewrite 2>/dev/null <<<'<p>'",
                "derive",
                "doctor --org-id 0",
                "doctor --org-id 0 --json",
                "--help",
                "keys --help",
                "help sign"
            })
    void whereNobodyReadsAnyMoreACommandEndsQuietly(String command) throws IOException {
        assertThat(shell("gshare " + command + " | true; echo ${PIPESTATUS[0]}"))
                .isEqualTo("141\n");
    }

    @Test
    void soDoesTheListOfKeys() throws IOException {
        try (StandInWorkspace grafana = grafana()) {
            assertThat(shell("gshare keys --url " + grafana.url() + " --admin-token-file " + folder
                            + "/admin | true; echo ${PIPESTATUS[0]}"))
                    .isEqualTo("141\n");
        }
    }

    @Test
    void ofTwoRotationsOneIsRefusedAndDeletesNothing() throws Exception {
        try (StandInWorkspace grafana = grafana()) {
            Path file = folder.resolve("key");
            assertThat(shell("umask 077; gshare derive >" + file)).isEmpty();
            String[] rotate = {
                "keys",
                "rotate",
                "--url=" + grafana.url(),
                "--admin-token-file=" + folder.resolve("admin"),
                "--file=" + file
            };
            Process first = start(rotate);
            try (BufferedReader said = first.errorReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).endsWith("is in the file, in place of 'test1'");
                assertThat(said.readLine()).startsWith("the last link of 'test1' is over in ");
                String key = Files.readString(file);
                Process second = start(rotate);
                assertThat(new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(
                                "file was '" + file
                                        + "' but another gshare keys is at work on it; wait until that has ended, and run it again\n");
                assertThat(second.waitFor()).isEqualTo(2);
                assertThat(file).hasContent(key);
                assertThat(shell("gshare keys --url " + grafana.url() + " --admin-token-file " + folder
                                + "/admin | cut -d ' ' -f 1 | grep -e test1 -e gshare- | sort"))
                        .matches("gshare-.*\ntest1\n");
            } finally {
                first.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void settingsOfTheEnvironmentAreNotTakenForNone() throws IOException {
        assertThat(shell("env -u GSHARE_URL -u GSHARE_TOKEN_FILE GSHARE_ORG_ID= gshare explain /d/x"))
                .endsWith("workspace   not known: no settings\n");
        assertThat(shell("GSHARE_ORG_ID=main gshare explain /d/x; echo $?")).endsWith("""
                        gshare is configured wrongly in 1 place:
                          - gshare.org-id was 'main' but must be a whole number, 1 or more
                        2
                        """);
    }

    @Test
    void blankVariablesAreNoneToDeriveAsWell() throws IOException {
        assertThat(shell("GSHARE_TOKEN= GSHARE_KEY_NAME=' ' GSHARE_ORG_ID= gshare derive"))
                .startsWith("gshare.org-id = 1\ngshare.key-name = test1\n");
    }

    // ---- what the documents say

    @Test
    void theRecipeForAKeyFileMakesOneThatOthersCannotRead() throws IOException {
        Files.writeString(folder.resolve("new-token"), Vectors.all().get(1).token());
        Files.setPosixFilePermissions(folder.resolve("new-token"), PosixFilePermissions.fromString("rw-------"));
        String recipe = Documents.snippets("docs/keys.md", "shell").get(1).replace("/run/secrets/", "");
        assertThat(shell("cd " + folder + "; " + recipe + "stat -c %a grafana-token; cut -c 1-20 grafana-token"))
                .isEqualTo("""
                        640
                        gshare.org-id = 1
                        gshare.key-name = sa
                        gshare.derived-key =
                        """);
    }

    @Test
    void theSamplesTokenIsPutIntoAFileOfItsOwn() throws IOException {
        String recipe = Documents.snippets("docs/troubleshooting.md", "shell")
                .get(0)
                .replace("sample-webapp/", Path.of("..").toRealPath() + "/sample-webapp/");
        assertThat(shell("cd " + folder + "; rm token; " + recipe
                        + "stat -c %a token; gshare sign /d/jvm | cut -c 1-28"))
                .isEqualTo("600\nhttp://localhost:3000/d/jvm?\n");
    }

    // ---- at a terminal

    private Process terminal(String line) throws IOException {
        return start(Map.of("GSHARE_TOKEN_FILE", ""), List.of("script", "-qec", program(line), folder + "/typescript"));
    }

    @Test
    void aTokenIsAskedForUnseen() throws Exception {
        Process process = terminal("gshare derive");
        StringBuilder seen = new StringBuilder();
        try (Reader out = process.inputReader(StandardCharsets.UTF_8);
                OutputStream in = process.getOutputStream()) {
            while (!seen.toString().endsWith("Token: ")) {
                seen.append((char) out.read());
            }
            in.write((Vectors.example().token() + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            for (int c = out.read(); c >= 0; c = out.read()) {
                seen.append((char) c);
            }
        }
        assertThat(seen.toString().replace("\r", ""))
                .isEqualTo("Token: \ngshare.org-id = 1\ngshare.key-name = test1\ngshare.derived-key = "
                        + Vectors.example().derivedKey() + "\n");
        assertThat(process.waitFor()).isZero();
    }

    /** Grafana's API for keys, and an admin's token. */
    private StandInWorkspace grafana() throws IOException {
        String token = "glsa_adminAdminAdminAdminAdmin_ed9e0056";
        Path admin = Files.writeString(folder.resolve("admin"), token);
        Files.setPosixFilePermissions(admin, PosixFilePermissions.fromString("rw-------"));
        return StandInWorkspace.builder()
                .key(Vectors.example().shareKey())
                .admin(token)
                .start();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"y, 'test1' is deleted, 0", "n, \"\", 1", "\"\", \"\", 1"})
    void aKeyIsRevokedByWhoeverSaysYes(String answer, String printed, int exit) throws Exception {
        try (StandInWorkspace grafana = grafana()) {
            Process process = terminal("gshare keys revoke test1 --url " + grafana.url() + " --admin-token-file "
                    + folder.resolve("admin"));
            StringBuilder seen = new StringBuilder();
            try (Reader out = process.inputReader(StandardCharsets.UTF_8);
                    OutputStream in = process.getOutputStream()) {
                while (!seen.toString().endsWith("Delete 'test1'? [y/N] ")) {
                    int c = out.read();
                    assertThat(c).describedAs(seen.toString()).isNotNegative();
                    seen.append((char) c);
                }
                seen.setLength(0);
                in.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                for (int c = out.read(); c >= 0; c = out.read()) {
                    seen.append((char) c);
                }
            }
            assertThat(seen.toString().strip().replaceFirst("^" + answer + "\\R*", ""))
                    .isEqualTo(printed);
            assertThat(process.waitFor()).isEqualTo(exit);
        }
    }

    /** No file may have a byte: as on a disk that is full. */
    @Test
    void aDiskThatIsFullIsSaidBeforeAKeyIsMade() throws IOException {
        try (StandInWorkspace grafana = grafana()) {
            String as = " --url " + grafana.url() + " --admin-token-file admin";
            assertThat(shell("cd " + folder
                            + "; umask 077; gshare derive >held; cp held before; trap '' XFSZ; ulimit -f 0;"
                            + " gshare keys create --name portal --file key" + as + "; echo $?;"
                            + " gshare keys rotate --file held" + as + "; echo $?; cmp held before;"
                            + " gshare keys" + as + " | sed -n 1,2p; ls key"))
                    .isEqualTo("""
                            file was 'key' but cannot be written there (File too large); look at the disk that it is on
                            2
                            file was 'held' but cannot be written there (File too large); look at the disk that it is on
                            2
                            NAME   ROLE    CREATED  LAST USED  EXPIRES
                            test1  Viewer  -        -          -        signs now
                            ls: cannot access 'key': No such file or directory
                            """);
        }
    }

    @Test
    void aTokenIsNotAskedForWhereItWouldBeSeen() throws Exception {
        Process process = terminal("gshare derive >>" + folder + "/derived");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "the token is missing, and is not asked for where it would be seen, as the answer goes elsewhere;"
                                + " give --token-file, or GSHARE_TOKEN or GSHARE_TOKEN_FILE in the environment\r\n");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aRefusalIsTheExitCode() throws Exception {
        Process process = start("sign", "https://evil.example/");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("! OTHER_HOST link was 'https://evil.example/'");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void theJarSaysWhoseWorkItHoldsAndOnWhatTerms() throws Exception {
        try (JarFile jar = new JarFile(CLI_JAR)) {
            assertThat(read(jar, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("..", "LICENSE")));
            assertThat(read(jar, "META-INF/NOTICE")).contains("# Jackson JSON processor");
            assertThat(read(jar, "META-INF/FastDoubleParser-NOTICE")).contains("FastDoubleParser");
            List<String> held = jar.stream()
                    .map(entry -> HELD.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(found -> found.group(1) + ":" + found.group(2))
                    .filter(name -> !name.startsWith("io.gshare:"))
                    .toList();
            assertThat(held).contains("com.fasterxml.jackson.core:jackson-core", "com.google.guava:guava");
            assertThat(read(jar, "META-INF/THIRD-PARTY.txt") + read(jar, "META-INF/nimbus-jose-jwt-NOTICE"))
                    .contains(held)
                    .contains("info.picocli:picocli:");
        }
    }

    private static String read(JarFile jar, String entry) throws IOException {
        return new String(
                jar.getInputStream(Objects.requireNonNull(jar.getEntry(entry), entry))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }

    @Test
    void theJarSaysItsVersion() throws Exception {
        Process process = start("--version");
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .matches("gshare [0-9].*\\R");
    }
}
