package io.gshare.html;

import io.gshare.GShare;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]*");
    private static final Set<String> REFUSED = Set.of("src", "srcdoc");
    private static final Map<String, String> DEFAULTS = defaults();

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

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("title", "Grafana dashboard");
        defaults.put("referrerpolicy", "no-referrer");
        defaults.put("loading", "eager");
        defaults.put("allow", "fullscreen");
        return defaults;
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
        Map<String, String> all = new LinkedHashMap<>();
        // Names are compared as HTML does, without regard to case; the first of two stays, so src cannot be overridden.
        Map<String, String> written = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            requireAllowed(name, lowerCase);
            if (written.put(lowerCase, name) != null) {
                throw new IllegalArgumentException(name + " was given twice; HTML knows no case in attribute names");
            }
        });
        all.put("src", link.sign());
        if (!written.containsKey("title")) {
            all.put("title", DEFAULTS.get("title"));
        }
        attributes.forEach((name, value) -> all.put(name, value.toString()));
        DEFAULTS.forEach((name, value) -> {
            if (!written.containsKey(name)) {
                all.put(name, value);
            }
        });
        return new Element("iframe", all, "");
    }

    private static void requireAllowed(String name, String lowerCase) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an attribute's name has characters that an iframe's may not; use letters, digits, -, _, . and :");
        }
        if (REFUSED.contains(lowerCase) || lowerCase.startsWith("on")) {
            throw new IllegalArgumentException(name
                    + " is not allowed on a gshare iframe, whose content is the signed link" + " and nothing else; "
                    + (lowerCase.equals("src") ? "give link or dashboard" : "remove it"));
        }
    }

    private static Element placeholder() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("class", "gshare-refused");
        attributes.put("role", "note");
        return new Element("div", attributes, "This dashboard cannot be shown.");
    }
}
