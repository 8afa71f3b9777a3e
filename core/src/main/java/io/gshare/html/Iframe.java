package io.gshare.html;

import io.gshare.GShare;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <iframe>} that shows a dashboard: {@link LinkAttributes} make its {@code src}, every other attribute goes to the
 * element as it is, escaped.
 *
 * <p>Defaults, each of which an attribute of that name replaces: {@code title="Grafana dashboard"} for screen readers,
 * {@code referrerpolicy="no-referrer"} because the page's own address is nobody's business, {@code loading="eager"} because a
 * lazy frame outlives its link's minute, {@code allow="fullscreen"}. Refused are {@code src}, {@code srcdoc} and every
 * {@code on…} attribute. Not thread-safe: one for each tag that is rendered.
 */
public final class Iframe {

    private static final String TITLE = "Grafana dashboard";

    /** The other defaults: names and values in turn. */
    private static final List<String> DEFAULTS =
            List.of("referrerpolicy", "no-referrer", "loading", "eager", "allow", "fullscreen");

    private final LinkAttributes link;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    /**
     * A frame to be filled.
     *
     * @param gshare what signs
     * @param place which tag of which page it is, for the log
     */
    public Iframe(GShare gshare, String place) {
        this.link = new LinkAttributes(gshare, place);
    }

    /**
     * The frame's link.
     *
     * @return what makes the {@code src}
     */
    public LinkAttributes link() {
        return link;
    }

    /**
     * Sets an attribute: the link's, if it is one of those, or the element's.
     *
     * @param name its name
     * @param value its value; {@code null} leaves an attribute of the element out
     */
    public void set(String name, @Nullable Object value) {
        if (!link.set(name, value) && value != null) {
            attributes.put(name, value);
        }
    }

    /**
     * The element as a page shows it.
     *
     * @return the frame; where its link is refused and {@code gshare.on-refused=placeholder}, a quiet box in its place
     * @throws IllegalArgumentException if an attribute is wrong or the link refused, where {@code gshare.on-refused=fail}
     */
    public Element render() {
        return link.orPlaceholder(this::frame, Iframe::placeholder);
    }

    private Element frame() {
        attributes.keySet().forEach(this::requireAllowed);
        List<String> all = new ArrayList<>(2 * attributes.size() + DEFAULTS.size() + 4);
        all.add("src");
        all.add(link.sign());
        addDefault(all, "title", TITLE);
        attributes.forEach((name, value) -> {
            all.add(name);
            all.add(value.toString());
        });
        for (int i = 0; i < DEFAULTS.size(); i += 2) {
            addDefault(all, DEFAULTS.get(i), DEFAULTS.get(i + 1));
        }
        return new Element("iframe", all, "");
    }

    private void addDefault(List<String> all, String name, String value) {
        if (spelling(name) == null) {
            all.add(name);
            all.add(value);
        }
    }

    /** How the first attribute of a name is spelled, compared as HTML does, without regard to case; {@code null} if none is. */
    private @Nullable String spelling(String name) {
        for (String spelling : attributes.keySet()) {
            if (spelling.equalsIgnoreCase(name)) {
                return spelling;
            }
        }
        return null;
    }

    private void requireAllowed(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "an attribute's name has characters that an iframe's may not; use letters, digits, -, _, . and :");
        }
        boolean src = name.equalsIgnoreCase("src");
        if (src || name.equalsIgnoreCase("srcdoc") || name.regionMatches(true, 0, "on", 0, 2)) {
            throw new IllegalArgumentException(name
                    + " is not allowed on a gshare iframe, whose content is the signed link and nothing else; "
                    + (src ? "give link or dashboard" : "remove it"));
        }
        if (!name.equals(spelling(name))) {
            throw new IllegalArgumentException(name + " was given twice; HTML knows no case in attribute names");
        }
    }

    /** ASCII alone, so no other letter can be folded into one of a name that is refused. */
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean further = (c >= '0' && c <= '9') || "_.:-".indexOf(c) >= 0;
            if (!letter && (i == 0 || !further)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static Element placeholder() {
        return new Element(
                "div", List.of("class", "gshare-refused", "role", "note"), "This dashboard cannot be shown.");
    }
}
