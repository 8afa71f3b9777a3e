package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.html.RewrittenPage.Insertion;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Slow and obvious: jsoup parses the whole page into a tree, tells where each attribute's value stands, and
 * {@link io.gshare.GShare#signOwn(String, String)} says which of them are links. It takes no part of the rewriter.
 */
final class Oracle {

    private static final Set<String> ATTRIBUTES = Set.of(
            "a@href",
            "a@xlink:href",
            "area@href",
            "div@data-dashboard",
            "embed@data-src",
            "embed@src",
            "frame@src",
            "iframe@data-src",
            "iframe@src",
            "img@data-src",
            "img@src",
            "object@data");

    /**
     * Completes a tag that is open where a page ends, in whichever state: the standard drops a tag that the page's end cuts off,
     * but its links have been signed by then. And jsoup takes RCDATA that is not closed for markup.
     */
    private static final String END = "x\">'></title></textarea>";

    /**
     * What jsoup reads in another way than the standard, or what its tree drops and so hides from us: {@code frame} is dropped
     * outside of a frameset, which an earlier element rules out; tags in {@code select} are dropped or not, by the browser's
     * age; CDATA is markup outside of foreign content too; text elements are closed where they are self-closing; and a
     * {@code <} behind the name of another end tag in text begins no tag; and in script data that was escaped twice, any end tag
     * ends the script.
     */
    private static final Pattern NOT_JSOUPS = Pattern.compile(
            "(?is)<frame|<select|<!\\[CDATA\\[|<(?:iframe|no\\w+|script|style|textarea|title|xmp)[^>]*/>|</[a-z]+[^>]*<|<!doctype(?![\\s>])|[\1-\10\13\16-\37]|<script.*<!--.*<script|noframes.*noscript|noscript.*noframes");

    /**
     * Where the rewriter may leave links unsigned: only a tree could tell what these tags mean to the tokenizer; and
     * {@code image} is not among the elements whose links are signed, but {@code img} to a tree.
     */
    private static final Pattern IN_DOUBT =
            Pattern.compile("(?is)<(?:svg|math|template|plaintext|image)|" + NOT_JSOUPS);

    /** What contains HTML in SVG, and in MathML. */
    private static final String SVG_POINTS = "desc, foreignObject, title";

    private static final String MATH_POINTS =
            "mi, mn, mo, ms, mtext, annotation-xml[encoding~=(?i)^(text/html|application/xhtml\\+xml)$]";

    /** Start tags at which SVG and MathML end, but which jsoup drops without a trace in the tree. */
    private static final Pattern DROPPED = Pattern.compile("(?is)<(?:svg|math)\\b.*?<(?:body|head)(?=[\\s/>])");

    private static final Pattern HREF = Pattern.compile("(?i)href");
    private static final Pattern NOSCRIPT = Pattern.compile("(?i)noscript");

    /** A value that no rule about references and the like keeps from being signed. */
    private static final Pattern PLAIN = Pattern.compile("(?:[^&\0]|&amp;|&[a-z]{1,3}=)*+");

    /** Where a link may be signed, with the suffix; where it must be. */
    private final Set<Insertion> allowed = new HashSet<>();

    private final Set<Insertion> required = new HashSet<>();
    private final String page;
    /** Whatever jsoup says of what stands behind this is not the standard's. */
    private final int judged;

    private Oracle(String page) {
        this.page = page;
        // jsoup's noscript is markup, as without scripting; with it, it is text like noframes.
        // And it keeps no positions of names in upper case in SVG.
        String scripting = NOSCRIPT.matcher(page).replaceAll("noframes");
        scripting = HREF.matcher(scripting).replaceAll("href");
        Document document = Parser.htmlParser().setTrackPosition(true).parseInput(scripting, "");
        judged = judged(document);
        int base = document.select("base").stream()
                .filter(Oracle::isHtml)
                .mapToInt(element -> element.sourceRange().startPos())
                .min()
                .orElse(Integer.MAX_VALUE);
        boolean relativeInDoubt = page.toLowerCase(Locale.ROOT).contains("<base");
        for (Element element : document.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                Range value =
                        element.attributes().sourceRange(attribute.getKey()).valueRange();
                boolean copy = !value.isTracked(); // by the adoption agency algorithm
                int at = value.startPos();
                Insertion insertion = !copy && holdsLink(element, attribute) ? suffix(attribute, value) : null;
                boolean relative = attribute.getValue().startsWith("/");
                if (insertion == null || (relative && base < at)) {
                    continue;
                }
                allowed.add(insertion);
                if (PLAIN.matcher(page.substring(at, insertion.at())).matches() && !(relative && relativeInDoubt)) {
                    required.add(insertion);
                }
            }
        }
    }

    /** Checks one page, given as Latin-1; says whether anything was signed. */
    static boolean check(String text, String description) {
        String page = text + END;
        byte[] bytes = page.getBytes(StandardCharsets.ISO_8859_1);
        List<Insertion> found = RewrittenPage.rewrite(
                RewrittenPage.RULES.page(RewrittenPage.GSHARE.page(), RewrittenPage.ORIGIN, false), bytes);
        if (!NOT_JSOUPS.matcher(page).find()) {
            Oracle oracle = new Oracle(page);
            assertThat(oracle.allowed)
                    .as("may be signed, %s: %s", description, page)
                    .containsAll(found.stream()
                            .filter(insertion -> insertion.at() < oracle.judged)
                            .toList());
            if (!IN_DOUBT.matcher(page).find()) {
                assertThat(found)
                        .as("must be signed, %s: %s", description, page)
                        .containsAll(oracle.required);
            }
        }
        return !found.isEmpty();
    }

    /**
     * How far jsoup keeps "The rules for parsing tokens in foreign content" of the standard. By these, a start tag of HTML ends SVG and MathML
     * up to the next integration point; jsoup puts its element into them, and all that follows. And by these, a script of SVG contains
     * markup; to jsoup, script data.
     */
    private int judged(Document document) {
        Matcher dropped = DROPPED.matcher(page);
        int end = dropped.find() ? dropped.end() : Integer.MAX_VALUE;
        return document.getAllElements().stream()
                .filter(element -> isHtml(element)
                        ? isInForeign(element)
                        : element.normalName().equals("script"))
                .filter(element -> element.sourceRange().isTracked())
                .mapToInt(element -> element.sourceRange().startPos())
                .reduce(end, Math::min);
    }

    private static boolean isInForeign(Element element) {
        Element parent = element.parent();
        return parent != null && !isHtml(parent) && !parent.is(isSvg(parent) ? SVG_POINTS : MATH_POINTS);
    }

    private static boolean isHtml(Element element) {
        return element.tag().namespace().equals(Parser.NamespaceHtml);
    }

    private static boolean isSvg(Element element) {
        return element.tag().namespace().equals(Parser.NamespaceSvg);
    }

    private static boolean holdsLink(Element element, Attribute attribute) {
        String name = element.normalName();
        return ATTRIBUTES.contains(name + "@" + attribute.getKey().toLowerCase(Locale.ROOT))
                && (isHtml(element) || (isSvg(element) && name.equals("a")));
    }

    /** What is to be put into a value; {@code null} if it is no link to be signed. */
    private @Nullable Insertion suffix(Attribute attribute, Range value) {
        String raw = page.substring(value.startPos(), value.endPos());
        int fragment = 0;
        while (fragment < raw.length()
                && (raw.charAt(fragment) != '#' || (fragment > 0 && raw.charAt(fragment - 1) == '&'))) {
            fragment++;
        }
        String link = attribute.getValue().split("#", 2)[0];
        if (!Parser.unescapeEntities(raw.substring(0, fragment), true).equals(link)) {
            return null;
        }
        String signed = RewrittenPage.GSHARE.page().signOwn(link, RewrittenPage.ORIGIN);
        return signed == null || !signed.startsWith(link)
                ? null
                : new Insertion(
                        value.startPos() + fragment,
                        signed.substring(link.length()).replace("&", "&amp;"));
    }
}
