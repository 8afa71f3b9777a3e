package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Surfaces;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tags with links to a Grafana of one's own. */
class JwtTest {

    @RegisterExtension
    final Pages pages = new Pages(Surfaces.jwt());

    @Test
    void everyTagBecomesTheFrameThatItBecomesWithOtherLinks() throws Exception {
        List<Surfaces.Case> cases = Surfaces.jwtIframes();
        HttpResponse<String> page = pages.render(cases.stream()
                .map(row -> "<gshare:iframe " + row.attributes() + "/>")
                .collect(Collectors.joining("\n", "\n", "\n")));
        assertThat(page.body().strip().lines())
                .containsExactlyElementsOf(
                        cases.stream().map(Surfaces.Case::expected).toList());
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
    }

    @Test
    void whatIsRefusedIsRefusedInTheSameWords() throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Surfaces.Case row : Surfaces.jwtRefused()) {
            HttpResponse<String> page = pages.render("<gshare:iframe " + row.attributes() + "/>");
            all.assertThat(TagLibraryTest.unescaped(page)).as(row.why()).contains("<gshare:iframe>: " + row.expected());
        }
        all.assertAll();
    }
}
