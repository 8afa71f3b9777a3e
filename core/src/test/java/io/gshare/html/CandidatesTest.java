package io.gshare.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Draws;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    /** Against a search at each place, in texts of little but beginnings of words. */
    @Test
    void eachWordIsFoundInThePieceThatEndsIt() {
        Draws.each(50_000, draws -> {
            List<String> words = Stream.generate(
                            () -> draws.oneOf("/", "//") + draws.oneOf("a", "b") + draws.text(9, "ab./"))
                    .limit(1 + draws.upTo(2))
                    .toList();
            List<String> pieces = Stream.of(words, List.of("/", "A", "b", "//a"))
                    .flatMap(List::stream)
                    .map(piece -> piece.substring(0, draws.upTo(piece.length())))
                    .toList();
            String text =
                    draws.joined(12, pieces) + draws.oneOf(words).toUpperCase(Locale.ROOT) + draws.joined(3, pieces);
            Candidates candidates = new Candidates(words);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

            int found = ~0;
            for (int end = 0; found < 0 && end < text.length(); ) {
                end = Math.min(text.length(), end + 1 + draws.upTo(5));
                found = candidates.search(bytes, 0, ~found, end);
                if (found < 0) {
                    assertThat(ends(words, text.substring(0, end)))
                            .as("ends in %s of %s", text, words)
                            .isEmpty();
                } else {
                    assertThat(ends(words, text.substring(0, end)))
                            .as("ends in %s of %s", text, words)
                            .contains(found);
                }
            }
        });
    }

    /** Where words end. */
    private static List<Integer> ends(List<String> words, String text) {
        return words.stream()
                .flatMap(word -> IntStream.rangeClosed(0, text.length() - word.length())
                        .filter(start -> text.regionMatches(true, start, word, 0, word.length()))
                        .mapToObj(start -> start + word.length()))
                .toList();
    }

    @Test
    void noWordBeginsBeforeWhereOneMay() {
        byte[] text = "//a.example//a.example".getBytes(StandardCharsets.US_ASCII);

        Candidates candidates = new Candidates(List.of("//a.example"));

        assertThat(candidates.search(text, 0, 0, text.length)).isEqualTo(11);
        assertThat(candidates.search(text, 1, 1, text.length)).isEqualTo(22);
        assertThat(candidates.search(text, 12, 12, text.length)).isNegative();
    }

    @Test
    void whereThereIsNoWordNoneIsFound() {
        byte[] text = "//a.example".getBytes(StandardCharsets.US_ASCII);

        assertThat(new Candidates(List.of()).search(text, 0, 0, text.length)).isNegative();
    }
}
