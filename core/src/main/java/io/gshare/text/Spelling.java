package io.gshare.text;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the word that was meant where a name is none of those that are known: for messages.
 *
 * <p>Words are compared without regard to case. A letter too many, too few, another one, or two in the wrong order count one each; a third of
 * a word's letters may differ, at least one. Stateless.
 */
public final class Spelling {

    /** Longer than any known word, and short enough that a search costs nothing. */
    private static final int LONGEST = 64;

    private Spelling() {}

    /**
     * {@return the known word that is nearest; {@code null} where none is near}
     *
     * @param given what somebody wrote
     * @param known the words that there are
     */
    public static @Nullable String nearest(String given, Collection<String> known) {
        return nearest(given, known, Math.max(1, given.length() / 3));
    }

    /**
     * {@return the same, where no more letters than this may differ}
     *
     * @param given what somebody wrote
     * @param known the words that there are
     * @param most how many
     */
    public static @Nullable String nearest(String given, Collection<String> known, int most) {
        String word = given.toLowerCase(Locale.ROOT);
        if (word.length() > LONGEST) {
            return null;
        }
        return known.stream()
                .filter(each -> distance(word, each.toLowerCase(Locale.ROOT)) <= Math.min(most, each.length() - 1))
                .min(Comparator.comparingInt((String each) -> distance(word, each.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /**
     * {@return what a message asks where a known word is near: {@code ; did you mean 'word'?}; nothing where none is}
     *
     * @param given what somebody wrote
     * @param known the words that there are
     */
    public static String hint(String given, Collection<String> known) {
        String nearest = nearest(given, known);
        return nearest == null ? "" : "; did you mean " + Redaction.quote(nearest) + "?";
    }

    /** Damerau's and Levenshtein's, where no letter is moved twice. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + other);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
