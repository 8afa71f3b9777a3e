package io.gshare.html;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The charsets whose bytes can be read as HTML: supersets of ASCII, in which no byte of another character can be taken for
 * one of the characters that HTML and links are delimited by. UTF-16, UTF-32, ISO-2022 and EBCDIC are none.
 */
final class AsciiSupersets {

    private static final Pattern NAMES = Pattern.compile("utf-?8|us-ascii|ascii"
            + "|(?:iso-?8859-|latin-?)[0-9]{1,2}|(?:x-)?windows-(?:125[0-8]|874|31j|949|950)|cp125[0-8]|koi8-[ru]|tis-620"
            + "|big5(?:-hkscs)?|gbk|gb2312|gb18030|euc-(?:jp|kr|tw|cn)|shift[_-]jis|sjis");

    private AsciiSupersets() {}

    /** Whether the charset of a name is one; {@code null} if the response names none, and browsers guess one. */
    static boolean contains(@Nullable String charset) {
        return charset == null
                || charset.equalsIgnoreCase("utf-8")
                || isNamed(charset)
                || isNamed(standardName(charset));
    }

    private static boolean isNamed(String charset) {
        return NAMES.matcher(charset.toLowerCase(Locale.ROOT)).matches();
    }

    /** Java knows charsets by other names too, such as ISO8859_1. */
    private static String standardName(String charset) {
        try {
            return Charset.forName(charset).name();
        } catch (IllegalArgumentException e) {
            return charset;
        }
    }
}
