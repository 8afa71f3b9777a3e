package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Surfaces;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages show where {@code gshare.on-refused=placeholder}. */
class PlaceholderTest {

    @RegisterExtension
    final Pages pages = new Pages(Surfaces.placeholders());

    @Test
    void aRefusedFrameIsAQuietBox() throws Exception {
        String jsp = Surfaces.refused().stream()
                .map(row -> "<gshare:iframe " + row.attributes() + "/>")
                .collect(Collectors.joining("\n"));
        assertThat(pages.render(jsp).body().strip().lines())
                .hasSize(Surfaces.refused().size())
                .allSatisfy(box -> assertThat(box).matches(Surfaces.PLACEHOLDER));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', en",
        "<fmt:setLocale value='zh_CN'/>, '', zh",
        "<fmt:setLocale value='zh-TW' scope='request'/>, '', zh-hant",
        "<% application.setAttribute(\"jakarta.servlet.jsp.jstl.fmt.locale.application\"| java.util.Locale.CHINA); %>, '', zh",
        "<fmt:setLocale value='zh_CN'/>, lang='zh-HK', zh-hant",
        "<fmt:setLocale value='zh_CN'/>, lang='en', en",
        "<fmt:setLocale value='fr_FR'/>, '', en",
        "<% response.setLocale(java.util.Locale.TAIWAN); %>, '', zh-hant"
    })
    void theBoxIsInThePagesLanguage(String before, String attribute, String language) throws Exception {
        String box = Map.of("zh", " lang=\"zh\">无法显示此仪表板。", "zh-hant", " lang=\"zh-hant\">無法顯示此儀表板。")
                .getOrDefault(language, ">This dashboard cannot be shown.");
        assertThat(pages.render(before.replace('|', ',') + "<gshare:iframe link='//evil' " + attribute + "/>")
                        .body())
                .isEqualTo("<div class=\"gshare-refused\" role=\"note\"" + box + "</div>");
    }

    @Test
    void aRefusedLinkLeadsNowhere() throws Exception {
        assertThat(pages.render("<gshare:url link='javascript:alert(1)'/>").body())
                .isEqualTo("about:blank");
        assertThat(pages.render("${gshare:sign(param.link)}").body()).isEqualTo("about:blank");
    }
}
