package io.gshare.sample.workspace;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/** A request's query parameters; none where the query is not percent-encoded as it should be, on which Jetty gives up. */
final class Parameters {

    private Parameters() {}

    static Map<String, String[]> of(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (HttpException.RuntimeException e) {
            return Map.of();
        }
    }

    static @Nullable String first(HttpServletRequest request, String name) {
        String[] values = of(request).get(name);
        return values == null ? null : values[0];
    }
}
