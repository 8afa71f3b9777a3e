package io.gshare.jsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import io.gshare.test.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that declares a filter named gshare decides its mapping itself, with the snippet of the documents. */
class WebFragmentTest {

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <context-param>
                <param-name>gshare.url</param-name><param-value>https://grafana.example.com</param-value>
              </context-param>
              <context-param>
                <param-name>gshare.token</param-name><param-value>%s</param-value>
              </context-param>
            %s</web-app>""";

    @RegisterExtension
    final Pages pages = new Pages()
            .with(
                    "WEB-INF/web.xml",
                    WEB_XML.formatted(
                            Vectors.example().token(),
                            Documents.snippets("docs/links.md", "xml").get(0)));

    @Test
    void itsMappingHoldsAndTheFragmentsDoesNot() throws Exception {
        pages.page("reports/page.jsp", Pages.TAGLIBS + "<gshare:iframe dashboard='TZWea'/>${gshare:sign('/d/TZWea')}");
        assertThat(pages.get("reports/page.jsp").body()).contains("aliyun_api_key_sign=");
        assertThat(pages.get("reports/page.jsp").headers().firstValue("Cache-Control"))
                .contains("private, no-store");
    }

    /** A ticket on a page that nobody keeps out of caches would be one for everybody. */
    @Test
    void nothingIsSignedWhereTheFilterIsNot() throws Exception {
        for (String page : new String[] {"<gshare:iframe dashboard='TZWea'/>", "${gshare:sign('/d/TZWea')}"}) {
            assertThat(pages.render(page).statusCode()).isEqualTo(500);
            assertThat(pages.render(page).body())
                    .contains(
                            "this request did not go through the filter gshare; put gshare-filter (gshare-filter-javax on Tomcat 9) into WEB-INF/lib");
        }
    }
}
