package io.gshare.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure and what it must reach.
 *
 * @param what what was measured
 * @param against its baseline
 * @param value the figure
 * @param format how it is written, with its unit
 * @param atLeast whether more is better
 * @param must what it must reach; {@code null} where it only informs
 * @param stretch what it should reach; {@code null} for no more than that
 */
record Target(
        String what,
        String against,
        double value,
        String format,
        boolean atLeast,
        @Nullable Double must,
        @Nullable Double stretch) {

    static Target atMost(
            String what, String against, double value, String format, @Nullable Double must, @Nullable Double stretch) {
        return new Target(what, against, value, format, false, must, stretch);
    }

    static Target atLeast(
            String what, String against, double value, String format, @Nullable Double must, @Nullable Double stretch) {
        return new Target(what, against, value, format, true, must, stretch);
    }

    static Target toInform(String what, String against, double value, String format) {
        return atMost(what, against, value, format, null, null);
    }

    /** A row of the table {@code what | against | reached | must reach | stretch}. */
    String row() {
        return "| " + String.join(" | ", what, against, text(value), verdict(must), verdict(stretch)) + " |";
    }

    private String verdict(@Nullable Double bound) {
        if (bound == null) {
            return "";
        }
        boolean met = atLeast ? value >= bound : value <= bound;
        return (atLeast ? "at least " : "at most ") + text(bound) + ": " + (met ? "yes" : "**no**");
    }

    private String text(double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
