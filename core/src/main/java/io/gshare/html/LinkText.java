package io.gshare.html;

import java.util.Arrays;

/**
 * The link that an attribute's value may turn out to be, gathered while the value passes: its bytes as characters, so that the
 * recognizer reads it in place. Bytes beyond ASCII stand for characters beyond ASCII, whichever they are. Not thread-safe.
 */
final class LinkText implements CharSequence {

    /** How much is gathered, in bytes: the longest link that is signed, with room for references. */
    private static final int CAPACITY = 16 * 1024;

    private byte[] bytes = new byte[256];
    private int length;
    private boolean whole;
    private boolean relative;

    /** Begins a link with what goes before its value: nothing, or the page's origin where the value has none. */
    void begin(String origin) {
        length = 0;
        whole = true;
        relative = !origin.isEmpty();
        for (int i = 0; i < origin.length(); i++) {
            append((byte) origin.charAt(i));
        }
    }

    /** Whether the value began without scheme and host. */
    boolean isRelative() {
        return relative;
    }

    void append(byte b) {
        if (length == CAPACITY) {
            whole = false;
            return;
        }
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = b;
    }

    boolean endsWithAmpersand() {
        return length > 0 && bytes[length - 1] == '&';
    }

    /**
     * Decodes the character references of {@code &}, which is how links are written in HTML.
     *
     * @return {@code false} if there are references of other characters, so that the link is not what it looks like, or if it was
     *     too long to be gathered
     */
    boolean decodeAmpersands() {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            int end = bytes[i] == '&' ? endOfAmpersand(i) : i + 1;
            if (end < 0) {
                return false;
            }
            bytes[kept++] = bytes[i];
            i = end - 1;
        }
        length = kept;
        return whole;
    }

    /** Where the {@code &} at a place ends, be it bare or a reference of itself; -1 if it begins another reference. */
    private int endOfAmpersand(int at) {
        if (at + 1 < length && bytes[at + 1] == '#') {
            return endOfNumber(at + 2);
        }
        int end = at + 1;
        while (end < length && isAlphanumeric(bytes[end])) {
            end++;
        }
        if (end < length && bytes[end] == ';' && end > at + 1) {
            return is("amp", at + 1, end) ? end + 1 : -1;
        }
        // In attributes, a name without a semicolon is a reference where no = follows; all but these are of letters
        // beyond ASCII.
        boolean reference = (end == length || bytes[end] != '=')
                && (is("amp", at + 1, end)
                        || is("lt", at + 1, end)
                        || is("gt", at + 1, end)
                        || is("quot", at + 1, end));
        return reference ? -1 : at + 1;
    }

    /** Where the digits of a numeric reference of {@code &} end, behind their semicolon; -1 if they are another's. */
    private int endOfNumber(int digits) {
        boolean hex = digits < length && (bytes[digits] | 0x20) == 'x';
        int at = hex ? digits + 1 : digits;
        while (at < length && bytes[at] == '0') {
            at++;
        }
        char first = hex ? '2' : '3';
        char second = hex ? '6' : '8';
        return at + 2 < length && bytes[at] == first && bytes[at + 1] == second && bytes[at + 2] == ';' ? at + 3 : -1;
    }

    private static boolean isAlphanumeric(byte b) {
        return (b >= '0' && b <= '9') || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
    }

    /** Whether a name stands between two places, all in one case. */
    private boolean is(String lowerCase, int from, int to) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        int fold = ~bytes[from] & 0x20;
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[from + i] & 0xff) != (lowerCase.charAt(i) ^ fold)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (bytes[index] & 0xff);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    @SuppressWarnings("deprecation") // a byte is a character here
    public String toString() {
        return new String(bytes, 0, 0, length);
    }
}
