package io.gshare.compatibility.programs;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps headers to itself until it must let them go. */
final class HeldHeaders extends HttpServletResponseWrapper {

    private final Map<String, List<String>> held = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HeldHeaders(HttpServletResponse response) {
        super(response);
        held.put("Cache-Control", List.of("public, max-age=600"));
    }

    void release() {
        held.forEach((name, values) -> {
            super.setHeader(name, values.get(0));
            values.stream().skip(1).forEach(value -> super.addHeader(name, value));
        });
        held.clear();
    }

    @Override
    public void flushBuffer() throws IOException {
        release();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        release();
        super.sendError(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        release();
        super.sendRedirect(location);
    }

    @Override
    public void reset() {
        super.reset();
        held.clear();
    }

    @Override
    public void setHeader(String name, String value) {
        held.put(name, List.of(value));
    }

    @Override
    public void addHeader(String name, String value) {
        List<String> values = new ArrayList<>(held.getOrDefault(name, List.of()));
        values.add(value);
        held.put(name, values);
    }

    @Override
    public boolean containsHeader(String name) {
        return held.containsKey(name) || super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return held.containsKey(name) ? held.get(name).get(0) : super.getHeader(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return held.containsKey(name) ? held.get(name) : super.getHeaders(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        List<String> names = new ArrayList<>(held.keySet());
        super.getHeaderNames().stream().filter(name -> !held.containsKey(name)).forEach(names::add);
        return names;
    }
}
