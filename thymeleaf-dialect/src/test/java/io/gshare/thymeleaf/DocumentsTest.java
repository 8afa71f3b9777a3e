package io.gshare.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.Surfaces;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** The template snippets of the documents are templates that work. */
class DocumentsTest {

    static Stream<String> snippets() {
        return Stream.of("docs/thymeleaf.md", "docs/zh/thymeleaf.md")
                .flatMap(document -> Documents.snippets(document, "html").stream());
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everySnippetIsATemplate(String snippet) {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new GShareDialect(Surfaces.gshare()));
        String rendered = engine.process(
                snippet, new Context(Locale.ROOT, Map.of("uid", "TZWea", "hosts", List.of("web-7"), "host", "web-7")));
        assertThat(rendered).doesNotContain("gshare:");
        assertThat(rendered.split("aliyun_api_key_sign=", -1))
                .hasSize(snippet.split("</(iframe|a|gshare:iframe)>", -1).length);
    }
}
