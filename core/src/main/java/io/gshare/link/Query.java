package io.gshare.link;

import io.gshare.text.PercentEncoding;
import io.gshare.text.Redaction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The query of a link, read in place: nothing of it is ever decoded and encoded again, so its bytes stay.
 *
 * <p>A parameter is what stands between {@code ?}, {@code &} and the fragment, as in the WHATWG's
 * {@code application/x-www-form-urlencoded} parser and Go's {@code url.ParseQuery}.
 */
public final class Query {

    /** Every parameter of a share link begins with this. */
    static final String CONTRACT_PREFIX = "aliyun_api_key";

    /** The parameter of a JWT link. */
    static final String TOKEN = "auth_token";

    /** One parameter, by its place in the link: from {@code start} its name, up to {@code nameEnd}, where its {@code =} stands if it has one. */
    record Parameter(CharSequence link, int start, int nameEnd, int end) {

        /** The name as written. */
        String name() {
            return link.subSequence(start, nameEnd).toString();
        }

        /** The value as written; empty where there is no {@code =}. */
        String value() {
            return link.subSequence(Math.min(nameEnd + 1, end), end).toString();
        }

        @Override
        public String toString() {
            return "Parameter" + Redaction.quote(name());
        }

        /** Whether there is a value, and it is not the given text, percent-encoded or not. */
        boolean isOtherThan(String text) {
            int value = nameEnd + 1;
            return value < end && PercentEncoding.startsWithDecoded(link, value, end, text) != end;
        }

        boolean isNamed(String name) {
            return PercentEncoding.startsWithDecoded(link, start, nameEnd, name) == nameEnd;
        }

        boolean isContract() {
            return PercentEncoding.startsWithDecoded(link, start, nameEnd, CONTRACT_PREFIX) >= 0;
        }
    }

    private Query() {}

    static int indexOf(CharSequence text, char c, int from) {
        if (text instanceof String string) {
            return string.indexOf(c, from);
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == c) {
                return i;
            }
        }
        return -1;
    }

    /** Where the link's fragment begins, or its end. */
    static int end(CharSequence link) {
        int fragment = indexOf(link, '#', 0);
        return fragment < 0 ? link.length() : fragment;
    }

    /** Where the query of a link that ends at {@code end} begins, behind its {@code ?}, or -1 where it has none. */
    static int start(CharSequence link, int end) {
        int mark = indexOf(link, '?', 0);
        return mark < 0 || mark >= end ? -1 : mark + 1;
    }

    /** What a further parameter needs before it. */
    static Separator separator(CharSequence link) {
        int end = end(link);
        int start = start(link, end);
        if (start < 0) {
            return Separator.QUESTION_MARK;
        }
        // A '?' that ends the query is a value's: only the one that begins it separates.
        return start == end || link.charAt(end - 1) == '&' ? Separator.NONE : Separator.AMPERSAND;
    }

    /**
     * The first parameter from {@code from} on whose name begins with the letter, or with a {@code %} that may stand for it: a
     * quick look that spares most parameters a close one.
     *
     * @param from where a parameter begins, or -1
     * @param end where the query ends
     * @return where the parameter begins, or -1
     */
    static int seek(CharSequence link, int from, int end, char first) {
        int start = from;
        while (start >= 0 && start < end) {
            char c = link.charAt(start);
            if (c == first || c == '%') {
                return start;
            }
            int ampersand = indexOf(link, '&', start);
            start = ampersand < 0 ? -1 : ampersand + 1;
        }
        return -1;
    }

    /** As {@link #seek}, for parameters that may be the contract's. */
    static int seekContract(CharSequence link, int from, int end) {
        return seek(link, from, end, CONTRACT_PREFIX.charAt(0));
    }

    /** Whether the link carries a parameter of the contract: it is signed already, or pretends to be. */
    static boolean carriesContract(CharSequence link) {
        int end = end(link);
        int start = seekContract(link, start(link, end), end);
        while (start >= 0) {
            Parameter parameter = at(link, start, end);
            if (parameter.isContract()) {
                return true;
            }
            start = seekContract(link, parameter.end() + 1, end);
        }
        return false;
    }

    /** The first {@code orgId} that is another than the given one; {@code null} if there is none. */
    static @Nullable Parameter orgOtherThan(CharSequence link, String org) {
        int end = end(link);
        int start = seek(link, start(link, end), end, 'o');
        while (start >= 0) {
            Parameter parameter = at(link, start, end);
            if (parameter.isNamed("orgId") && parameter.isOtherThan(org)) {
                return parameter;
            }
            start = seek(link, parameter.end() + 1, end, 'o');
        }
        return null;
    }

    /**
     * {@return the first value of a parameter, decoded; {@code null} where there is none, or it is not well-formed}
     *
     * @param link any link
     * @param name the parameter's name, decoded
     */
    public static @Nullable String first(CharSequence link, String name) {
        int end = end(link);
        int start = seek(link, start(link, end), end, name.charAt(0));
        while (start >= 0) {
            Parameter parameter = at(link, start, end);
            if (parameter.isNamed(name)) {
                return PercentEncoding.decode(parameter.value());
            }
            start = seek(link, parameter.end() + 1, end, name.charAt(0));
        }
        return null;
    }

    /** The parameter that begins at a place, in a query that ends at {@code end}. */
    static Parameter at(CharSequence link, int start, int end) {
        int ampersand = indexOf(link, '&', start);
        int itsEnd = ampersand < 0 || ampersand > end ? end : ampersand;
        int nameEnd = start;
        while (nameEnd < itsEnd && link.charAt(nameEnd) != '=') {
            nameEnd++;
        }
        return new Parameter(link, start, nameEnd, itsEnd);
    }

    /**
     * {@return the link without the parameters of the contract; the same instance where it has none} Each goes with the {@code &} behind it; the
     * separator before it stays, so that signing what is left appends just where the old signature stood.
     *
     * @param link any link
     */
    public static String withoutContract(String link) {
        return without(link, CONTRACT_PREFIX.charAt(0), Parameter::isContract);
    }

    /**
     * {@return the link without the parameters of a name, however it is percent-encoded; the same instance where it has none}
     *
     * @param link any link
     * @param name the name, decoded
     */
    public static String without(String link, String name) {
        return without(link, name.charAt(0), parameter -> name.equals(PercentEncoding.decode(parameter.name())));
    }

    /** Whether the link has a parameter of a name, however it is percent-encoded. */
    static boolean carries(CharSequence link, String name) {
        int end = end(link);
        int start = seek(link, start(link, end), end, name.charAt(0));
        while (start >= 0) {
            Parameter parameter = at(link, start, end);
            if (parameter.isNamed(name)) {
                return true;
            }
            start = seek(link, parameter.end() + 1, end, name.charAt(0));
        }
        return false;
    }

    private static String without(String link, char first, Predicate<Parameter> isMeant) {
        int end = end(link);
        int start = seek(link, start(link, end), end, first);
        if (start < 0) {
            return link; // the quick look suffices for most
        }
        StringBuilder kept = new StringBuilder(link.length());
        int copied = 0;
        while (start >= 0) {
            Parameter parameter = at(link, start, end);
            if (isMeant.test(parameter)) {
                kept.append(link, copied, start);
                copied = Math.min(parameter.end() + 1, end);
            }
            start = seek(link, parameter.end() + 1, end, first);
        }
        return copied == 0 ? link : kept.append(link, copied, link.length()).toString();
    }

    /**
     * {@return the link with a further parameter before its fragment}
     *
     * @param link any link
     * @param parameter name and value, encoded
     */
    public static String with(String link, String parameter) {
        int end = end(link);
        return link.substring(0, end) + separator(link).text + parameter + link.substring(end);
    }
}
