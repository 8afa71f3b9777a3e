package io.gshare.benchmarks;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.ShownPage;
import io.gshare.settings.SignAt;
import io.gshare.ticket.TicketRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the mint endpoint does for a frame, and a page for each of its frames, without the container; against the HMAC that both need. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class MintBenchmark {

    private ShownPage response = new ShownPage("a-session");
    private GShare gshare = Example.gshare(InstantSource.system());
    private Page page = gshare.page(response).signAt(SignAt.LOAD);
    private String link = Example.LINK;
    private String ticket = ticket();
    private byte[] message = link.getBytes(StandardCharsets.UTF_8);
    private SecretKeySpec key = new SecretKeySpec(new byte[32], "HmacSHA256");

    private String ticket() {
        String own = page.sign(link);
        return own.substring(own.lastIndexOf('/') + 1);
    }

    @Benchmark
    public byte[] hmac() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(message);
    }

    @Benchmark
    public String seal() {
        return page.sign(link);
    }

    @Benchmark
    public String mint() throws TicketRefusedException {
        return gshare.open(ticket, response.audience()).link().sign();
    }
}
