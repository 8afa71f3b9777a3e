package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that the documents show are rules. */
class DocumentsTest {

    static Stream<String> snippets() {
        return Stream.of("docs/embeds.md", "docs/load.md")
                .flatMap(document -> Documents.snippets(document, "java").stream());
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everyJavaSnippetCompiles(String snippet, @TempDir Path folder) {
        String source = """
                import io.gshare.servlet.*;
                import io.gshare.servlet.EmbedAuthorizer.Decision;
                import io.gshare.token.Claims;
                import java.util.*;
                class Snippet {
                  void run(jakarta.servlet.ServletContext servletContext) {
                %s
                  }
                }
                """.formatted(snippet);
        assertThat(Documents.compile(source, folder)).isEmpty();
    }
}
