package io.gshare.sample.workspace;

import io.gshare.html.HtmlEscape;
import io.gshare.test.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard's page and files, from the class path. */
final class Resources {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";

    private Resources() {}

    /** What is served under {@code /public/}, by name. */
    static Map<String, Answer> publicFiles() {
        String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
        return Map.of(
                "uPlot.iife.min.js", file(SCRIPT, uplot + "uPlot.iife.min.js"),
                "uPlot.min.css", file(CSS, uplot + "uPlot.min.css"),
                "dashboard.css", file(CSS, "/workspace/public/dashboard.css"),
                "dashboard.js", file(SCRIPT, "/workspace/public/dashboard.js"),
                "language.js", file(SCRIPT, "/workspace/public/language.js"),
                "panel.js", file(SCRIPT, "/workspace/public/panel.js"),
                "time.js", file(SCRIPT, "/workspace/public/time.js"));
    }

    private static Answer file(String type, String resource) {
        return new Answer(200, type, read(resource));
    }

    static String page(String name) {
        return read("/workspace/pages/" + name);
    }

    /** A page with every {@code {{name}}} replaced by its value, escaped, in one pass: a value is never read as a place. */
    static String fill(String page, Map<String, String> values) {
        return PLACE.matcher(page)
                .replaceAll(
                        place -> Matcher.quoteReplacement(HtmlEscape.escape(values.getOrDefault(place.group(1), ""))));
    }

    private static String uplotVersion() {
        Properties pom = new Properties();
        try {
            pom.load(new StringReader(read("/META-INF/maven/org.webjars.npm/uplot/pom.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version");
    }

    private static String read(String resource) {
        try (InputStream in = Resources.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
