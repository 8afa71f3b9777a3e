package io.gshare.html;

import io.gshare.Page;
import io.gshare.PageResponse;
import io.gshare.html.Element.Attribute;
import io.gshare.text.Redaction;
import io.gshare.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code <iframe>} that shows a dashboard: {@link LinkAttributes} make its {@code src}, HTML's own attributes go to the
 * element as they are, escaped.
 *
 * <p>Defaults, each of which an attribute of that name replaces: {@code title="Grafana dashboard"}, in the page's language, for screen readers,
 * {@code referrerpolicy="no-referrer"} because the page's own address is nobody's business ({@code "strict-origin"} where the link is the application's own,
 * which tells the workspace nothing and itself who asked), {@code loading="eager"} because a
 * lazy frame outlives its link's minute ({@code "lazy"} where the link is signed at load), {@code allow="fullscreen"}, and
 * {@code width="100%"} with {@code frameborder="0"}, the width of its place, which any style sheet overrides. Refused are {@code src}, {@code srcdoc}, every {@code on…} attribute, and every name that
 * HTML does not know.
 *
 * <p>With {@code live="true"} the frame stands in a {@code <gshare-frame>}, whose script keeps it alive; without a script, it is the same
 * frame. {@code ratio="16/9"} then keeps its form, {@code theme="auto"} makes it follow the page's colours, and {@code nonce} goes to the script.
 * Not thread-safe: one for each tag that is rendered.
 */
public final class Iframe {

    /** What a frame has where its tag does not give it. */
    private record Default(Attribute attribute, int bit) {

        static Default of(String name, String value) {
            return new Default(Attribute.repeated(name, value), Attributes.bit(name));
        }
    }

    private static final String SRC = Attribute.beginning("src");
    private static final String TITLE_BEGINNING = Attribute.beginning("title");
    private static final int TITLE = Attributes.bit("title");
    private static final Default WIDTH = Default.of("width", "100%");
    private static final Default NO_BORDER = Default.of("frameborder", "0");
    private static final Default NO_REFERRER = Default.of("referrerpolicy", "no-referrer");
    private static final Default OWN_ORIGIN = Default.of("referrerpolicy", "strict-origin");
    private static final Default EAGER = Default.of("loading", "eager");
    private static final Default LAZY = Default.of("loading", "lazy");
    private static final Default FULLSCREEN = Default.of("allow", "fullscreen");

    private static final Pattern RATIO = Pattern.compile("[1-9][0-9]{0,4}/[1-9][0-9]{0,4}");

    /** What browsers read of a frame's height or width: a number of pixels, whatever stands behind it but a %. */
    private static final Pattern LENGTH = Pattern.compile("(?s)\\s*([0-9]{1,5})(?:\\.[0-9]*)?(%?)(?![0-9]).*");

    private final Page page;
    private final LinkAttributes link;
    /** In which the page is, as far as its surface knows. */
    private @Nullable Locale language;

    /** What {@code live} says; with {@code "true"}, a script keeps the frame alive. */
    private @Nullable String live;

    private @Nullable String ratio;
    private @Nullable String nonce;
    private boolean themeOfPage;
    /** Those of the element, by their names in lower case. */
    private final NamedValues<Attribute> attributes = new NamedValues<>();
    /** Which of the defaults are given: a bit for each. */
    private int replaced;

    /**
     * A frame to be filled.
     *
     * @param page what signs
     * @param place which tag of which page it is, for the log
     */
    public Iframe(Page page, String place) {
        this.page = page;
        this.link = new LinkAttributes(page, place);
    }

    /** {@return what makes the frame's link, its {@code src}} */
    public LinkAttributes link() {
        return link;
    }

    /**
     * Says in which language the page is; the tag's own {@code lang} comes before.
     *
     * @param language as the surface knows it; {@code null} where it does not
     */
    public void setLanguage(@Nullable Locale language) {
        this.language = language;
    }

    /**
     * {@return what is wrong with an attribute of a frame, the rule, and what to do; {@code null} if it is one of a frame's} For who sees the tag
     * before it is rendered.
     *
     * @param name its name
     */
    public static @Nullable String problem(String name) {
        return Attributes.problemOfFrame(name);
    }

    /**
     * The same, for who also sees what stands in it: an attribute that makes the link is not to be written without a value, which an
     * expression's may be.
     *
     * @param name its name
     * @param written its value as the page's author has written it; {@code null} for none
     * @return what was given, the rule, and what to do; {@code null} if nothing is wrong
     */
    public static @Nullable String problem(String name, @Nullable String written) {
        String problem = problem(name);
        return problem == null && (written == null || written.isEmpty()) ? Attributes.problemOfEmpty(name) : problem;
    }

    /** {@return the attributes that a frame takes, in lower case; {@code var-NAME}, {@code data-NAME} and {@code aria-NAME} aside} */
    public static Set<String> names() {
        return Attributes.ofIframe();
    }

    /**
     * Sets an attribute: the link's, if it is one of those, or the element's. One that is neither is refused when the frame is rendered.
     *
     * @param name its name
     * @param value its value; {@code null} leaves an attribute of the element out
     */
    public void set(String name, @Nullable Object value) {
        Attributes.Name known = Attributes.ofFrame(name);
        if (known == null) {
            link.reject(Objects.requireNonNull(problem(name)));
            return;
        }
        switch (known.use()) {
            case VARIABLE -> link.set(name, value);
            case LINK -> setOfLink(known.lowerCase(), value);
            case SCRIPT -> setOfScript(known.lowerCase(), textOf(value));
            case ELEMENT -> {
                if (value != null) {
                    setOfElement(known, new Attribute(name, value.toString(), known.beginning(), false));
                }
            }
        }
    }

    private void setOfLink(String name, @Nullable Object value) {
        boolean theme = name.equals("theme");
        themeOfPage = theme ? "auto".equals(textOf(value)) : themeOfPage;
        if (!theme || !themeOfPage) {
            link.put(name, value);
        }
    }

    private void setOfScript(String name, @Nullable String text) {
        switch (name) {
            case "live" -> live = text;
            case "ratio" -> ratio = text;
            default -> nonce = text;
        }
    }

    private void setOfElement(Attributes.Name known, Attribute attribute) {
        replaced |= known.replaces();
        Attribute before = attributes.put(known.lowerCase(), attribute);
        if (before != null && !before.name().equals(attribute.name())) {
            link.reject(attribute.name() + " was given twice; HTML knows no case in attribute names");
        }
    }

    private static @Nullable String textOf(@Nullable Object value) {
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    /**
     * {@return the element as a page shows it; where its link is refused and {@code gshare.on-refused=placeholder}, a quiet box in its place}
     *
     * @throws IllegalArgumentException if an attribute is wrong or the link refused, where {@code gshare.on-refused=fail}
     */
    public Element render() {
        return link.orPlaceholder(this::frame, this::placeholder);
    }

    private Element frame() {
        if (live != null && !live.equals("true") && !live.equals("false")) {
            throw Redaction.wrong("live", live, "must be true or false");
        }
        if ("true".equals(live)) {
            return liveFrame();
        }
        if (themeOfPage) {
            throw new IllegalArgumentException(
                    "theme was 'auto' but only a script sees the page's colours; give live=\"true\" too");
        }
        if (ratio != null) {
            throw Redaction.wrong("ratio", ratio, "only a script keeps it; give live=\"true\" too");
        }
        if (nonce != null) {
            attributes.put("nonce", new Attribute("nonce", nonce)); // there is no script that it could go to
        }
        return iframe(link.sign(), link.isSignedAtLoad());
    }

    private Element liveFrame() {
        if (ratio != null && !RATIO.matcher(ratio).matches()) {
            throw Redaction.wrong("ratio", ratio, "must be width/height, such as 16/9");
        }
        String src = link.signLive(themeOfPage);
        List<Attribute> host = new ArrayList<>();
        addIfGiven(host, "session", Long.toString(link.session().toSeconds()));
        addIfGiven(host, "at", link.workspaceUrl());
        addIfGiven(host, "swap", link.opensSession() ? null : "");
        addIfGiven(host, "renewal", link.renewal());
        addIfGiven(host, "theme", themeOfPage ? "auto" : null);
        addIfGiven(host, "ratio", ratio);
        Texts.Language ofPage = ofPage();
        addIfGiven(host, "lang", given("lang"));
        addIfGiven(host, "language", ofPage == null ? null : ofPage.tag());
        List<Attribute> attributesOfScript = new ArrayList<>();
        addIfGiven(attributesOfScript, "type", "module");
        addIfGiven(
                attributesOfScript,
                "src",
                link.ownLink(FrameScript.path(page.configuration().texts())));
        addIfGiven(attributesOfScript, "nonce", nonce);
        Element script = new Element("script", attributesOfScript, "");
        if (!themeOfPage) {
            return new Element("gshare-frame", host, "", script, iframe(src, true));
        }
        // Not loaded until the script has put the theme into its src: a lazy frame that is not rendered waits.
        Element withoutScript = new Element("noscript", List.of(), "", iframe(src, true));
        attributes.put("hidden", new Attribute("hidden", ""));
        return new Element("gshare-frame", host, "", script, withoutScript, iframe(src, true));
    }

    private static void addIfGiven(List<Attribute> all, String name, @Nullable String value) {
        if (value != null) {
            all.add(new Attribute(name, value));
        }
    }

    private Element iframe(String src, boolean atLoad) {
        List<Attribute> all = new ArrayList<>(10);
        all.add(new Attribute("src", src, SRC, false));
        if ((replaced & TITLE) == 0) {
            all.add(new Attribute("title", texts().text("title"), TITLE_BEGINNING, false));
        }
        attributes.forEach((name, attribute) -> all.add(attribute));
        if ((replaced & WIDTH.bit) == 0) {
            // No style: a page's policy may forbid it, and a style sheet could not override it. A border would stick
            // out.
            addDefault(all, WIDTH);
            addDefault(all, NO_BORDER);
        }
        addDefault(all, atLoad ? OWN_ORIGIN : NO_REFERRER);
        addDefault(all, atLoad ? LAZY : EAGER);
        addDefault(all, FULLSCREEN);
        return new Element("iframe", all, "");
    }

    private void addDefault(List<Attribute> all, Default ofEveryFrame) {
        if ((replaced & ofEveryFrame.bit) == 0) {
            all.add(ofEveryFrame.attribute);
        }
    }

    /** As high as the frame, so that the page stays as it is; where a page's policy forbids styles, as high as its text. */
    private Element placeholder() {
        String own = given("class");
        List<Attribute> all = new ArrayList<>();
        addIfGiven(all, "class", own == null ? "gshare-refused" : "gshare-refused " + own);
        addIfGiven(all, "role", "note");
        for (String kept : List.of("id", "title", "hidden")) {
            addIfGiven(all, kept, given(kept));
        }
        String height = size("min-height", given("height"));
        if (height == null && ratio != null && RATIO.matcher(ratio).matches()) {
            height = "aspect-ratio:" + ratio;
        }
        String width = size("width", given("width"));
        String form = height == null && width == null ? null : "box-sizing:border-box";
        String style = Stream.of(form, height, width, given("style"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(";"));
        addIfGiven(all, "style", style.isEmpty() ? null : style);
        Texts.Language texts = texts();
        addIfGiven(all, "lang", texts.tag().equals(Texts.DEFAULT) ? null : texts.tag());
        return new Element("div", all, texts.text("refused"));
    }

    /** What visitors read, in the page's language if it is known, else in the visitor's own, else in English. */
    private Texts.Language texts() {
        Texts all = page.configuration().texts();
        Texts.Language ofPage = ofPage();
        PageResponse response = page.response();
        Texts.Language found = ofPage == null && response != null ? all.find(response.visitorsLanguages()) : ofPage;
        return found == null ? all.english() : found;
    }

    private Texts.@Nullable Language ofPage() {
        Texts all = page.configuration().texts();
        String lang = given("lang");
        PageResponse response = page.response();
        Texts.Language found = lang == null ? null : all.find(Locale.forLanguageTag(lang));
        found = found == null ? all.find(language) : found;
        return found == null && response != null ? all.find(response.language()) : found;
    }

    /** The style that says what an attribute does, of which browsers read the number at its beginning; {@code null} where it has none. */
    private static @Nullable String size(String property, @Nullable String value) {
        Matcher number = LENGTH.matcher(value == null ? "" : value);
        return number.matches()
                ? property + ":" + number.group(1) + (number.group(2).isEmpty() ? "px" : "%")
                : null;
    }

    private @Nullable String given(String name) {
        Attribute attribute = attributes.get(name);
        return attribute == null ? null : attribute.value();
    }
}
