package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Surfaces;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

    @Test
    void aRefusedLinkLeadsNowhere() throws Exception {
        assertThat(pages.render("<gshare:url link='javascript:alert(1)'/>").body())
                .isEqualTo("about:blank");
        assertThat(pages.render("${gshare:sign(param.link)}").body()).isEqualTo("about:blank");
    }
}
