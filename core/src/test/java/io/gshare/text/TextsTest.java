package io.gshare.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What visitors read, and what an application says of it. */
class TextsTest {

    private static final Logger LOGGER = Logger.getLogger("io.gshare");

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord message) {
            log.add(new SimpleFormatter().formatMessage(message));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(listening);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(listening);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private URLClassLoader application() throws MalformedURLException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Texts.class.getClassLoader());
    }

    private Texts load() throws IOException {
        try (URLClassLoader loader = application()) {
            return Texts.load(loader);
        }
    }

    private static @Nullable String tag(Texts texts, String... wanted) {
        Texts.Language found =
                texts.find(List.of(wanted).stream().map(Locale::forLanguageTag).toList());
        return found == null ? null : found.tag();
    }

    private static Texts.Language language(Texts texts, String tag) {
        return Objects.requireNonNull(texts.languages().get(tag));
    }

    private static String text(Texts texts, String tag, String name) {
        return language(texts, tag).text(name);
    }

    private static String again(Texts texts, String language) {
        Texts.Language found = texts.find(List.of(Locale.forLanguageTag(language)));
        return (found == null ? texts.english() : found).text("frame.again");
    }

    @Test
    void everyLanguageHasEveryText() throws IOException {
        Texts texts = load();
        assertThat(texts.languages().keySet()).containsExactly("en", "zh", "zh-hant");
        for (String name : texts.english().texts().keySet()) {
            assertThat(texts.languages().values().stream().map(language -> language.text(name)))
                    .as(name)
                    .doesNotHaveDuplicates();
        }
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "zh,              zh",
        "zh-CN,           zh",
        "zh-Hans,         zh",
        "zh-Hans-HK,      zh",
        "zh-SG,           zh",
        "zh-TW,           zh-hant",
        "zh-HK,           zh-hant",
        "zh-MO,           zh-hant",
        "zh-Hant,         zh-hant",
        "zh-Hant-CN,      zh-hant",
        "zh-TW-u-ca-roc,  zh-hant",
        "en-GB,           en",
        "fr,",
        "und,",
        "e,"
    })
    void aLanguageCountsForItsRegions(String wanted, @Nullable String found) throws IOException {
        assertThat(tag(load(), wanted)).isEqualTo(found);
    }

    @Test
    void theFirstLanguageThatIsThereCounts() throws IOException {
        assertThat(tag(load(), "fr", "zh-TW", "en")).isEqualTo("zh-hant");
        assertThat(tag(load(), "fr", "it")).isNull();
    }

    @Test
    void anApplicationSaysItOtherwise() throws IOException {
        write("gshare-texts.properties", "frame.again = Once more");
        write("gshare-texts_zh.properties", "frame.again = 再来一次");
        Texts texts = load();
        assertThat(again(texts, "en")).isEqualTo("Once more");
        assertThat(again(texts, "zh-CN")).isEqualTo("再来一次");
        assertThat(again(texts, "zh-TW")).isEqualTo("再試一次");
        assertThat(texts.english().text("frame.loading")).isEqualTo("Loading…");
        assertThat(log).isEmpty();
    }

    /** What is not translated is the application's own, else English. */
    @Test
    void anApplicationAddsLanguages() throws IOException {
        write("gshare-texts.properties", "languages = fr, pt_BR, en\nframe.again = Once more");
        write("gshare-texts_fr.properties", "frame.again = Réessayer\nframe.gone =  ");
        write("gshare-texts_pt_BR.properties", "\uFEFFtitle = Painel");
        Texts texts = load();
        assertThat(texts.languages().keySet()).containsExactly("en", "fr", "pt-br", "zh", "zh-hant");
        assertThat(again(texts, "fr-CA")).isEqualTo("Réessayer");
        assertThat(again(texts, "pt-BR")).isEqualTo("Once more");
        assertThat(text(texts, "pt-br", "title")).isEqualTo("Painel");
        assertThat(text(texts, "fr", "frame.gone"))
                .isEqualTo("This page has been open for too long. Please reload it.");
        assertThat(language(texts, "fr").texts()).doesNotContainKey("languages");
        assertThat(log).isEmpty();
    }

    @Test
    void theFileOfTheSettingsDocumentIsOne() throws IOException {
        write(
                "gshare-texts.properties",
                Documents.snippets("docs/settings.md", "ini").get(0));
        write("gshare-texts_fr.properties", "");
        write("gshare-texts_pt_BR.properties", "");
        assertThat(text(load(), "fr", "refused")).isEqualTo("You may not see this chart.");
        assertThat(log).isEmpty();
    }

    @Test
    void aScriptsNameChangesWithItsTexts() throws IOException {
        String version = load().version();
        assertThat(load().version()).isEqualTo(version);
        write("gshare-texts_zh.properties", "frame.again = 再来一次");
        assertThat(load().version()).isNotEqualTo(version);
    }

    @Test
    void aLanguageThatIsNotThereIsTold() throws IOException {
        write("gshare-texts.properties", "languages = fr, it\nframe.again = Once more");
        write("gshare-texts_it.properties", "frame.again = Riprova");
        Texts texts = load();
        assertThat(again(texts, "fr")).isEqualTo("Once more");
        assertThat(again(texts, "it")).isEqualTo("Riprova");
        assertThat(log)
                .containsExactly("languages in gshare-texts.properties was 'fr, it' but there is no"
                        + " gshare-texts_fr.properties on the class path; put it there, or remove 'fr'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"français", "../../etc/passwd", "x", "de-DE-1996"})
    void whatIsNoLanguageIsTold(String tag) throws IOException {
        write("gshare-texts.properties", "languages = " + tag);
        assertThat(load().languages()).hasSize(3);
        assertThat(log)
                .containsExactly("languages in gshare-texts.properties was '" + tag + "' but '" + tag
                        + "' is no language tag; write one such as fr or pt-BR.");
    }

    @Test
    void aFileThatIsNotUtf8IsTold() throws IOException {
        Files.write(
                folder.resolve("gshare-texts_zh.properties"), "frame.again = 再来一次".getBytes(Charset.forName("GBK")));
        assertThat(again(load(), "zh")).isEqualTo("重试");
        assertThat(log)
                .containsExactly("gshare-texts_zh.properties was no UTF-8 but must be; save it in UTF-8, until when"
                        + " none of its texts is used.");
    }

    @Test
    void aFileThatIsNoneIsTold() throws IOException {
        write("gshare-texts.properties", "frame.again = \\u12");
        assertThat(again(load(), "en")).isEqualTo("Try again");
        assertThat(log)
                .containsExactly("gshare-texts.properties could not be read (Malformed \\uxxxx encoding.), so none of"
                        + " its texts is used; mend it.");
    }

    @Test
    void aTextThatIsNoneIsTold() throws IOException {
        write("gshare-texts_zh.properties", "refussed = 没有\nlanguages = fr\nframe.again = 再来一次");
        assertThat(again(load(), "zh")).isEqualTo("再来一次");
        String names =
                "frame.again, frame.cookie, frame.denied, frame.failed, frame.gone, frame.loading, refused, title";
        assertThat(log)
                .containsExactly(
                        "gshare-texts_zh.properties has 'languages' but that is no text of gshare; write one of "
                                + names + ".",
                        "gshare-texts_zh.properties has 'refussed' but that is no text of gshare; did you mean"
                                + " 'refused'?");
    }

    /** What was read once stays in no cache of Java's, and keeps nothing of where it came from. */
    @Test
    void anUndeployedApplicationIsNotKept() throws IOException {
        write("gshare-texts.properties", "languages = fr\nframe.again = Once more");
        write("gshare-texts_fr.properties", "frame.again = Encore");
        URLClassLoader loader = application();
        WeakReference<ClassLoader> kept = new WeakReference<>(loader);
        Texts texts = Texts.load(loader);
        loader.close();
        loader = null;
        for (int i = 0; i < 100 && kept.get() != null; i++) {
            System.gc();
        }
        assertThat(kept.get()).isNull();
        assertThat(again(texts, "fr")).isEqualTo("Encore");
    }
}
