package io.gshare.cli;

import io.gshare.GShare;
import io.gshare.cli.terminal.SettingsOptions;
import io.gshare.html.LinkRewriter;
import io.gshare.html.LinkRewriting;
import io.gshare.settings.Rewriting;
import io.gshare.text.Redaction;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gshare rewrite}. */
@Command(
        name = "rewrite",
        description = {
            "Signs the links in HTML, as the filter does in pages that nobody touches: from standard input to standard output, all other"
                    + " bytes as they come.",
            "Standard error says how many."
        },
        exitCodeList = {"0:the page was passed on, be there links in it or not", "2:the command or a setting was wrong"
        },
        footer = {"  gshare rewrite --config gshare.properties <page.html >signed.html"})
final class RewriteCommand extends Subcommand {

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
            names = "--charset",
            paramLabel = "CHARSET",
            description =
                    "what the page is in; a page in UTF-16 or another that is no superset of ASCII passes as it is")
    private @Nullable String charset;

    @Option(
            names = "--chunk",
            paramLabel = "BYTES",
            defaultValue = "8192",
            description =
                    "how many bytes the rewriter gets at a time (default ${DEFAULT-VALUE}); the output is the same")
    private int chunk;

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (chunk < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--chunk was '" + chunk + "' but must be 1 or more; leave it out for 8192");
        }
        boolean readable = LinkRewriting.canRead(charset);
        if (charset != null && !readable && !isCharset(charset)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--charset was " + Redaction.quote(charset)
                            + " but that is no charset; give the page's own, such as utf-8, or leave it out");
        }
        AtomicLong links = new AtomicLong();
        GShare gshare = settings.gshare().heardBy(event -> links.incrementAndGet());
        InputStream in = main.streams().in();
        OutputStream out = new BufferedOutputStream(main.streams().out());
        if (readable) {
            Rewriting rewriting =
                    Objects.requireNonNullElse(gshare.configuration().rewriting(), Rewriting.EVERYWHERE);
            LinkRewriter rewriter = new LinkRewriting(gshare, rewriting).page(gshare.page(), "", false);
            for (byte[] bytes = in.readNBytes(chunk); bytes.length > 0; bytes = in.readNBytes(chunk)) {
                rewriter.write(bytes, 0, bytes.length, out);
            }
        } else {
            main.streams().err().println("a page in this charset cannot be read as bytes, so it passes as it is");
            in.transferTo(out);
        }
        out.flush();
        main.streams().err().println(links + (links.get() == 1 ? " link" : " links") + " signed");
        return 0;
    }
}
