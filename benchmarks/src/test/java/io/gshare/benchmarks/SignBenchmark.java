package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.token.Claims;
import io.gshare.token.TokenRules;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code GShare.sign(String)} against the bare concatenation, and against signing link by link. One link is signed again and again, as a
 * template's is; eight in turn, as a page's are; and one that is built anew each time, so that nothing about it can be remembered by its
 * identity. Tokens are one for all visitors, or each visitor's own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class SignBenchmark {

    // Not final, lest the compiler knows them.
    private GShare fixedClock = Example.gshare(Example.KEY.clock());
    private GShare systemClock = Example.gshare(InstantSource.system());
    private GShare tokens = Example.tokens(Example.KEY.clock());
    private GShare visitors = Example.tokens(TokenRules.eachVisitor(TokenRules.DEFAULT_PREFIX), Example.KEY.clock());
    private String token = tokens.sign(Example.LINK).substring(Example.LINK.length());
    private Claims anna = Claims.of("anna");
    private String link = Example.LINK;
    private String suffix = fixedClock.sign(link).substring(link.length());
    private String[] links = IntStream.rangeClosed(1, 8).mapToObj(Page::link).toArray(String[]::new);
    private StringBuilder parts = new StringBuilder(Example.LINK);
    private long seconds = Example.KEY.clock().instant().getEpochSecond();
    private int turn;

    @Benchmark
    public String concat() {
        return link.concat(suffix);
    }

    @Benchmark
    public String sign() {
        return fixedClock.sign(link);
    }

    @Benchmark
    public String signBySystemClock() {
        return systemClock.sign(link);
    }

    /** What the system clock costs alone. */
    @Benchmark
    public long clock() {
        return System.currentTimeMillis();
    }

    @Benchmark
    @Threads(2)
    public String concatInTwoThreads() {
        return link.concat(suffix);
    }

    @Benchmark
    @Threads(2)
    public String signInTwoThreads() {
        return fixedClock.sign(link);
    }

    @Benchmark
    public String concatInTurn() {
        return links[turn++ & 7].concat(suffix);
    }

    @Benchmark
    public String signInTurn() {
        return fixedClock.sign(links[turn++ & 7]);
    }

    @Benchmark
    public String concatToken() {
        return link.concat(token);
    }

    @Benchmark
    public String signToken() {
        return tokens.sign(link);
    }

    @Benchmark
    public String signTokenInTurn() {
        return tokens.sign(links[turn++ & 7]);
    }

    /** What the mint endpoint does for a visitor who is a user of his own. */
    @Benchmark
    public String signTokenOfVisitor() {
        return visitors.forVisitor(anna).sign(link);
    }

    @Benchmark
    public String concatBuilt() {
        return parts.toString().concat(suffix);
    }

    @Benchmark
    public String signBuilt() {
        return fixedClock.sign(parts.toString());
    }

    @Benchmark
    public String md5PerLink() throws GeneralSecurityException {
        return PerLink.md5(link, seconds);
    }

    @Benchmark
    public String vendorSample() throws GeneralSecurityException {
        return PerLink.vendor(link, seconds);
    }
}
