package io.gshare.test;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a browser asks the workspace for. */
record Request(Link link, Headers headers) {

    /** Where a proxy has put the workspace, as it says in a header: Grafana's {@code root_url}. */
    private static final Pattern PREFIX = Pattern.compile("(?:/[a-z0-9-]+)+");

    static Request of(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        String path = exchange.getRequestURI().getRawPath();
        return new Request(new Link(query == null ? path : path + "?" + query), exchange.getRequestHeaders());
    }

    /** The values of the cookies of a name. */
    Stream<String> cookies(String name) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> Stream.of(header.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1));
    }

    /** What stands before every path of the workspace, as its pages have to spell it. */
    String root() {
        String prefix = headers.getFirst("X-Forwarded-Prefix");
        return prefix != null && PREFIX.matcher(prefix).matches() ? prefix : "";
    }
}
