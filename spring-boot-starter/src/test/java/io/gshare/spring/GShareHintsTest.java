package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.DashboardLink;
import io.gshare.EmbedLink;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

/** What a native image is told. */
class GShareHintsTest {

    private final RuntimeHints hints = new RuntimeHints();

    GShareHintsTest() {
        new GShareHints().registerHints(hints, getClass().getClassLoader());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/gshare/html/gshare-frame.js",
                "io/gshare/text/texts.properties",
                "io/gshare/text/texts_zh_Hant.properties"
            })
    void aResourceThatIsReadByNameIsKept(String resource) {
        assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
        assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
    }

    static Stream<Class<?>> called() throws ClassNotFoundException {
        return Stream.of(Class.forName("io.gshare.thymeleaf.SigningExpressions"), DashboardLink.class, EmbedLink.class);
    }

    @ParameterizedTest
    @MethodSource("called")
    void whatTemplatesCallIsKept(Class<?> type) {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(type)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                .accepts(hints);
    }

    @Test
    void theAutoConfigurationBringsThem() {
        assertThat(GShareAutoConfiguration.class
                        .getAnnotation(org.springframework.context.annotation.ImportRuntimeHints.class)
                        .value())
                .containsExactly(GShareHints.class);
    }
}
