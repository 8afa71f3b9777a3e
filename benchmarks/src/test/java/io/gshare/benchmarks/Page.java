package io.gshare.benchmarks;

import io.gshare.html.HtmlEscape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Real pages, from the Javadoc of two libraries; all in UTF-8. */
public enum Page {
    KB_5("guava/com/google/common/base/class-use/Strings.html", false),
    /** With {@link #FRAMES} dashboards between its paragraphs. */
    KB_30("guava/com/google/common/eventbus/EventBus.html", true),
    KB_60("guava/allclasses.html", false),
    /** In Chinese. */
    KB_120("hutool/cn/hutool/core/date/DateTime.html", false),
    MB_2_6("guava/index-all.html", false);

    static final int FRAMES = 8;

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes them
    private final byte[] bytes;

    Page(String resource, boolean dashboards) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream("/pages/" + resource), resource)) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text = dashboards ? withFrames(page) : page;
            bytes = text.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withFrames(String page) {
        StringBuilder withFrames = new StringBuilder();
        Matcher block = Pattern.compile("\n(?=<(?:ul|li|h[1-6])\\b)").matcher(page);
        int copied = 0;
        for (int panel = 1; panel <= FRAMES; panel++) {
            if (!block.find(page.length() / (FRAMES + 1) * panel)) {
                throw new IllegalStateException("no place for panel " + panel);
            }
            withFrames.append(page, copied, block.end()).append(frame(panel)).append('\n');
            copied = block.end();
        }
        return withFrames.append(page, copied, page.length()).toString();
    }

    private static String frame(int panel) {
        return "<iframe title=\"Panel " + panel + "\" src=\"" + HtmlEscape.escape(link(panel))
                + "\" width=\"100%\" height=\"300\"></iframe>";
    }

    /** The link of one of the dashboards, raw. */
    static String link(int panel) {
        return Example.URL + "/d-solo/TZWea/test?orgId=1&from=now-6h&to=now&panelId=" + panel;
    }

    /** The page with text of the same length where its dashboards stand. */
    String withoutFrames() {
        String page = text;
        for (int panel = 1; panel <= FRAMES; panel++) {
            String frame = frame(panel);
            page = page.replace(
                    frame, "<p>" + "Text. ".repeat(frame.length()).substring(0, frame.length() - 7) + "</p>");
        }
        return page;
    }

    String text() {
        return text;
    }

    /** Not to be changed: benchmarks share them. */
    byte[] bytes() {
        return bytes;
    }
}
