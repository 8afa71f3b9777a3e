package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.LinkRewriter;
import io.gshare.html.LinkRewriting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A page of 30 KB without a dashboard link, against the same with eight and of the same length. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class LinklessBenchmark {

    private byte[] eight = Page.KB_30.bytes();
    private byte[] none = Page.KB_30.withoutFrames().getBytes(StandardCharsets.UTF_8);
    private GShare gshare = Example.gshare(InstantSource.system());
    private LinkRewriting rewriting = Example.rewriting(gshare);
    private CountingSink out = new CountingSink();

    @Benchmark
    public long eightLinks() throws IOException {
        RewriteBenchmark.write(eight, rewriting.page(gshare.page(), Example.ORIGIN, false), out);
        return out.count();
    }

    @Benchmark
    public long noLink() throws IOException {
        RewriteBenchmark.write(none, rewriting.page(gshare.page(), Example.ORIGIN, false), out);
        return out.count();
    }

    @Benchmark
    public long eightLinksWhole() throws IOException {
        return whole(eight);
    }

    @Benchmark
    public long noLinkWhole() throws IOException {
        return whole(none);
    }

    private long whole(byte[] page) throws IOException {
        LinkRewriter rewriter = rewriting.page(gshare.page(), Example.ORIGIN, false);
        rewriter.write(page, 0, page.length, out);
        rewriter.end();
        return out.count();
    }

    /** The search for each {@code <} of the same page. */
    @Benchmark
    public long noLinkSearch() {
        return BracketSearch.oneByOne(none);
    }
}
