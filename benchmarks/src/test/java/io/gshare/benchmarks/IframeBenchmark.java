package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.html.Element;
import io.gshare.html.Iframe;
import java.io.IOException;
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

/** A tag's whole iframe, from its attributes to a page's writer, against the same string ready-made. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class IframeBenchmark {

    private GShare fixedClock = Example.gshare(Example.KEY.clock());
    private GShare systemClock = Example.gshare(InstantSource.system());
    private GShare tokens = Example.tokens(Example.KEY.clock());
    private String link = Example.LINK;
    private String ready = frame(fixedClock, link).markup();
    private PageWriter out = new PageWriter();

    private static Element frame(GShare gshare, String link) {
        Iframe iframe = new Iframe(gshare.page(), "<gshare:iframe> of /page.jsp");
        iframe.set("link", link);
        iframe.set("width", "100%");
        iframe.set("height", "300");
        return iframe.render();
    }

    @Benchmark
    public PageWriter readyMade() throws IOException {
        out.write(ready);
        return out;
    }

    @Benchmark
    public PageWriter tag() throws IOException {
        frame(fixedClock, link).writeTo(out);
        return out;
    }

    @Benchmark
    public PageWriter tagBySystemClock() throws IOException {
        frame(systemClock, link).writeTo(out);
        return out;
    }

    @Benchmark
    public PageWriter tagWithToken() throws IOException {
        frame(tokens, link).writeTo(out);
        return out;
    }
}
