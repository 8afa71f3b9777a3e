package io.gshare.compatibility.containers;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A servlet behind some filters: what {@code ProgramServlet} and {@code Surroundings} read.
 *
 * @param path where it is served: with links rewritten or not
 * @param filters those before gshare's, the outermost first
 * @param always whether they stand before dispatches and error pages too
 * @param stream whether it writes to the stream, or to the writer
 * @param program its steps
 * @param error the steps of its error page
 * @param conditional whether the visitor has a copy already
 */
record RandomServlet(
        String path,
        List<String> filters,
        boolean always,
        boolean stream,
        String program,
        String error,
        boolean conditional) {

    /** Where links that are typed into pages are left alone. */
    static final String PLAIN = "/programs/plain";

    private static final String REWRITTEN = "/programs/rewritten";

    private static final List<String> FILTERS =
            List.of("wrap", "public", "cdn", "force", "lazy", "hold", "body", "catch", "wrap", "public");
    private static final List<String> CACHE_CONTROLS = List.of(
            "public, max-age=600",
            "max-age=600",
            "no-cache",
            "private",
            "private=\"x\", max-age=600",
            "no-store",
            "no-store, must-understand, max-age=600",
            "PUBLIC, s-maxage=600, private",
            "max-age=1, x=\"a, no-store, b\"");
    private static final List<String> SHARED =
            List.of("CDN-Cache-Control", "Surrogate-Control", "Edge-Control", "Cloudflare-CDN-Cache-Control");
    private static final Pattern SIGNS_OR_FAILS =
            Pattern.compile("\\b(?:encode|sign|function|load|keep|preload|redirect|frame|jsp|error|throw)\\b");
    private static final Pattern FAILS = Pattern.compile("\\b(?:error|throw)\\b");
    private static final Pattern ANOTHER_WAY = Pattern.compile("\\b(?:thread|error|throw|reset)\\b");
    private static final int DEEPEST = 3;
    private static final int BUFFER = 8192;

    /** The servlet of a seed. */
    static RandomServlet of(long seed) {
        return new Generator(new SplittableRandom(seed), true).servlet();
    }

    /** What a case needs that somebody has thought of: a page whose application lets everybody store it. */
    static RandomServlet publicly(String program, String... filters) {
        return new RandomServlet(
                PLAIN, List.of(filters), false, false, "set(Cache-Control: public, max-age=600);" + program, "", false);
    }

    RandomServlet rewritten() {
        return new RandomServlet(REWRITTEN, filters, always, stream, program, error, conditional);
    }

    RandomServlet failing(String error) {
        return new RandomServlet(path, filters, always, stream, program, error, conditional);
    }

    /** Whether it makes no signed link and no ticket, whatever way it goes; its error page may be rewritten. */
    boolean signsNothing() {
        return path.equals(PLAIN) && !SIGNS_OR_FAILS.matcher(program).find();
    }

    /**
     * Whether containers up to Servlet 5, which write a HEAD's page to nowhere, may have it do something else than a GET: they say its length
     * before another thread has ended it, count what is written themselves, whatever a filter holds back, give a stream beside a writer,
     * find an error's page empty, which they replace then, and reset what a forward would have ended.
     */
    boolean goesAnotherWayForHead() {
        return ANOTHER_WAY.matcher(program).find() || filters.contains("body") || (stream && program.contains("jsp"));
    }

    /** Whether the answer to a HEAD is still of the page whose typed links a GET had signed: nobody has seen them there. */
    boolean showsItsWayIn(Answer head) {
        return path.equals(PLAIN) || head.values("Content-Type").toString().contains("text/html");
    }

    /** Its request's target. */
    String target() {
        return path + "?program=" + encode(program)
                + (error.isEmpty() ? "" : "&error=" + encode(error))
                + (filters.isEmpty() ? "" : "&filters=" + encode(String.join(",", filters)))
                + (always ? "&always" : "")
                + (stream ? "&stream" : "");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Makes programs.
     *
     * @param random what decides
     * @param fails whether they may fail or be dispatched: an error page that does would be followed by itself, for ever
     */
    private record Generator(SplittableRandom random, boolean fails) {

        RandomServlet servlet() {
            List<String> filters = times(random.nextInt(4), () -> one(FILTERS));
            return new RandomServlet(
                    likely(2) ? PLAIN : REWRITTEN,
                    filters,
                    likely(2),
                    likely(2),
                    program(0, true),
                    new Generator(random, false).program(1, false),
                    likely(6));
        }

        private boolean likely(int one) {
            return random.nextInt(one) == 0;
        }

        private String one(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }

        private static List<String> times(int number, Supplier<String> each) {
            return IntStream.range(0, number).mapToObj(i -> each.get()).collect(Collectors.toList());
        }

        /** Where another thread answers, nothing may follow, not even an error's page; and some containers let it include nothing. */
        private String program(int depth, boolean mayLeave) {
            List<String> steps = new ArrayList<>(times(1 + random.nextInt(6), () -> step(depth)));
            if (!likely(3)) {
                steps.add(0, "type(" + (likely(4) ? "text/plain" : "text/html;charset=UTF-8") + ")");
            }
            if (mayLeave && likely(6) && !FAILS.matcher(String.join(";", steps)).find()) {
                steps.add("thread" + (likely(2) ? "(own)" : "") + "{" + program(DEEPEST, false) + "}");
            }
            return String.join(";", steps);
        }

        private String step(int depth) {
            return switch (random.nextInt(depth < DEEPEST ? 29 : 24)) {
                case 0, 1, 2 -> header("Cache-Control: " + one(CACHE_CONTROLS));
                case 3 -> header(one(SHARED) + ": " + one(CACHE_CONTROLS));
                case 4 -> header("X-Accel-Expires: " + random.nextInt(2));
                case 5 ->
                    (likely(2) ? "set" : "add") + (likely(2) ? "Int" : "Date") + "("
                            + (likely(2) ? "cache-control" : one(SHARED)) + ": 600)";
                case 6 -> likely(2) ? "set(ETag: \"1\")" : "setDate(Last-Modified: 1000000000000)";
                case 7, 8 -> "encode";
                case 9 -> "sign";
                case 10 -> "function";
                case 11, 12 -> "load";
                case 13, 14 -> "frame";
                case 15 -> "keep(" + one(List.of("encode", "sign", "load")) + ")";
                case 16 -> "kept";
                case 17 -> "session";
                case 18 -> "text(" + (likely(2) ? 10 : random.nextInt(3 * BUFFER)) + ")";
                case 19 -> one(List.of("flush", "flushOut"));
                case 20 -> one(List.of("reset", "resetBuffer"));
                case 21 -> one(List.of("preload", "redirect", "close", "jsp"));
                case 22 -> fails ? one(List.of("error(418)", "error(404)", "throw", "throw(public)")) : "kept";
                case 23 -> one(List.of("conditional", "status(404)", "buffer(" + BUFFER / 4 + ")"));
                case 24, 25, 26 -> "include{" + program(depth + 1, false) + "}";
                case 27 -> "forward{" + program(depth + 1, false) + "}";
                default ->
                    (fails ? "dispatch" + (likely(2) ? "(own)" : "") : "include") + "{" + program(depth + 1, false)
                            + "}";
            };
        }

        private String header(String header) {
            return (likely(3) ? "add" : "set") + "(" + header + ")";
        }
    }
}
