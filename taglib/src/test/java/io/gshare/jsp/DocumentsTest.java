package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.Surfaces;
import io.gshare.settings.Embed;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSP snippets of the documents are pages that work. */
class DocumentsTest {

    @RegisterExtension
    final Pages pages = new Pages(Surfaces.builder()
            .embed(new Embed("sales", "default", "/d/TZWea", Set.of("from", "to", "var-host"), Set.of()))
            .build());

    static Stream<String> snippetsAtLoad() {
        return Stream.of("docs/load.md", "docs/embeds.md", "docs/live.md")
                .flatMap(document -> Documents.snippets(document, "jsp").stream());
    }

    @ParameterizedTest
    @MethodSource("snippetsAtLoad")
    void everySnippetThatIsSignedAtLoadIsAPageWithoutASignature(String snippet) throws Exception {
        pages.page("snippet.jsp", snippet);
        HttpResponse<String> response = pages.get("snippet.jsp");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("src=\"/app/gshare/").doesNotContain("aliyun");
    }

    static Stream<String> snippets() {
        return Stream.of("README.md", "README.zh-CN.md", "docs/jsp.md", "docs/zh/jsp.md")
                .flatMap(document -> Documents.snippets(document, "jsp").stream());
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everySnippetIsAPage(String snippet) throws Exception {
        pages.page("snippet.jsp", snippet);
        HttpResponse<String> response = pages.get("snippet.jsp", "host", "web-7");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("aliyun_api_key_sign=");
    }

    @Test
    void theFirstSnippetBecomesTheMarkupBesideIt() throws Exception {
        pages.page("snippet.jsp", Documents.snippets("docs/jsp.md", "jsp").get(0));
        String shown = Documents.snippets("docs/jsp.md", "html").get(0).strip().replaceAll("\\s+", " ");
        String markup = pages.get("snippet.jsp", "host", "web-7").body().strip();
        assertThat(markup).startsWith(shown.substring(0, shown.indexOf('…')));
        assertThat(markup).endsWith(shown.substring(shown.indexOf('…') + 1));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"0, pannel='2'", "1, theme='blue'"})
    void theErrorIsTheOneThatIsShown(int snippet, String attribute) throws Exception {
        String shown = Documents.snippets("docs/jsp.md", "text").get(snippet).strip();
        assertThat(pages.render("<gshare:iframe dashboard='TZWea' " + attribute + "/>")
                        .body())
                .contains(shown.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;"));
    }
}
