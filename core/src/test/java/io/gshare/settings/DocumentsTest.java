package io.gshare.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.GShare;
import io.gshare.Surfaces;
import io.gshare.html.LinkRewriting;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.key.WatchedFile;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.test.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents say what the code does: the settings' table, configurations that load, Java that compiles. */
class DocumentsTest {

    @TempDir
    Path folder;

    @Test
    void whatTheLogSaysAtTheStartIsWhatTheSettingsPageShows() {
        GShare gshare = GShare.builder()
                .workspace(
                        "default",
                        LinkSigner.v2(
                                Workspace.of("https://grafana.example.com"),
                                KeySource.fixed(ShareKey.of("sa-1-viewer", 1, "0".repeat(100))),
                                null,
                                InstantSource.system()))
                .build();
        assertThat(Documents.snippets("docs/settings.md", "text")).containsExactly(gshare + " signs links\n");
    }

    @Test
    void theSettingsTableIsTheCodes() {
        List<String> rows = Arrays.stream(Setting.values())
                .map(setting -> "| `" + setting.documented() + "` | " + setting.meaning() + " | "
                        + (setting.defaultValue() == null ? "" : setting.defaultValue() + " ") + "|")
                .toList();
        assertThat(rows("docs/settings.md")).containsExactlyElementsOf(rows);
        assertThat(rows("docs/zh/settings.md").map(DocumentsTest::withoutMeaning))
                .containsExactlyElementsOf(
                        rows.stream().map(DocumentsTest::withoutMeaning).toList());
    }

    private static Stream<String> rows(String document) {
        return Documents.read(document).lines().filter(line -> line.startsWith("| `gshare."));
    }

    private static String withoutMeaning(String row) {
        return row.replaceFirst("(?<=` \\| ).*?(?= \\|[^|]*\\|$)", "");
    }

    static Stream<String> translations() throws IOException {
        try (Stream<Path> documents = Files.list(Path.of("..", "docs", "zh"))) {
            List<String> names = documents
                    .map(document -> "docs/" + document.getFileName())
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of("README.md"), names.stream());
        }
    }

    private static String chinese(String english) {
        return english.equals("README.md") ? "README.zh-CN.md" : english.replace("docs/", "docs/zh/");
    }

    /** What stands in the English document is tested there. */
    @ParameterizedTest
    @MethodSource("translations")
    void everySnippetInChineseIsOneOfTheEnglish(String english) {
        assertThat(Documents.snippets(english, "\\w+"))
                .containsAll(Documents.snippets(chinese(english), "\\w+"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("translations")
    void theLanguagesLeadToEachOther(String english) {
        boolean root = english.equals("README.md");
        String name = Path.of(english).getFileName().toString();
        assertThat(Documents.read(english))
                .contains("English | [中文](" + (root ? "README.zh-CN.md" : "zh/" + name) + ")");
        assertThat(Documents.read(chinese(english))).contains("[English](" + (root ? "" : "../") + name + ") | 中文");
    }

    static Stream<String> configurations() {
        return Stream.of(
                        "README.md",
                        "README.zh-CN.md",
                        "docs/settings.md",
                        "docs/zh/settings.md",
                        "docs/rewriting.md",
                        "docs/load.md",
                        "docs/embeds.md",
                        "docs/keys.md",
                        "docs/troubleshooting.md")
                .flatMap(document -> Documents.snippets(document, "properties").stream());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyConfigurationLoads(String configuration) throws IOException {
        Path token =
                Files.writeString(folder.resolve("token"), Vectors.all().get(1).token() + "\n");
        Path keyFile = Files.writeString(
                folder.resolve("key"),
                Documents.snippets("docs/keys.md", "text").get(0));
        Properties properties = new Properties();
        properties.load(new StringReader(configuration
                .replace("/run/secrets/grafana-token", token.toString())
                .replace("/var/lib/gshare/grafana-key", keyFile.toString())));
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        GShare gshare = GShare.from(Settings.of(values));
        if (values.equals(Map.of("gshare.enabled", "false"))) {
            assertThat(gshare.isEnabled()).isFalse();
        } else {
            assertThat(gshare.sign("/d/TZWea")).contains("aliyun_api_key_sign=");
        }
    }

    @Test
    void thePageOfTheRewritingDocumentIsSigned() throws IOException {
        byte[] page = Documents.snippets("docs/rewriting.md", "html").get(0).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LinkRewriting(Surfaces.gshare(), Rewriting.EVERYWHERE)
                .page(Surfaces.gshare().page(), "https://example.com:443", false)
                .write(page, 0, page.length, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("/d/TZWea/test?orgId=1&amp;aliyun_api_key_sign=");
    }

    @Test
    void theKeyFileOfTheKeysDocumentIsOne(@TempDir Path folder) throws IOException {
        String file = Documents.snippets("docs/keys.md", "text").get(0);
        assertThat(WatchedFile.read(Files.writeString(folder.resolve("key"), file), false)
                        .shareKey(null, null))
                .hasToString("ShareKey[name=sa-1-viewer-5d1c, orgId=1]");
    }

    static Stream<String> javaSnippets() {
        return Stream.of("docs/java.md", "docs/settings.md", "docs/zh/settings.md")
                .flatMap(document -> Documents.snippets(document, "java").stream());
    }

    /** Each snippet compiles, given what the text around it takes for granted. */
    @ParameterizedTest
    @MethodSource("javaSnippets")
    void everyJavaSnippetCompiles(String snippet) {
        String source = """
                import io.gshare.*;
                import io.gshare.key.*;
                import io.gshare.link.*;
                import io.gshare.settings.*;
                import java.time.*;
                class Snippet {
                  interface Request { String getRequestURI(); String getQueryString(); }
                  Request request; String token; %s %s
                  void log(String message) {}
                  String tokenFromVault() { return token; }
                  void openSession(String keyName, long orgId, Duration session) {}
                  void run() {
                %s
                  }
                }
                """.formatted(
                        snippet.contains("GShare gshare") ? "" : "GShare gshare;",
                        snippet.contains("ShareKey key") ? "" : "ShareKey key;",
                        snippet);
        assertThat(Documents.compile(source, folder)).isEmpty();
    }

    @Test
    void everyRelativeLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(Path.of("..", "docs"))) {
            Stream<Path> root = Stream.of(
                            "README.md", "README.zh-CN.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md")
                    .map(name -> Path.of("..", name));
            for (Path document : Stream.concat(
                            root, docs.filter(file -> file.toString().endsWith(".md")))
                    .toList()) {
                Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
                        .matcher(Files.readString(document))
                        .results()
                        .map(match -> document.resolveSibling(match.group(1)))
                        .filter(target -> !Files.exists(target))
                        .forEach(target -> broken.add(document + " -> " + target));
            }
        }
        assertThat(broken).isEmpty();
    }
}
