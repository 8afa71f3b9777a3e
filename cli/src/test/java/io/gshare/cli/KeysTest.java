package io.gshare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.cli.keys.Between;
import io.gshare.cli.keys.Between.Fault;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.settings.Settings;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.TestClock;
import io.gshare.test.Vectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gshare keys}, as a user types it, before a stand-in of Grafana's API, and before each of its failures. */
class KeysTest {

    private static final String ADMIN = "glsa_adminAdminAdminAdminAdmin_ed9e0056";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String GIVE = "; give the token of a service account that has the role Admin in that org\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private final TestClock clock = TestClock.standing(NOW);
    private final StandInWorkspace workspace = StandInWorkspace.builder()
            .key(Vectors.example().shareKey())
            .clock(clock)
            .admin(ADMIN)
            .start();
    private final Between between = new Between(workspace.url());

    @SuppressWarnings("NullAway.Init") // below
    private Path admin;

    @SuppressWarnings("NullAway.Init") // below
    private Path file;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void files() throws IOException {
        admin = folder.resolve("admin");
        file = folder.resolve("grafana-key");
        admin(ADMIN + "\n");
    }

    private void admin(String text) throws IOException {
        Files.writeString(admin, text);
        Files.setPosixFilePermissions(admin, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() {
        between.close();
        workspace.close();
    }

    private static Result run(String in, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                new Streams(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8)),
                args.toArray(String[]::new));
        Result result = new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        assertThat(result.out + result.err)
                .doesNotContain("glsa_admin", "eyJrIjoiR")
                .doesNotContainPattern("[0-9a-f]{100}");
        return result;
    }

    /** With where Grafana is, who asks, and the time. */
    private Result keys(String... args) {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(args));
        all.addAll(List.of(
                "--url",
                between.url(),
                "--admin-token-file",
                admin.toString(),
                "--at",
                Long.toString(clock.instant().getEpochSecond())));
        return run("", all);
    }

    private Result create(String name, String... args) {
        List<String> all = new ArrayList<>(List.of("create", "--name=" + name, "--file", file.toString()));
        all.addAll(List.of(args));
        return keys(all.toArray(String[]::new));
    }

    private static Result wrong(String message) {
        return new Result(2, "", message);
    }

    /** What the API answers, with the tokens that were made. */
    private String api(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(workspace.url() + path))
                                .header("Authorization", "Bearer " + ADMIN)
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    // ---- create

    @Test
    void aKeyIsMadeAndWrittenAndSigns() throws Exception {
        assertThat(create("portal"))
                .isEqualTo(new Result(
                        0,
                        file
                                + " holds the key 'portal' of org 1, of the service account 'gshare-viewer', until 2027-02-25;"
                                + " next, gshare.token-file = " + file + "\n",
                        ""));
        assertThat(Files.readString(file))
                .matches("gshare\\.org-id = 1\ngshare\\.key-name = portal\ngshare\\.derived-key = [0-9a-f]{100}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(opened()).isEqualTo(200);
        assertThat(api("GET", "/api/serviceaccounts/search", ""))
                .contains("\"name\":\"gshare-viewer\"", "\"role\":\"Viewer\"", "\"tokens\":1");
    }

    private int opened() throws Exception {
        GShare gshare = GShare.from(
                Settings.of(Map.of("gshare.url", workspace.url(), "gshare.token-file", file.toString())), clock);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gshare.sign("/d/TZWea")))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "生产 看板",
                "a&b=c+d%20e;f/g?h#i",
                "quote\" and \\ slash",
                "\" lead and trail \"",
                "\"\"quoted\"\"",
                "עברית العربية",
                "🔑_glsa",
                "\"'single'\"",
                "-dash"
            })
    void aNameIsKeptWhateverScriptAndSeparatorsItHas(String name) throws Exception {
        assertThat(create(name).exit()).isZero();
        assertThat(opened()).isEqualTo(200);
        assertThat(run(
                                "",
                                List.of(
                                        "keys",
                                        "revoke",
                                        "--yes",
                                        "--url",
                                        between.url(),
                                        "--admin-token-file",
                                        "" + admin,
                                        "--",
                                        name))
                        .exit())
                .isZero();
        assertThat(opened()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\" x \"     | ` x `        | \" x \"",
                "\"x\"       | x            | x",
                "\"\"x\"\" | \"x\"      | \"\"x\"\""
            })
    void aNameIsWrittenAsInSettings(String given, String name, String listed) throws Exception {
        assertThat(create(given).exit()).isZero();
        assertThat(api("GET", "/api/serviceaccounts/2/tokens", ""))
                .contains("\"name\":\"" + name.replace("\"", "\\\"") + "\"");
        assertThat(Files.readString(file)).contains("gshare.key-name = " + listed + "\n");
        assertThat(keys("--token-file", "" + file).out()).matches("(?s).*\\R\\Q" + listed + "\\E +Viewer.*signs now.*");
        assertThat(keys("revoke", "--yes", given).out()).isEqualTo("'" + name + "' is deleted\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create --file=x --name= x ",
                "create --file=x --name=x --account= x ",
                "--except= x ",
                "revoke| x "
            })
    void aBlankAtAnEndIsNoneOfANameWithoutQuotes(String args) {
        Result result = keys(args.split("(?<=[a-z]) (?=-)|\\|"));
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        ": was ' x ' but begins or ends with a blank; leave that out, or put it into double quotes where it is"
                                + " part of the name\n");
        assertThat(between.requests()).isEmpty();
    }

    @Test
    void whereThereAreNoServiceAccountsItIsAnApiKey() throws Exception {
        between.with(request -> request.contains("serviceaccounts") ? Fault.answer(404, "") : null);
        assertThat(create("portal", "--ttl=30d").out())
                .startsWith(file + " holds the key 'portal' of org 1, an API key, until 2026-12-27; next,");
        assertThat(opened()).isEqualTo(200);
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        String taken =
                "name was 'test1' but another key of the org has it; give another, or delete that one by gshare keys"
                        + " revoke\n";
        assertThat(create("test1")).isEqualTo(wrong(taken));
        // Taken between the look and the creation.
        between.with(request -> request.equals("GET /api/auth/keys") ? Fault.answer(200, "[]") : null);
        assertThat(create("test1")).isEqualTo(wrong(taken));
        assertThat(file).doesNotExist();
    }

    @Test
    void noKeyIsWrittenOver() throws IOException {
        Files.writeString(file, "a key");
        assertThat(create("portal"))
                .isEqualTo(wrong(
                        "file was '" + file + "' but it is there already, and no key is written over; name another, or"
                                + " replace its key by gshare keys rotate\n"));
        assertThat(file).hasContent("a key");
        assertThat(between.requests()).doesNotContain("POST /api/serviceaccounts");
    }

    @Test
    void anAccountThatMayDoMoreIsNotUsed() throws Exception {
        api("POST", "/api/serviceaccounts", "{\"name\":\"ops\",\"role\":\"Editor\"}");
        assertThat(create("portal", "--account=ops"))
                .isEqualTo(wrong(
                        "account was 'ops' but that service account has the role Editor, and whoever holds a link has"
                                + " it too; give it the role Viewer in Grafana, or name another by --account\n"));
    }

    @Test
    void anAccountThatSomebodyElseMakesMeanwhileIsUsed() throws Exception {
        between.with(request -> {
            if (request.equals("POST /api/serviceaccounts")) {
                try {
                    api("POST", "/api/serviceaccounts", "{\"name\":\"gshare-viewer\",\"role\":\"Viewer\"}");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return null;
        });
        assertThat(create("portal").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereTheConnectionBreaksAfterThePostItIsSaidWhatCameOfIt(boolean arrives) throws Exception {
        between.with(request ->
                request.matches("POST .*/tokens") ? arrives ? Fault.BREAKS_AFTER : Fault.BREAKS_BEFORE : null);
        Result result = create("portal");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .matches(
                        "the connection broke after POST /api/serviceaccounts/2/tokens \\(.*\\), so whether Grafana has done it"
                                + " is not known; it has "
                                + (arrives
                                        ? "a key 'portal' now, whose secret nobody knows: delete it by gshare keys revoke, and run this"
                                                + " again\n"
                                        : "no key 'portal': run it again\n"));
        assertThat(file).doesNotExist();
        between.with(request -> null);
        if (arrives) {
            assertThat(keys("revoke", "portal", "--yes").exit()).isZero();
        }
        assertThat(create("portal").exit()).isZero();
    }

    @Test
    void whereAFileCannotBeWrittenNothingIsMade() {
        assertThat(keys("create", "--name=portal", "--file=/sys/key"))
                .isEqualTo(
                        wrong("file was '/sys/key' but its folder is not writable for this user; run it as one who may"
                                + " write there\n"));
        assertThat(between.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--ttl=90 | was '90' but must be a duration of a second or more, such as 90d, 12h, 2m or PT1H",
                "--ttl=-1d | was '-1d' but must be a duration of a second or more, such as 90d, 12h, 2m or PT1H",
                "--ttl=0s | was '0s' but must be a duration of a second or more, such as 90d, 12h, 2m or PT1H"
            })
    void aDurationThatIsNone(String option, String rule) {
        Result result = create("portal", option);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains(rule);
    }

    // ---- the list

    @Test
    void theListMarksWhatTheAdviceIsAgainst() throws Exception {
        api("POST", "/api/serviceaccounts", "{\"name\":\"ops\",\"role\":\"Editor\"}");
        create("portal");
        api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"of ops\"}");
        api("POST", "/api/serviceaccounts/3/tokens", "{\"name\":\"short\",\"secondsToLive\":60}");
        clock.advance(Duration.ofDays(91));
        Result listed = keys("--token-file", file.toString());
        assertThat(listed).isEqualTo(new Result(1, """
                        NAME    ROLE    CREATED     LAST USED  EXPIRES
                        of ops  Editor  2026-11-27  -          -           ! not a Viewer, older than 90 days
                        portal  Viewer  2026-11-27  -          2027-02-25  signs now  ! expired and still there
                        short   Viewer  2026-11-27  -          2026-11-27  ! expired and still there
                        test1   Viewer  -           -          -

                        4 keys in org 1 'Main Org.' of %s
                        """.formatted(between.url()), ""));
        assertThat(keys("--except=ops").out()).contains("of ops  Editor  2026-11-27  -          -\n");
        assertThat(keys("--except=of ops").out()).contains("of ops  Editor  2026-11-27  -          -\n");
    }

    @Test
    void whereTheAdviceIsFollowedTheExitCodeSaysSo() {
        create("portal");
        assertThat(keys().out())
                .endsWith("2 keys in org 1 'Main Org.' of " + between.url()
                        + "; which of them signs, the settings do not say\n");
        assertThat(keys().exit()).isZero();
        assertThat(keys("--token-file", file.toString()).exit()).isZero();
    }

    @Test
    void aKeyThatSignsAndIsNotThereIsMarked() {
        create("portal");
        keys("revoke", "portal", "--yes");
        Result listed = keys("--token-file", file.toString());
        assertThat(listed.exit()).isEqualTo(1);
        assertThat(listed.out())
                .contains(
                        "! 'portal' signs, and Grafana has no such key; put one that it has into its file, by gshare keys"
                                + " rotate\n");
    }

    @Test
    void aPrivateKeyOfJwtLinksIsNoKeyThatGrafanaLacks() {
        String key = jwk();
        Result listed = keys("--link-version=jwt", "--key-file", key);
        assertThat(listed).isEqualTo(new Result(0, """
                        NAME   ROLE    CREATED  LAST USED  EXPIRES
                        test1  Viewer  -        -          -

                        1 key in org 1 'Main Org.' of %s; none of them signs, as link-version is jwt
                        """.formatted(between.url()), ""));
        assertThat(keys("--token-file", key).out())
                .doesNotContain("!")
                .endsWith("; which of them signs, the settings do not say\n");
        assertThat(keys("revoke", "test1", "--yes", "--link-version=jwt", "--key-file", key)
                        .err())
                .doesNotContain("signs now");
    }

    private String jwk() {
        String key = folder.resolve("key.jwk").toString();
        assertThat(run("", List.of("keys", "new", "--file", key)).exit()).isZero();
        return key;
    }

    @Test
    void anotherWorkspaceOfTheSettings() throws IOException {
        create("portal");
        Path config = Files.writeString(folder.resolve("settings"), """
                gshare.url = http://localhost:1
                gshare.link-version = jwt
                gshare.key-file = %s
                gshare.workspaces.beside.url = %s
                gshare.workspaces.beside.token-file = %s
                """.formatted(jwk(), between.url(), file));
        List<String> given = List.of("--workspace=beside", "--config=" + config, "--admin-token-file=" + admin);
        assertThat(run("", with(given, "keys")).out())
                .contains("portal  Viewer")
                .contains("signs now")
                .endsWith("of " + between.url() + "\n");
        assertThat(run("", with(given, "keys", "revoke", "portal", "--yes")).err())
                .contains("'portal' signs now:");
        assertThat(run("", with(given, "keys", "rotate", "--grace=1s")).err()).startsWith("grace was '1s'");
        assertThat(run("", with(List.of("--workspace=besides", "--config=" + config), "keys")))
                .isEqualTo(wrong(
                        "workspace was 'besides' but gshare.workspaces.besides.url is missing; set it, or name another"
                                + " workspace\n"));
    }

    private static List<String> with(List<String> given, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(given);
        return all;
    }

    @Test
    void moreThanNinetyAreMarked() throws Exception {
        create("portal");
        for (int i = 0; i < 89; i++) {
            api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"" + i + "\"}");
        }
        assertThat(keys().out())
                .contains("! 91 keys, and Grafana's page shows 100; gshare keys prune deletes the expired ones\n");
        assertThat(keys().exit()).isEqualTo(1);
    }

    @Test
    void theListIsJsonForPrograms() throws IOException {
        create("portal");
        Result listed = keys("--json", "--token-file", file.toString());
        assertThat(listed.exit()).isZero();
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(listed.out())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue()) {
                    values.add(parser.currentName() + "=" + parser.getText());
                }
            }
        }
        assertThat(values)
                .containsExactly(
                        "url=" + between.url(),
                        "orgId=1",
                        "signing=portal",
                        "name=portal",
                        "account=gshare-viewer",
                        "role=Viewer",
                        "created=2026-11-27T12:00:00Z",
                        "lastUsed=null",
                        "expires=2027-02-25T12:00:00Z",
                        "signs=true",
                        "name=test1",
                        "account=null",
                        "role=Viewer",
                        "created=null",
                        "lastUsed=null",
                        "expires=null",
                        "signs=false");
    }

    @Test
    void aNewerGrafanaHasNoApiKeys() {
        create("portal");
        between.with(request -> request.startsWith("GET /api/auth/") ? Fault.answer(404, "") : null);
        assertThat(keys().out()).contains("portal").doesNotContain("test1");
    }

    @Test
    void anOlderOneHasNoServiceAccounts() {
        between.with(request -> request.contains("serviceaccounts") ? Fault.answer(404, "{}") : null);
        assertThat(keys().out()).contains("test1  Viewer").contains("1 key in org 1");
    }

    @Test
    void whatHasNeitherIsNoGrafanaOfThese() {
        between.with(request -> request.equals("GET /api/org") ? null : Fault.answer(404, "{}"));
        assertThat(keys())
                .isEqualTo(wrong("url was '" + between.url()
                        + "' but what answers there has neither service accounts nor API keys; check gshare.url, which is a"
                        + " Grafana's of 9.0 or later\n"));
    }

    // ---- the admin

    @Test
    void aTokenThatGrafanaDoesNotKnow() throws IOException {
        admin(Vectors.all().get(1).token());
        assertThat(keys())
                .isEqualTo(wrong(
                        "the admin's token is not taken: Grafana answers 401 'invalid API key' to GET /api/serviceaccounts/search"
                                + GIVE));
    }

    @Test
    void aViewersToken() throws Exception {
        create("portal");
        String made = api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"viewer\"}");
        admin(made.replaceFirst(".*\"key\":\"([^\"]*)\".*", "$1"));
        assertThat(keys())
                .isEqualTo(wrong(
                        "the admin's token may not do this: Grafana answers 403 'You'll need additional permissions to"
                                + " perform this action. Permissions needed: serviceaccounts:read' to GET /api/serviceaccounts/search"
                                + GIVE));
    }

    @Test
    void anAdminOfAnotherOrg() {
        assertThat(keys("--org-id=2"))
                .isEqualTo(wrong(
                        "org-id was '2' but the admin's token is of org 1 'Main Org.'; give a token of an admin of org"
                                + " 2\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2 | the API key is cut short",
                "glsa_adminAdminAdminAdminAdmin_00000000 | the service account token's checksum does not fit"
            })
    void aTokenThatIsNone(String token, String rule) throws IOException {
        admin(token);
        Result result = keys();
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("admin-token-file was '" + admin + "' but " + rule);
        assertThat(between.requests()).isEmpty();
    }

    @Test
    void aDerivedKeyIsNoAdmins() throws IOException {
        admin("0".repeat(100));
        assertThat(keys())
                .isEqualTo(wrong(
                        "admin-token-file was '" + admin + "' but holds a derived key, which signs and does no more;"
                                + " put the token of a service account with the role Admin into it\n"));
    }

    @Test
    void aFileThatOthersReadIsNone() throws IOException {
        Files.setPosixFilePermissions(admin, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(keys().err())
                .startsWith("admin-token-file was '" + admin + "' but can be read by every user of this machine;");
    }

    @Test
    void withoutAFileTheTokenIsAskedFor() {
        List<String> args = List.of("keys", "--url", between.url());
        assertThat(run(ADMIN + "\n", args).out()).contains("test1  Viewer");
        assertThat(run("", args)).isEqualTo(wrong("the admin's token is missing; give --admin-token-file\n"));
    }

    @Test
    void itIsNoOption() {
        Result result = keys("--admin-token", ADMIN);
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("a token is never an option");
    }

    /** Where it is Grafana's answer that is in the way, nothing was changed before. */
    @ParameterizedTest
    @ValueSource(
            strings = {"create --name=next --file=%s.next", "rotate --file=%s", "revoke portal --yes", "prune --yes"})
    void whoIsNoAdminOfTheOrgChangesNothing(String command) throws Exception {
        create("portal");
        String before = Files.readString(file);
        String listed = keys().out();
        String[] args = command.formatted(file).split(" ");
        List<String> ofAnotherOrg = new ArrayList<>(List.of(args));
        ofAnotherOrg.add("--org-id=2");
        assertThat(keys(ofAnotherOrg.toArray(String[]::new)).err())
                .contains(
                        command.startsWith("rotate")
                                ? "gshare.org-id was '2' but the key file says '1'; leave the setting to the file\n"
                                : "org-id was '2' but the admin's token is of org 1 'Main Org.'; give a token of an admin of org"
                                        + " 2\n");
        String viewer = api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"viewer\",\"secondsToLive\":60}");
        admin(viewer.replaceFirst(".*\"key\":\"([^\"]*)\".*", "$1"));
        assertThat(keys(args).err())
                .startsWith("the admin's token may not do this: Grafana answers 403 ")
                .endsWith(GIVE);
        admin(Vectors.all().get(1).token());
        assertThat(keys(args).err())
                .startsWith("the admin's token is not taken: Grafana answers 401 ")
                .endsWith(GIVE);
        admin(ADMIN);
        keys("revoke", "viewer", "--yes");
        assertThat(keys().out()).isEqualTo(listed);
        assertThat(file).hasContent(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(admin, file);
        }
    }

    @Test
    void withoutAUrlThatAloneIsMissing() throws IOException {
        String missing = "url is missing; give --url, or set gshare.url\n";
        List<String> args = List.of("keys", "--admin-token-file", admin.toString());
        assertThat(run("", args)).isEqualTo(wrong(missing));
        Path config = Files.writeString(folder.resolve("settings"), "gshare.ulr = " + between.url() + "\n");
        assertThat(run("", with(List.of("--config=" + config), args.toArray(String[]::new))))
                .isEqualTo(wrong(
                        missing + "'gshare.ulr' in '" + config + "' is not a setting; did you mean 'gshare.url'?\n"));
        assertThat(run("", with(List.of("--config=/nowhere"), args.toArray(String[]::new))))
                .isEqualTo(
                        wrong(missing + "gshare.config was '/nowhere' but cannot be read (NoSuchFileException); name a"
                                + " properties file that this process may read\n"));
    }

    @Test
    void itIsNotSentWhereOthersReadAlong() {
        assertThat(run("", List.of("keys", "--url=http://grafana.example.com", "--admin-token-file", "" + admin)))
                .isEqualTo(wrong(
                        "url was 'http://grafana.example.com' but an admin's token is not sent over HTTP, where others"
                                + " read along; give an address of https\n"));
    }

    // ---- Grafana's failures

    @Test
    void whereGrafanaFails() {
        between.with(request -> Fault.answer(500, "{\"message\":\"database is locked\"}"));
        assertThat(keys())
                .isEqualTo(wrong(
                        "Grafana failed: it answers 500 'database is locked' to GET /api/serviceaccounts/search; look into the workspace's"
                                + " own log, and run it again\n"));
    }

    @Test
    void whereSomethingElseAnswers() {
        between.with(request -> Fault.answer(302, ""));
        assertThat(keys().err())
                .startsWith(
                        "what answers is no Grafana, or something before it: 302 to GET /api/serviceaccounts/search;");
        between.with(request -> Fault.answer(200, "<html>"));
        assertThat(keys().err())
                .startsWith(
                        "what answers is no Grafana, or something before it: no JSON to GET /api/serviceaccounts/search;");
    }

    @Test
    void whereNobodyAnswers() {
        assertThat(run("", List.of("keys", "--url=http://localhost:1", "--admin-token-file", "" + admin)))
                .isEqualTo(wrong(
                        "http://localhost:1 does not answer GET /api/serviceaccounts/search: the connection is refused; check gshare.url,"
                                + " DNS, firewall and proxy from this machine\n"));
        between.with(request -> Fault.BREAKS_BEFORE);
        assertThat(keys().err()).startsWith(between.url() + " does not answer GET /api/serviceaccounts/search: ");
    }

    // ---- rotate: what it does is in RotationTest

    @Test
    void aGraceShorterThanALinksMinuteIsRefused() {
        create("portal");
        assertThat(keys("rotate", "--file", "" + file, "--grace=59s"))
                .isEqualTo(
                        wrong("grace was '59s' but a link that the old key has signed is good for a minute; give 1m or"
                                + " more\n"));
    }

    @Test
    void aKeyThatWouldEndBeforeTheOldOneIsRefused() {
        create("portal");
        assertThat(keys("rotate", "--file", "" + file, "--ttl=1m"))
                .isEqualTo(wrong(
                        "ttl was '60s' but the next key must be good for longer than the old one's grace; give twice"
                                + " 120s or more\n"));
    }

    @Test
    void aNameInTheSettingsWouldKeepTheNextKeyOut() {
        create("portal");
        assertThat(keys("rotate", "--file", "" + file, "--key-name=portal"))
                .isEqualTo(wrong(
                        "key-name was 'portal' but the next key has another name; leave it to the file: write both"
                                + " into it by gshare derive, and take gshare.key-name out of the settings\n"));
    }

    @Test
    void aKeyThatIsReadOnceIsNotReplaced() throws IOException {
        Files.writeString(file, Vectors.example().token());
        assertThat(keys("rotate", "--file", "" + file, "--link-version=v1"))
                .isEqualTo(wrong(
                        "link-version was 'v1' but such links carry the key itself, which the application reads once,"
                                + " when it starts; let it sign v2 links, or give it another key by a restart\n"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPrivateKeyOfJwtLinksIsNotReplaced(boolean pem) throws IOException {
        String key = folder.resolve("private").toString();
        run("", List.of("keys", "new", "--file", key, pem ? "--pem" : "--algorithm=ES256"));
        String content = Files.readString(Path.of(key));
        assertThat(keys("rotate", "--file", key))
                .isEqualTo(wrong("file was '" + key
                        + "' but holds a private key of JWT links, which is not Grafana's to make;"
                        + " replace such a key by gshare keys next, or name the file that gshare.token-file names\n"));
        assertThat(Path.of(key)).hasContent(content);
        create("portal");
        assertThat(keys("rotate", "--file", "" + file, "--link-version=jwt", "--key-file", key))
                .isEqualTo(wrong(
                        "link-version was 'jwt' but its keys are not Grafana's to make; replace such a key by gshare"
                                + " keys next\n"));
    }

    @ParameterizedTest
    @CsvSource({"--key-name=sa", "--link-version=v2"})
    void aFileThatHoldsATokenAloneIsToldOfFirst(String option) throws IOException {
        Files.writeString(file, Vectors.all().get(1).token());
        assertThat(keys("rotate", "--file", "" + file, option))
                .isEqualTo(
                        wrong(
                                "file was '" + file
                                        + "' but holds a token alone, whose name the application has from its settings, and the next one has"
                                        + " another; write both into it by gshare derive, and take gshare.key-name out of the settings\n"));
    }

    @Test
    void aFileThatHoldsNoKeyIsToldOf() throws IOException {
        Files.writeString(file, "a\nb\n");
        assertThat(keys("rotate", "--file", "" + file))
                .isEqualTo(wrong(
                        "file was '" + file + "' but the key file has 2 lines, but a key alone has one, and others"
                                + " begin with gshare.; write it by gshare derive\n"));
    }

    @Test
    void aFileThatIsNotThereIsNotReplaced() {
        assertThat(keys("rotate", "--file", "" + file))
                .isEqualTo(wrong("file was '" + file + "' but it is not there; make it by gshare keys create\n"));
        assertThat(keys("rotate"))
                .isEqualTo(
                        wrong(
                                "file is missing; give --file, the key file that gshare.token-file names to the application\n"));
    }

    // ---- revoke and prune

    @Test
    void aKeyThatIsRevokedOpensNothing() throws Exception {
        create("portal");
        assertThat(opened()).isEqualTo(200);
        Result result = keys("revoke", "portal", "--yes", "--token-file", file.toString());
        assertThat(result).isEqualTo(new Result(0, "'portal' is deleted\n", """
                        Links that 'portal' has signed open no more. Sessions that they have opened go on until their own end: an hour after the link was opened, or what gshare.session says. Pages that sign at load go on by the key that signs then; where this one has leaked, restart the application as well.
                        'portal' signs now: no page shows a dashboard until another key is in its file. gshare keys rotate replaces it without that.
                        """));
        assertThat(opened()).isEqualTo(401);
    }

    @Test
    void withoutAnAnswerNothingIsDeleted() {
        assertThat(keys("revoke", "test1").err())
                .endsWith("nobody is there to be asked; give --yes, and it is deleted\n");
        assertThat(keys("revoke", "test1").exit()).isEqualTo(2);
        assertThat(keys().out()).contains("test1");
    }

    @Test
    void aKeyThatIsNotThereIsNotRevoked() {
        assertThat(keys("revoke", "nobody", "--yes"))
                .isEqualTo(wrong("name was 'nobody' but no key of org 1 has it; gshare keys lists them\n"));
    }

    @Test
    void anotherWhoDeletesItFirstIsNoFailure() throws Exception {
        create("portal");
        between.with(request -> {
            if (request.startsWith("DELETE")) {
                try {
                    api("DELETE", "/api/serviceaccounts/2/tokens/3", "");
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return null;
        });
        assertThat(keys("revoke", "portal", "--yes").out()).isEqualTo("'portal' is deleted\n");
    }

    @Test
    void aDeletionWhoseAnswerIsLostIsLookedAfter() {
        create("portal");
        between.with(request -> request.startsWith("DELETE") ? Fault.BREAKS_BEFORE : null);
        assertThat(keys("revoke", "portal", "--yes").err()).contains("the connection broke after DELETE");
        between.with(request -> request.startsWith("DELETE") ? Fault.BREAKS_AFTER : null);
        assertThat(keys("revoke", "portal", "--yes").out()).isEqualTo("'portal' is deleted\n");
    }

    @Test
    void expiredKeysAreDeleted() throws Exception {
        create("portal");
        api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"short\",\"secondsToLive\":60}");
        api("POST", "/api/auth/keys", "{\"name\":\"older\",\"role\":\"Viewer\",\"secondsToLive\":60}");
        assertThat(keys("prune", "--yes").out()).isEqualTo("no key has expired\n");
        clock.advance(Duration.ofMinutes(2));
        assertThat(keys("prune"))
                .isEqualTo(wrong(
                        "2 keys have expired:\n  'short'\n  'older'\nnobody is there to be asked; give --yes, and they"
                                + " are deleted\n"));
        assertThat(keys("prune", "--yes")).isEqualTo(new Result(0, "'short' is deleted\n'older' is deleted\n", ""));
        assertThat(keys().out()).contains("portal", "test1").doesNotContain("short", "older");
    }

    // ---- what the document says

    private static final String DOCUMENT = "docs/keys.md";
    private static final String SITE = "https://grafana.example.com";

    /** A command of the document, with where things are here. */
    private Result documented(List<String> args) {
        List<String> all = new ArrayList<>();
        args.forEach(arg -> all.add(here(arg)));
        all.addAll(List.of(
                "--url", between.url(), "--at", Long.toString(clock.instant().getEpochSecond())));
        return run("", all);
    }

    private String here(String text) {
        return text.replace("/etc/gshare/admin", admin.toString())
                .replace("/var/lib/gshare/grafana-key", file.toString());
    }

    @Test
    void theDocumentShowsWhatTheCommandsSay() throws Exception {
        api("DELETE", "/api/auth/keys/1", "");
        clock.advance(Duration.ofDays(-1));
        api("POST", "/api/serviceaccounts", "{\"name\":\"ops\",\"role\":\"Admin\"}");
        api("POST", "/api/serviceaccounts", "{\"name\":\"other\",\"role\":\"Viewer\"}");
        api("POST", "/api/serviceaccounts/2/tokens", "{\"name\":\"ops\"}");
        api("POST", "/api/serviceaccounts/3/tokens", "{\"name\":\"last year\",\"secondsToLive\":86400}");
        clock.advance(Duration.ofDays(1));
        StringBuilder said = new StringBuilder("$ export GSHARE_URL=" + SITE + "\n");
        String shown = Documents.snippets(DOCUMENT, "console").get(0);
        for (String line : shown.lines().toList()) {
            if (line.startsWith("$ gshare ")) {
                Result result = documented(List.of(line.substring(9).split(" ")));
                said.append(here(line)).append('\n').append(result.err()).append(result.out());
            }
        }
        assertThat(said.toString().replace(between.url(), SITE)).isEqualTo(here(shown));
    }

    /** Each is a rotation that would begin, but for a grace that is refused. */
    @Test
    void theLinesForCronAndKubernetesAreCommands() throws IOException {
        create("portal");
        String refused =
                "grace was '1s' but a link that the old key has signed is good for a minute; give 1m or more\n";
        String cron = Documents.snippets(DOCUMENT, "crontab")
                .get(0)
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(cron).matches("17 3 1 \\* \\* gshare java -jar /opt/gshare/gshare\\.jar keys .*");
        String job = Documents.snippets(DOCUMENT, "yaml").get(0);
        assertThat(job).contains("command: [java, -jar, /opt/gshare/gshare.jar]\n");
        for (String args : List.of(
                cron.substring(cron.indexOf("keys ")),
                job.replaceFirst("(?s).* args: \\[([^\\]]*)\\].*", "$1").replace(",", ""))) {
            List<String> all = new ArrayList<>(List.of(args.split(" ")));
            all.add("--grace=1s");
            assertThat(documented(all)).isEqualTo(wrong(refused));
        }
    }

    @Test
    void theLineForALeakedKeyIsACommand() {
        create("portal");
        String line = Documents.snippets(DOCUMENT, "shell").get(0).strip();
        List<String> args = new ArrayList<>(List.of(line.split(" ")));
        args.remove("gshare");
        args.add("--yes");
        assertThat(documented(args).out()).isEqualTo("'portal' is deleted\n");
    }

    // ---- the doctor, as an admin

    private List<String> doctor(String... args) {
        List<String> all = new ArrayList<>(List.of(
                "doctor",
                "--url",
                between.url(),
                "--admin-token-file",
                admin.toString(),
                "--at",
                Long.toString(clock.instant().getEpochSecond())));
        all.addAll(List.of(args));
        return run("", all)
                .out()
                .lines()
                .filter(line -> line.matches("(?:key|permissions|  ) .*"))
                .toList();
    }

    @Test
    void theDoctorKnowsRoleAndAgeAndHowManyThereAre() {
        create("portal", "--ttl=200d");
        clock.advance(Duration.ofDays(3));
        assertThat(doctor("--token-file", file.toString()))
                .anyMatch(line -> line.matches(
                        "key +ok +in its file for .*; 'portal' is 3 days old, expires in 197 days; 2 keys in org 1"))
                .contains("permissions       ok       its role is Viewer");
        clock.advance(Duration.ofDays(88));
        assertThat(doctor("--token-file", file.toString()))
                .anyMatch(line ->
                        line.matches("key +warning .*; 'portal' is 91 days old, expires in 109 days; 2 keys in org 1"))
                .anyMatch(line -> line.endsWith(
                        "replace it by gshare keys rotate: the vendor advises a new key every three months"));
    }

    @Test
    void theDoctorFailsWhereTheRoleIsNotViewer() {
        between.with(request -> request.equals("GET /api/auth/keys")
                ? Fault.answer(200, "[{\"id\":1,\"name\":\"test1\",\"role\":\"Editor\"}]")
                : null);
        assertThat(doctor("--token-file", token()))
                .contains(
                        "permissions       FAILURE  its role is Editor, and whoever holds a link has it too",
                        "                           → give the service account the role Viewer");
    }

    @Test
    void theDoctorFailsWhereGrafanaHasNoSuchKey() {
        create("portal");
        keys("revoke", "portal", "--yes");
        assertThat(doctor("--token-file", file.toString()))
                .anyMatch(line -> line.matches("key +FAILURE .*; Grafana has no key 'portal' among 1 key in org 1"));
    }

    @Test
    void theDoctorKnowsNoSuchWorkspace() {
        assertThat(run(
                        "",
                        List.of(
                                "doctor",
                                "--workspace=nobody",
                                "--url",
                                between.url(),
                                "--token-file",
                                token(),
                                "--admin-token-file",
                                "" + admin)))
                .isEqualTo(wrong("workspace was 'nobody' but must be one of default; configure it as"
                        + " gshare.workspaces.<name>\n"));
    }

    @Test
    void whatAnAdminIsNotToldIsSaid() throws IOException {
        admin(Vectors.all().get(1).token());
        assertThat(doctor("--token-file", token()))
                .anyMatch(line ->
                        line.matches("key +unknown .*; an admin is not told: the admin's token is not taken: Grafana"
                                + " answers 401 'invalid API key' to GET /api/org; .*"));
    }

    /** A file with the token of the key that the workspace is started with. */
    private String token() {
        try {
            Path token =
                    Files.writeString(folder.resolve("token"), Vectors.example().token());
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
            return token.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
