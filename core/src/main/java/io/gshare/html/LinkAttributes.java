package io.gshare.html;

import io.gshare.DashboardLink;
import io.gshare.Page;
import io.gshare.PageEmbed;
import io.gshare.link.Refinement;
import io.gshare.settings.OnRefused;
import io.gshare.settings.SignAt;
import io.gshare.text.Redaction;
import io.gshare.ticket.Minting;
import java.lang.System.Logger;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The attributes with which a page says what to link to: {@code link}; or {@code dashboard} and what refines it
 * ({@code slug}, {@code panel}, {@code from}, {@code to}, {@code timezone}, {@code theme}, {@code kiosk}, {@code refresh},
 * {@code var-NAME}); or {@code embed} and those of them that it leaves open. With the first two {@code workspace} and {@code sign}, which is
 * {@code render} or {@code load}. One vocabulary, so the same input gives the same link on every surface.
 *
 * <p>{@code null} and empty values count as not given, for expressions that found nothing; a variable's empty value is a value.
 * Not thread-safe: one for each tag that is rendered.
 */
public final class LinkAttributes {

    /** What stands in place of a refused link where {@code gshare.on-refused=placeholder}. */
    private static final String NOWHERE = "about:blank";

    private static final Logger LOGGER = System.getLogger("io.gshare");

    private final Page page;
    private final String place;
    private @Nullable String rejected;
    private final NamedValues<Object> given = new NamedValues<>();
    /** What stood in the tag and had no value; like the next two, nothing as a rule. */
    private Set<String> empty = Set.of();

    private Map<String, Object> defaults = Map.of();
    private Map<String, List<String>> variables = Map.of();

    /**
     * Attributes of one tag.
     *
     * @param page what signs
     * @param place which tag of which page it is, for the log
     */
    public LinkAttributes(Page page, String place) {
        this.page = page;
        this.place = place;
    }

    /**
     * {@return what is wrong with an attribute of a tag that makes a link alone, the rule, and what to do; {@code null} if it is one of a link's} For
     * who sees the tag before it is rendered.
     *
     * @param name its name
     */
    public static @Nullable String problem(String name) {
        return Attributes.problemOfLink(name);
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

    /** {@return the attributes that make a link, in lower case; {@code var-NAME} aside} */
    public static Set<String> names() {
        return Attributes.OF_LINK;
    }

    /**
     * {@return whether an attribute is one of a link's, and set; if not, nothing happened}
     *
     * @param name its name; as in HTML, its case does not matter
     * @param value its value; an {@link Instant} or {@link Date} becomes epoch milliseconds, a {@code var-NAME} may be an array
     *     or {@link Iterable} of values
     */
    public boolean set(String name, @Nullable Object value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith(Refinement.VARIABLE)) {
            variable(name.substring(Refinement.VARIABLE.length()), value);
            return true;
        }
        if (!Attributes.OF_LINK.contains(lowerCase)) {
            return false;
        }
        put(lowerCase, value);
        return true;
    }

    /** Sets one of a link's, by its name in lower case; variables aside. */
    void put(String name, @Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            empty = empty.isEmpty() ? new HashSet<>() : empty;
            empty.add(name);
        } else if (given.put(name, value) != null) {
            reject(name + " was given twice; give it once");
        }
    }

    /**
     * Notes that the tag is used wrongly in a way that it sees itself; it is refused when it is signed, as any other.
     *
     * @param why what was given, the rule, and what to do
     */
    public void reject(String why) {
        rejected = rejected == null ? why : rejected;
    }

    /**
     * Sets what holds where the tag does not say: {@code workspace}, {@code timezone} or {@code theme}. The latter two refine
     * dashboards alone; a {@code link} stays as it is.
     *
     * @param name the attribute's name
     * @param value its value
     */
    public void setDefault(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            defaults = defaults.isEmpty() ? new HashMap<>() : defaults;
            defaults.put(name, value);
        }
    }

    /**
     * Adds values of a variable of the dashboard.
     *
     * @param name the variable's name, without {@code var-}
     * @param value a value, an array or {@link Iterable} of values; {@code null} adds none
     */
    public void variable(String name, @Nullable Object value) {
        variables = variables.isEmpty() ? new LinkedHashMap<>() : variables;
        List<String> values = variables.computeIfAbsent(name, n -> new ArrayList<>());
        Stream<?> all = value instanceof Iterable<?> iterable
                ? StreamSupport.stream(iterable.spliterator(), false)
                : value != null && value.getClass().isArray()
                        ? IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i))
                        : Stream.ofNullable(value);
        all.filter(Objects::nonNull).map(Object::toString).forEach(values::add);
    }

    /**
     * {@return the signed link, or the application's own that leads to it when the frame loads; raw}
     *
     * @throws IllegalArgumentException if the attributes contradict one another or a value is wrong
     * @throws io.gshare.link.LinkRefusedException if the link may not be signed
     */
    public String sign() {
        return sign(signing());
    }

    /** The same, for a frame that a script keeps alive. */
    String signLive(boolean openTheme) {
        if (signing().signAt() == SignAt.RENDER && given.has("sign")) {
            throw new IllegalArgumentException(
                    "live was given beside sign=\"render\" but a frame that is kept alive is signed at load; remove one of them");
        }
        String embed = text("embed");
        if (openTheme && embed != null && !page.embed(embed).isOpen(Refinement.THEME.label())) {
            throw new IllegalArgumentException(
                    "theme was 'auto' but is not open in the embed; add it to gshare.embeds." + embed + ".open");
        }
        return sign(page.live(openTheme));
    }

    /** How long the session lasts that the link opens. */
    Duration session() {
        String workspace = text("workspace");
        return workspace == null
                ? page.workspaces().session()
                : page.workspace(workspace).workspaces().session();
    }

    /** For how many seconds the frame is renewed, where that is not the script's own default. */
    @Nullable
    String renewal() {
        Duration renewal = page.configuration().minting().renewal();
        return renewal.equals(Minting.DEFAULT.renewal()) ? null : Long.toString(Math.max(1, renewal.toSeconds()));
    }

    /** The base URL of the workspace that the link is of. */
    String workspaceUrl() {
        return ofWorkspace(Page::workspaceUrl);
    }

    /** Whether the session that the link opens is a cookie's, which another frame renews, or the link's own. */
    boolean opensSession() {
        return ofWorkspace(Page::opensSession);
    }

    private <T> T ofWorkspace(BiFunction<Page, String, T> ask) {
        String embed = text("embed");
        String workspace = embed == null
                ? text("workspace")
                : Objects.requireNonNull(page.configuration().embeds().get(embed))
                        .workspace();
        String link = text("link");
        return workspace != null
                ? ask.apply(page.workspace(workspace), "/")
                : ask.apply(page, link == null ? "/" : link);
    }

    String ownLink(String path) {
        return page.ownLink(path);
    }

    /** Whether the frame's link is the application's own, which stays good when the page has been left open. */
    boolean isSignedAtLoad() {
        String link = text("link");
        String workspace = text("workspace");
        Page of = workspace == null ? signing() : signing().workspace(workspace);
        return given.has("embed") || of.signsAtLoad(link == null ? "/" : link);
    }

    private Page signing() {
        String sign = text("sign");
        if (sign == null) {
            return page;
        }
        return switch (sign) {
            case "render" -> page.signAt(SignAt.RENDER);
            case "load" -> page.signAt(SignAt.LOAD);
            default -> throw Redaction.wrong("sign", sign, "must be render or load");
        };
    }

    private String sign(Page signing) {
        if (rejected != null) {
            throw new IllegalArgumentException(rejected);
        }
        String link = text("link");
        String dashboard = text("dashboard");
        String embed = text("embed");
        if ((link == null ? 0 : 1) + (dashboard == null ? 0 : 1) + (embed == null ? 0 : 1) != 1) {
            throw notOneOrigin();
        }
        if (embed != null) {
            return embed(signing, embed).sign();
        }
        String workspace = text("workspace");
        Page ofWorkspace = workspace == null ? signing : signing.workspace(workspace);
        if (link == null) {
            return refine(ofWorkspace.dashboard(Objects.requireNonNull(dashboard)))
                    .sign();
        }
        String meant = HtmlEscape.unescapeAmpersands(
                onlyLink(given.get("link") instanceof DashboardLink built ? built.unsigned() : link));
        ofWorkspace.requireRange(meant);
        return ofWorkspace.sign(meant);
    }

    private IllegalArgumentException notOneOrigin() {
        List<String> origins = Attributes.ORIGINS.stream().filter(given::has).toList();
        String found =
                Attributes.ORIGINS.stream().filter(empty::contains).findFirst().orElse(null);
        return new IllegalArgumentException(
                origins.isEmpty() && found != null
                        ? found + " was '' but must be " + origin(found) + "; see why its expression found nothing"
                        : (origins.isEmpty()
                                        ? "link, dashboard and embed were all missing"
                                        : String.join(" and ", origins) + " were given together")
                                + " but exactly one of them must be given: link, " + origin("link") + "; dashboard, "
                                + origin("dashboard") + "; or embed, " + origin("embed"));
    }

    private static String origin(String name) {
        return switch (name) {
            case "link" -> "the address that Grafana's Share dialog copies";
            case "dashboard" -> "the dashboard's uid";
            default -> "the name of one that is configured";
        };
    }

    private PageEmbed embed(Page signing, String name) {
        if (given.has("workspace")) {
            throw new IllegalArgumentException("workspace was given beside embed, which has its own; remove workspace");
        }
        if ("render".equals(text("sign"))) {
            throw new IllegalArgumentException("sign was 'render' beside embed but an embed is signed at load, when"
                    + " it is known who is looking; remove sign");
        }
        PageEmbed embed = signing.embed(name);
        given.forEach((parameter, value) -> {
            Refinement refinement = Refinement.of(parameter);
            if (refinement != null) {
                embed.set(parameter, refinement.text(value));
            }
        });
        variables.forEach(
                (variable, values) -> embed.set(Refinement.VARIABLE + variable, values.toArray(String[]::new)));
        return embed;
    }

    private String onlyLink(String link) {
        if (given.size() == 1 && given.has("link") && variables.isEmpty()) {
            return link;
        }
        given.forEach((name, value) -> {
            if (Attributes.REFINEMENTS.contains(name)) {
                throw besideLink(name);
            }
        });
        if (!variables.isEmpty()) {
            throw besideLink(Refinement.VARIABLE + variables.keySet().iterator().next());
        }
        return link;
    }

    private static IllegalArgumentException besideLink(String name) {
        return new IllegalArgumentException(
                Redaction.quote(name) + " was given beside link but refines dashboard alone; write it into the"
                        + " link, or give dashboard in place of link");
    }

    private DashboardLink refine(DashboardLink dashboard) {
        for (Refinement refinement : Refinement.values()) {
            Object own = given.get(refinement.label());
            Object value = own == null ? defaults.get(refinement.label()) : own;
            try {
                if (value != null) {
                    dashboard.refine(refinement, value);
                }
            } catch (IllegalArgumentException e) {
                if (own != null || !(value instanceof ZoneId)) {
                    throw e;
                } // else a page's zone that Grafana has no name for (+05:45): the dashboard keeps its own
            }
        }
        variables.forEach((name, values) -> dashboard.variable(name, values.toArray(String[]::new)));
        return dashboard;
    }

    private @Nullable String text(String name) {
        Object value = given.get(name);
        return Objects.toString(value == null ? defaults.get(name) : value, null);
    }

    /**
     * {@return the signed link as a page shows it, raw; where it is refused and {@code gshare.on-refused=placeholder}, {@code about:blank}}
     *
     * @throws IllegalArgumentException as {@link #sign}, where {@code gshare.on-refused=fail}
     */
    public String signOrBlank() {
        return orPlaceholder(this::sign, () -> NOWHERE);
    }

    /**
     * {@return the same for surfaces that are given a link and nothing else}
     *
     * @param page what signs
     * @param place as for {@link #LinkAttributes}
     * @param link the link: text, or a {@link DashboardLink}
     * @throws IllegalArgumentException as {@link #sign}, where {@code gshare.on-refused=fail}
     */
    public static String signOrBlank(Page page, String place, @Nullable Object link) {
        LinkAttributes attributes = new LinkAttributes(page, place);
        attributes.set("link", link);
        return attributes.signOrBlank();
    }

    <T> T orPlaceholder(Supplier<T> attempt, Supplier<T> placeholder) {
        if (!page.isEnabled()) {
            if (rejected != null) {
                log(rejected); // a slip of the page's, which no setting makes right
            }
            return placeholder.get(); // which was said at start, and is no news of each link
        }
        try {
            return attempt.get();
        } catch (IllegalArgumentException e) {
            if (page.configuration().onRefused() == OnRefused.FAIL) {
                throw e;
            }
            log(e.getMessage());
            return placeholder.get();
        }
    }

    private void log(@Nullable String why) {
        LOGGER.log(Logger.Level.WARNING, "{0} shows a placeholder: {1}", Redaction.quote(place), why);
    }
}
