package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.Surfaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that declares a filter named gshare decides its mapping itself, with the snippet of the documents. */
class WebFragmentTest {

    @RegisterExtension
    final Pages pages = new Pages(Surfaces.gshare()).with("WEB-INF/web.xml", """
                    <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                    %s</web-app>""".formatted(
                    Documents.snippets("docs/links.md", "xml").get(0)));

    @Test
    void itsMappingHoldsAndTheFragmentsDoesNot() throws Exception {
        String page = Pages.TAGLIBS + "<gshare:iframe dashboard='TZWea'/>${gshare:sign('/d/TZWea')}";
        pages.page("reports/page.jsp", page);
        pages.page("page.jsp", page);
        assertThat(pages.get("reports/page.jsp").body()).contains("aliyun_api_key_sign=");
        assertThat(pages.get("page.jsp").statusCode()).isEqualTo(500);
        assertThat(pages.get("page.jsp").body())
                .contains("this request did not go through the filter gshare; put gshare-filter into WEB-INF/lib");
    }
}
