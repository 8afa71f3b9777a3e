package io.gshare;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a property draws its inputs from: as random as its seed, which a failure tells, and {@code -Dseed} sets. */
public final class Draws {

    private static final long SEED = Long.getLong("seed", 1);

    private final Random random;

    private Draws(long seed) {
        this.random = new Random(seed);
    }

    /** Shows a property of many inputs. */
    public static void each(int tries, Consumer<Draws> property) {
        for (int i = 0; i < tries; i++) {
            long seed = SEED * 1_000_003 + i;
            try {
                property.accept(new Draws(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("draw " + i + " of " + tries + " with -Dseed=" + SEED, e);
            }
        }
    }

    public int upTo(int most) {
        return random.nextInt(most + 1);
    }

    public long positive() {
        return Math.max(1, random.nextLong() >>> (1 + upTo(62)));
    }

    @SafeVarargs
    public final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    public <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Up to so many characters of a range. */
    public String text(int most, int first, int last) {
        return random.ints(upTo(most), first, last + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Up to so many characters of these. */
    public String text(int most, String characters) {
        return joined(
                most, characters.codePoints().mapToObj(Character::toString).toList());
    }

    /** Up to so many pieces, one behind the other. */
    public String joined(int most, List<String> pieces) {
        return Stream.generate(() -> oneOf(pieces)).limit(upTo(most)).collect(Collectors.joining());
    }

    /** A text with a piece in place of a part of it, which may be empty. */
    public String mutated(String text, String piece) {
        int a = upTo(text.length());
        int b = upTo(text.length());
        return text.substring(0, Math.min(a, b)) + piece + text.substring(Math.max(a, b));
    }
}
