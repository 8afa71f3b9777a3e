package io.gshare.benchmarks;

import static io.gshare.benchmarks.Measurements.median;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/performance.md}: what must be reached and what was, then the medians behind it. */
record Report(Measurements measured) {

    private static final String TIMES = "%.2f ×";
    private static final String MANY_TIMES = "%,.1f ×";
    private static final List<String> REWRITING =
            List.of("search", "searchInOnePass", "rewrite", "jsoup", "attoparser", "jericho", "regex");
    private static final List<String> CALLS = List.of(
            "concat",
            "sign",
            "signBySystemClock",
            "clock",
            "concatInTwoThreads",
            "signInTwoThreads",
            "concatInTurn",
            "signInTurn",
            "concatToken",
            "signToken",
            "signTokenInTurn",
            "signTokenOfVisitor",
            "concatBuilt",
            "signBuilt",
            "md5PerLink",
            "vendorSample",
            "readyMade",
            "tag",
            "tagBySystemClock",
            "tagWithToken",
            "hmac",
            "seal",
            "mint",
            "eightLinks",
            "noLink",
            "eightLinksWhole",
            "noLinkWhole",
            "noLinkSearch");

    String markdown() {
        return """
                | what | against | reached | must reach | stretch |
                | --- | --- | --- | --- | --- |
                %s

                | a call of | ns | bytes allocated |
                | --- | --- | --- |
                %s

                MB/s, and bytes allocated per page byte:

                | page of | %s |
                | --- |%s
                %s
                """.formatted(
                        lines(Stream.of(signing(), tokens(), minting(), rewriting(), linkless())
                                .flatMap(targets -> targets.map(Target::row))),
                        lines(CALLS.stream().map(this::call)),
                        cells(page -> page.bytes().length / 1000.0, "%,.0f kB"),
                        " --- |".repeat(Page.values().length),
                        lines(REWRITING.stream().map(this::throughput)));
    }

    private Stream<Target> signing() {
        return Stream.of(
                Target.atMost("`sign`, the same link", "`concat`", ratio("sign", "concat"), TIMES, 1.5, 1.3),
                Target.atMost(
                        "`sign`, eight links in turn",
                        "`concat`",
                        ratio("signInTurn", "concatInTurn"),
                        TIMES,
                        1.5,
                        1.3),
                Target.atMost(
                        "`sign`, a link built anew",
                        "`concat`, built anew",
                        ratio("signBuilt", "concatBuilt"),
                        TIMES,
                        2.0,
                        1.5),
                Target.toInform("`sign` by the system clock", "`concat`", ratio("signBySystemClock", "concat"), TIMES),
                Target.atMost(
                        "`sign`, bytes allocated",
                        "`concat`",
                        measured.bytes("sign") - measured.bytes("concat"),
                        "%.1f more",
                        0.5,
                        null),
                Target.atMost("`sign` in two threads", "in one", ratio("signInTwoThreads", "sign"), TIMES, 1.05, null),
                Target.toInform("`concat` in two threads", "in one", ratio("concatInTwoThreads", "concat"), TIMES),
                Target.atLeast(
                        "`sign`", "the vendor's sample", ratio("vendorSample", "sign"), "%,.0f ×", 50_000.0, null),
                Target.atLeast("`sign`", "MD5 for each link", ratio("md5PerLink", "sign"), MANY_TIMES, 8.0, null),
                Target.atMost("a tag's whole iframe", "ready-made", ratio("tag", "readyMade"), TIMES, 27.0, 15.0),
                Target.atMost(
                        "a tag's whole iframe, bytes allocated", "", measured.bytes("tag"), "%,.0f", 1228.0, null),
                Target.toInform(
                        "a tag's whole iframe by the system clock",
                        "ready-made",
                        ratio("tagBySystemClock", "readyMade"),
                        TIMES));
    }

    private Stream<Target> tokens() {
        return Stream.of(
                Target.atMost(
                        "`sign`, one token for all",
                        "`concat` of the token",
                        ratio("signToken", "concatToken"),
                        TIMES,
                        1.5,
                        1.3),
                Target.toInform("`sign`, one token for all", "a signature", ratio("signToken", "sign"), TIMES),
                Target.toInform(
                        "`sign`, eight links in turn, one token for all",
                        "a signature",
                        ratio("signTokenInTurn", "signInTurn"),
                        TIMES),
                Target.atMost(
                        "a tag's whole iframe, one token for all",
                        "a signature",
                        ratio("tagWithToken", "tag"),
                        TIMES,
                        1.2,
                        null),
                Target.atMost(
                        "`sign`, each visitor's own token",
                        "",
                        measured.nanoseconds("signTokenOfVisitor") / 1000,
                        "%.0f µs",
                        400.0,
                        null));
    }

    private Stream<Target> minting() {
        return Stream.of(
                Target.atMost(
                        "minting a link for a frame", "", measured.nanoseconds("mint") / 1000, "%.2f µs", 5.0, null),
                Target.toInform("minting a link for a frame", "one HMAC-SHA256", ratio("mint", "hmac"), TIMES),
                Target.toInform("sealing a link for a page", "one HMAC-SHA256", ratio("seal", "hmac"), TIMES));
    }

    private Stream<Target> rewriting() {
        double perByte = (measured.bytes("rewrite", Page.MB_2_6) - measured.bytes("rewrite", Page.KB_5))
                / (Page.MB_2_6.bytes().length - Page.KB_5.bytes().length);
        return Stream.of(
                Target.atLeast("rewriter", "jsoup", median(gains("jsoup")), MANY_TIMES, 25.0, null),
                Target.atLeast(
                        "rewriter, slowest page", "jsoup", Collections.min(gains("jsoup")), MANY_TIMES, 20.0, null),
                Target.atLeast("rewriter", "attoparser", median(gains("attoparser")), MANY_TIMES, 10.0, null),
                Target.atLeast("rewriter", "Jericho", median(gains("jericho")), MANY_TIMES, 10.0, null),
                Target.atLeast("rewriter", "regular expression", median(gains("regex")), MANY_TIMES, 10.0, null),
                Target.atLeast("rewriter", "search for every `<`", median(gains("search")), TIMES, 0.28, 0.4),
                Target.toInform("rewriter", "the same search in one pass", median(gains("searchInOnePass")), TIMES),
                Target.atMost("rewriter, bytes allocated", "per page byte", perByte, "%.3f", 0.001, null),
                Target.atMost(
                        "rewriter, bytes allocated",
                        "per response, at most",
                        Collections.max(overPages(page -> measured.bytes("rewrite", page))),
                        "%,.0f",
                        1024.0,
                        null));
    }

    private Stream<Target> linkless() {
        return Stream.of(
                Target.atLeast(
                        "30 KB without a dashboard link, in slices of 8 KB",
                        "with eight",
                        ratio("eightLinks", "noLink"),
                        TIMES,
                        4.0,
                        6.0),
                Target.atLeast(
                        "30 KB without a dashboard link, at once",
                        "with eight",
                        ratio("eightLinksWhole", "noLinkWhole"),
                        TIMES,
                        4.0,
                        6.0),
                Target.atLeast(
                        "30 KB without a dashboard link",
                        "search for every `<`",
                        ratio("noLinkSearch", "noLink"),
                        TIMES,
                        0.8,
                        1.2));
    }

    private double ratio(String method, String baseline) {
        return measured.nanoseconds(method) / measured.nanoseconds(baseline);
    }

    /** How many times as fast as another way the rewriter is, page by page. */
    private List<Double> gains(String other) {
        return overPages(page -> measured.nanoseconds(other, page) / measured.nanoseconds("rewrite", page));
    }

    private static List<Double> overPages(ToDoubleFunction<Page> figure) {
        return Arrays.stream(Page.values()).mapToDouble(figure).boxed().toList();
    }

    private String call(String method) {
        return String.format(
                Locale.ROOT, "| `%s` | %,.1f | %,.1f |", method, measured.nanoseconds(method), measured.bytes(method));
    }

    private String throughput(String method) {
        return "| `" + method + "` | "
                + cells(page -> page.bytes().length * 1000.0 / measured.nanoseconds(method, page), "%,.0f") + " |";
    }

    private static String cells(ToDoubleFunction<Page> figure, String format) {
        return overPages(figure).stream()
                .map(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" | "));
    }

    private static String lines(Stream<String> lines) {
        return lines.collect(Collectors.joining("\n"));
    }
}
