package io.gshare.html;

import io.gshare.html.Element.Attribute;
import io.gshare.link.Refinement;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of all attributes that gshare's tags take: what is none of these is a slip, and told. Stateless.
 *
 * <p>HTML's are those that its standard has for {@code iframe} and for every element, and a few that it has no more, or not yet.
 * Event handlers are none of them: an attribute's value may be a visitor's, and a page's policy may forbid scripts in attributes.
 */
final class Attributes {

    /** Where dashboards begin; exactly one is given. */
    static final List<String> ORIGINS = List.of("link", "dashboard", "embed");

    /** What else says which link is signed, and how. */
    private static final Set<String> SIGNING = Set.of("workspace", "sign");

    /** What refines {@code dashboard}; beside {@code link}, these stand in the link itself. */
    static final Set<String> REFINEMENTS =
            Arrays.stream(Refinement.values()).map(Refinement::label).collect(Collectors.toUnmodifiableSet());

    /** What makes the link. */
    static final Set<String> OF_LINK = union(ORIGINS, SIGNING, REFINEMENTS);

    /** What a frame takes beside those of its link and HTML's. */
    static final Set<String> OF_FRAME = Set.of("live", "ratio");

    /** What goes to the script of a frame that is kept alive. */
    private static final Set<String> OF_SCRIPT = Set.of("live", "ratio", "nonce");

    private static final Set<String> OF_ELEMENT =
            Set.of("allow", "allowfullscreen", "height", "loading", "name", "referrerpolicy", "sandbox", "width");

    private static final Set<String> OF_EVERY_ELEMENT = Set.of(
            "accesskey",
            "autocapitalize",
            "autocorrect",
            "autofocus",
            "class",
            "contenteditable",
            "dir",
            "draggable",
            "enterkeyhint",
            "exportparts",
            "headingoffset",
            "headingreset",
            "hidden",
            "id",
            "inert",
            "inputmode",
            "is",
            "itemid",
            "itemprop",
            "itemref",
            "itemscope",
            "itemtype",
            "lang",
            "nonce",
            "part",
            "popover",
            "role",
            "slot",
            "spellcheck",
            "style",
            "tabindex",
            "title",
            "translate",
            "writingsuggestions",
            "xml:lang",
            "xml:space");

    /** What the standard has no more, or not yet, and browsers follow. */
    private static final Set<String> FURTHER = Set.of(
            "align",
            "allowtransparency",
            "credentialless",
            "csp",
            "fetchpriority",
            "frameborder",
            "hspace",
            "longdesc",
            "marginheight",
            "marginwidth",
            "scrolling",
            "vspace");

    private static final Set<String> OF_IFRAME = union(OF_LINK, OF_FRAME, OF_ELEMENT, OF_EVERY_ELEMENT, FURTHER);

    /** Those that a frame has where its tag does not give them. */
    private static final List<String> DEFAULTED =
            List.of("title", "width", "frameborder", "referrerpolicy", "loading", "allow");

    /** What an attribute of a frame is for. */
    enum Use {
        LINK,
        VARIABLE,
        SCRIPT,
        ELEMENT
    }

    /**
     * A name that nothing is wrong with.
     *
     * @param lowerCase the name in lower case
     * @param use what the attribute is for
     * @param beginning how it begins in the element's markup
     * @param replaces which of {@link #DEFAULTED} it is, as a bit; 0 if none
     */
    record Name(String lowerCase, Use use, String beginning, int replaces) {

        private Name(String spelled, String lowerCase) {
            this(lowerCase, useOf(lowerCase), Attribute.beginning(spelled), bit(lowerCase));
        }
    }

    /** What is found out about a name once, as templates repeat it and spell it in lower case. */
    private static final Map<String, Name> NAMES =
            OF_IFRAME.stream().collect(Collectors.toMap(Function.identity(), name -> new Name(name, name)));

    /** What HTML leaves to the page's author, and dashboards to theirs: any name behind these. */
    private static final List<String> FAMILIES = List.of(Refinement.VARIABLE, "data-", "aria-");

    private Attributes() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    private static Set<String> union(Collection<String>... names) {
        return Stream.of(names).flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** What is wrong with an attribute of a link alone; {@code null} if nothing is. */
    static @Nullable String problemOfLink(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (OF_LINK.contains(lowerCase) || lowerCase.startsWith(Refinement.VARIABLE)) {
            return null;
        }
        String meant = meant(lowerCase, OF_LINK);
        return Redaction.quote(name) + " is no attribute of this tag, which makes a link alone; "
                + (meant == null
                        ? "remove it, or write var-NAME to set a variable of the dashboard"
                        : "did you mean " + Redaction.quote(meant) + "?");
    }

    /** What is wrong with an attribute of a frame; {@code null} if nothing is. */
    static @Nullable String problemOfFrame(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith(Refinement.VARIABLE)) {
            return null;
        }
        if (!isName(name)) {
            return "an attribute's name has characters that an iframe's may not; use letters, digits, -, _, . and :";
        }
        if (OF_IFRAME.contains(lowerCase) || FAMILIES.stream().anyMatch(lowerCase::startsWith)) {
            return null;
        }
        boolean src = lowerCase.equals("src");
        if (src || lowerCase.equals("srcdoc") || lowerCase.startsWith("on")) {
            return name + " is not allowed on a gshare iframe, whose content is the signed link and nothing else; "
                    + (src ? "give link or dashboard" : "remove it");
        }
        String meant = meant(lowerCase, OF_IFRAME);
        return Redaction.quote(name) + " is no attribute of this tag; "
                + (meant == null
                        ? "write " + Redaction.quote(Refinement.VARIABLE + name)
                                + " for a variable of the dashboard, or " + Redaction.quote("data-" + name)
                                + " for what the page itself reads"
                        : "did you mean " + Redaction.quote(meant) + "?");
    }

    /** What is wrong with an attribute that a page's author has written without a value; {@code null} if nothing is. */
    static @Nullable String problemOfEmpty(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        boolean needed = REFINEMENTS.contains(lowerCase) || SIGNING.contains(lowerCase) || OF_FRAME.contains(lowerCase);
        return needed ? name + " was '' but must have a value where it is written; give it one, or leave it out" : null;
    }

    /** Names that Grafana or HTML has for what is called otherwise here are nobody's misspellings. */
    private static @Nullable String meant(String lowerCase, Set<String> known) {
        for (String family : FAMILIES) {
            int dash = family.length() - 1;
            if (lowerCase.length() > family.length()
                    && lowerCase.startsWith(family.substring(0, dash))
                    && "_.:".indexOf(lowerCase.charAt(dash)) >= 0) {
                return family + lowerCase.substring(family.length());
            }
        }
        return switch (lowerCase.replaceAll("[-_]", "")) {
            case "uid", "dashboarduid" -> "dashboard";
            case "url", "href", "src" -> "link";
            case "panelid", "viewpanel" -> "panel";
            case "tz" -> "timezone";
            default -> Spelling.nearest(lowerCase, known);
        };
    }

    /** What is known of the name of a frame's attribute; {@code null} if {@link #problemOfFrame} says what is wrong with it. */
    static @Nullable Name ofFrame(String name) {
        Name known = NAMES.get(name);
        if (known != null || problemOfFrame(name) != null) {
            return known;
        }
        return new Name(name, name.toLowerCase(Locale.ROOT));
    }

    /** Which of those that have a default this is: a bit for each, so that a frame knows in one number which it was given. */
    static int bit(String lowerCase) {
        int at = DEFAULTED.indexOf(lowerCase);
        return at < 0 ? 0 : 1 << at;
    }

    private static Use useOf(String lowerCase) {
        if (lowerCase.startsWith(Refinement.VARIABLE)) {
            return Use.VARIABLE;
        }
        return OF_LINK.contains(lowerCase) ? Use.LINK : OF_SCRIPT.contains(lowerCase) ? Use.SCRIPT : Use.ELEMENT;
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

    /** Every name that a frame takes, families aside. */
    static Set<String> ofIframe() {
        return OF_IFRAME;
    }
}
