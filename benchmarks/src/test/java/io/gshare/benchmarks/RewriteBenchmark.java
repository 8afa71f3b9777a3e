package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.LinkRewriter;
import io.gshare.html.LinkRewriting;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rewriting real pages, against other ways to do it, and against looking for every {@code <} alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// jsoup and Jericho take long to get fast, and a baseline that is not would flatter.
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class RewriteBenchmark {

    /** In what slices containers see a page that is written as it is made. */
    private static final int SLICE = 8192;

    @Param
    Page page = Page.KB_30;

    private GShare gshare = Example.gshare(InstantSource.system());
    private LinkRewriting rewriting = Example.rewriting(gshare);
    private Peer jsoup = new JsoupPeer(gshare);
    private Peer attoparser = new AttoparserPeer(gshare);
    private Peer jericho = new JerichoPeer(gshare);
    private Peer regex = new RegexPeer(gshare);
    private CountingSink out = new CountingSink();

    /** Writes a page in such slices. */
    static void write(byte[] page, LinkRewriter rewriter, OutputStream out) throws IOException {
        for (int i = 0; i < page.length; i += SLICE) {
            rewriter.write(page, i, Math.min(SLICE, page.length - i), out);
        }
        rewriter.end();
    }

    @Benchmark
    public long rewrite() throws IOException {
        write(page.bytes(), rewriting.page(gshare.page(), Example.ORIGIN, false), out);
        return out.count();
    }

    @Benchmark
    @Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
    public long search() {
        return BracketSearch.oneByOne(page.bytes());
    }

    @Benchmark
    @Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
    public long searchInOnePass() {
        return BracketSearch.inOnePass(page.bytes());
    }

    @Benchmark
    public long jsoup() throws IOException {
        return rewriteBy(jsoup);
    }

    @Benchmark
    public long attoparser() throws IOException {
        return rewriteBy(attoparser);
    }

    @Benchmark
    public long jericho() throws IOException {
        return rewriteBy(jericho);
    }

    @Benchmark
    public long regex() throws IOException {
        return rewriteBy(regex);
    }

    private long rewriteBy(Peer peer) throws IOException {
        peer.rewrite(page.bytes(), out);
        return out.count();
    }
}
