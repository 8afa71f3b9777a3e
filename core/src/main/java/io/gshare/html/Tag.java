package io.gshare.html;

import java.util.Arrays;
import java.util.List;

/**
 * What the rewriter knows about an element: what its tags mean to the tokenizer, and where in {@link Names} its attributes with links begin, if
 * any, and those that decide in foreign content whether it is HTML.
 */
record Tag(String name, Kind kind, int attributes, int decisive) {

    enum Kind {
        /** Markup like any other. */
        ORDINARY(""),
        /** Changes what relative links mean. */
        BASE("base"),
        /** Contains text, in which its own end tag alone is markup: RCDATA and RAWTEXT. With scripting on, {@code noscript} does. */
        TEXT("iframe noembed noframes noscript style textarea title xmp"),
        /** Contains script data: text with escapes of its own. */
        SCRIPT("script"),
        /** Nothing behind it is markup. */
        PLAINTEXT("plaintext"),
        /** Contains foreign content, where text elements are markup like any other. */
        SVG("svg"),
        MATH("math"),
        /** In foreign content, contains HTML again. */
        HTML("annotation-xml desc foreignobject mi mn mo ms mtext"),
        /** Contains options; what browsers do with other tags in it has changed. */
        SELECT("select"),
        /** In a select, contains anything. */
        TEMPLATE("template"),
        /** In a template, browsers drop all that follows it there, text elements too. */
        COL("col"),
        /** Contains frames; browsers drop other tags in it. */
        FRAMESET("frameset");

        private final String names;

        Kind(String names) {
            this.names = names;
        }

        /** The elements of this kind, but for {@link #ORDINARY}, which is all the rest. */
        List<String> names() {
            return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
        }

        static Kind of(String element) {
            return Arrays.stream(values())
                    .filter(kind -> kind.names().contains(element))
                    .findFirst()
                    .orElse(ORDINARY);
        }
    }
}
