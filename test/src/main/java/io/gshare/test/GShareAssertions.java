package io.gshare.test;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on signed links, in the manner of AssertJ, which the application's tests bring.
 *
 * <pre>{@code
 * assertThatPage(html).hasFrames(1).frame(0).opensDashboard("TZWea").isAcceptedBy(grafana);
 * assertThatLink(response.getRedirectedUrl()).isAcceptedBy(grafana);
 * }</pre>
 *
 * <p>No message shows a signature, a key or a ticket. Stateless.
 */
public final class GShareAssertions {

    private static final Pattern AMPERSAND = Pattern.compile("&(?:amp|#0*38|#[xX]0*26);");

    private GShareAssertions() {}

    /**
     * {@return what checks a link}
     *
     * @param link the link, as a URL or as it stands in HTML, its ampersands escaped; {@code null} fails whatever is checked
     */
    public static LinkAssert assertThatLink(@Nullable String link) {
        return new LinkAssert(
                link == null ? null : new Link(AMPERSAND.matcher(link).replaceAll("&")));
    }

    /**
     * {@return what checks a link that a workspace has opened}
     *
     * @param link one of {@link StandInWorkspace#opened}
     */
    public static LinkAssert assertThatLink(Link link) {
        return new LinkAssert(link);
    }

    /**
     * {@return what checks a page}
     *
     * @param html the page, as a browser gets it
     */
    public static PageAssert assertThatPage(String html) {
        return new PageAssert(html);
    }
}
