package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.key.ShareKey;
import io.gshare.test.StandInWorkspace;
import io.gshare.test.Vectors;
import io.gshare.test.WorkspaceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the doctor says of the stand-in in all its misconfigurations is what {@code docs/troubleshooting.md} shows. */
class DoctorIT {

    private static final String AHEAD = "$(($(date +%s) + 90))";

    private static final Pattern EXAMPLE = Pattern.compile(
            "<!-- doctor: (\\w+) = (\\w+) -->\n```text\n\\$ gshare doctor ([^\n]*)\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    /** A command of the document, and what the stand-in is set to. */
    private record Example(String setting, String value, String command, String output) {

        @Override
        public String toString() {
            return setting + " = " + value + ": gshare doctor " + command;
        }
    }

    static Stream<Example> examples() {
        List<Example> examples = EXAMPLE.matcher(Documents.read("docs/troubleshooting.md"))
                .results()
                .map(match -> new Example(match.group(1), match.group(2), match.group(3), match.group(4)))
                .toList();
        assertThat(examples).hasSizeGreaterThan(10);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theDocumentShowsWhatTheDoctorSays(Example example) throws Exception {
        ShareKey key = Vectors.example().shareKey();
        WorkspaceSettings settings = WorkspaceSettings.defaults();
        if (!example.setting.equals("key")) {
            settings = settings.with(example.setting, example.value);
        } else if (example.value.equals("renamed")) {
            key = ShareKey.of("another", key.orgId(), key.derivedKey());
        } else {
            key = ShareKey.of(key.name(), key.orgId(), "0".repeat(100));
        }
        try (StandInWorkspace workspace = StandInWorkspace.builder()
                .dashboard("jvm", "JVM overview")
                .key(key)
                .settings(settings)
                .start()) {
            assertThat(doctor(workspace.url(), example.command)).isEqualTo(example.output);
        }
    }

    private String doctor(String url, String command) throws IOException, InterruptedException {
        String ahead = Long.toString(Instant.now().getEpochSecond() + 90);
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Objects.requireNonNull(System.getProperty("cli.jar"), "cli.jar"),
                "doctor"));
        all.addAll(List.of(command.replace(AHEAD, ahead).split(" ")));
        Path token =
                Files.writeString(folder.resolve("token"), Vectors.example().token());
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("GSHARE_URL", url);
        builder.environment().put("GSHARE_TOKEN_FILE", token.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.replace(url, "http://localhost:3000")
                .replaceAll(
                        "(?<=this machine is )(?:6[1-9]|[78][0-9]|90)(?= s ahead)",
                        "90"); // the doctor asks later than its clock was set
    }
}
