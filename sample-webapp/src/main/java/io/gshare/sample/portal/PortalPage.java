package io.gshare.sample.portal;

import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the portal, as the navigation of all pages shows it.
 *
 * @param name by which a page knows itself
 * @param path where it is in the application
 * @param label what the navigation says
 */
public record PortalPage(String name, String path, String label) {

    static final List<PortalPage> ALL = List.of(
            new PortalPage("tag", "/tag.jsp", "JSP tag"),
            new PortalPage("url", "/url.jsp", "Links"),
            new PortalPage("function", "/function.jsp", "EL function"),
            new PortalPage("element", "/thymeleaf/element", "Thymeleaf element"),
            new PortalPage("attributes", "/thymeleaf/attributes", "Thymeleaf attributes"),
            new PortalPage("links", "/thymeleaf/links", "@{…}"),
            new PortalPage("load", "/load.jsp", "At load"),
            new PortalPage("live", "/live.jsp", "Kept alive"),
            new PortalPage("embeds", "/embeds.jsp", "Embeds"),
            new PortalPage("legacy", "/legacy.html", "Untouched page"),
            new PortalPage("printed", "/printed", "Printed strings"));

    /** The same, where each visitor may be a user of Grafana's. */
    static final List<PortalPage> ALL_WITH_VISITORS = Stream.concat(
                    ALL.stream(), Stream.of(new PortalPage("visitors", "/visitors.jsp", "Visitors")))
            .toList();
}
