package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.Surfaces;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pages show where gshare is switched off. */
class SwitchedOffTest {

    @RegisterExtension
    final Pages pages = new Pages(GShare.disabled());

    @Test
    void everyFrameIsAQuietBox() throws Exception {
        String jsp = Stream.concat(Surfaces.iframes().stream(), Surfaces.refused().stream())
                .map(row -> "<gshare:iframe " + row.attributes() + "/>")
                .collect(Collectors.joining("\n"));
        assertThat(pages.render(jsp).body().strip().lines())
                .hasSize(Surfaces.iframes().size() + Surfaces.refused().size())
                .allSatisfy(box -> assertThat(box).matches(Surfaces.PLACEHOLDER));
    }

    @Test
    void everyLinkLeadsNowhere() throws Exception {
        assertThat(pages.render("<gshare:url dashboard='TZWea'/>").body()).isEqualTo("about:blank");
        assertThat(pages.render("<gshare:url link='/d/x' var='link'/>${link}").body())
                .isEqualTo("about:blank");
        assertThat(pages.render("${gshare:sign('/d/x')}").body()).isEqualTo("about:blank");
    }

    @Test
    void linksThatPassByStay() throws Exception {
        String link = "https://grafana.example.com/d/TZWea";
        assertThat(pages.render("<%= response.encodeURL(\"" + link + "\") %>").body())
                .isEqualTo(link);
    }
}
