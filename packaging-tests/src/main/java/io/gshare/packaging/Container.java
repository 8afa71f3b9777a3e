package io.gshare.packaging;

import io.gshare.GShare;
import io.gshare.jsp.Functions;
import io.gshare.servlet.GShareFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** As much of a servlet container as the filter asks for. */
final class Container {

    private final GShareFilter filter = new GShareFilter();
    private final ServletContext context;

    Container(GShare gshare) throws ServletException {
        context = fake(ServletContext.class, (method, arguments) -> switch (method) {
            case "getAttribute" -> arguments[0].equals(GShareFilter.ATTRIBUTE) ? gshare : null;
            case "getContextPath" -> "";
            default -> null;
        });
        filter.init(fake(FilterConfig.class, (method, arguments) -> switch (method) {
            case "getServletContext" -> context;
            case "getInitParameterNames" -> Collections.emptyEnumeration();
            default -> null;
        }));
    }

    /** What a page's {@code encodeURL} makes of a link. */
    String encode(String link) throws IOException, ServletException {
        return serve(
                "/page",
                (request, response) -> ((HttpServletResponse) response)
                        .setHeader("Location", ((HttpServletResponse) response).encodeURL(link)));
    }

    /** What a JSP's {@code ${gshare:sign(…)}} makes of a link. */
    String sign(String link) throws IOException, ServletException {
        return serve(
                "/page.jsp",
                (request, response) -> ((HttpServletResponse) response).setHeader("Location", Functions.sign(link)));
    }

    /** Where the frame of an embed is sent. */
    String mint(String embed) throws IOException, ServletException {
        return serve("/gshare/embed/" + embed, (request, response) -> {});
    }

    private String serve(String path, FilterChain page) throws IOException, ServletException {
        String[] location = new String[1];
        HttpServletRequest request = fake(HttpServletRequest.class, (method, arguments) -> switch (method) {
            case "getServletContext" -> context;
            case "getContextPath" -> "";
            case "getRequestURI" -> path;
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getMethod" -> "GET";
            case "getServletPath" -> path;
            case "getParameterMap" -> Map.of();
            default -> null;
        });
        HttpServletResponse response = fake(HttpServletResponse.class, (method, arguments) -> {
            if (method.equals("setHeader") && arguments[0].equals("Location")) {
                location[0] = (String) arguments[1];
            }
            return null;
        });
        filter.doFilter(request, response, page);
        return Objects.requireNonNull(location[0], path);
    }

    /** What a method answers; {@code null} for nothing in particular. */
    private interface Answers {
        @Nullable
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.to(method.getName(), arguments);
                    if (answer != null) {
                        return answer;
                    }
                    Class<?> returned = method.getReturnType();
                    return returned == boolean.class
                            ? (Object) false
                            : returned == int.class ? (Object) 0 : returned == Collection.class ? List.of() : null;
                }));
    }
}
