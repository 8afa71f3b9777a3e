package io.gshare.cli.keys;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.gshare.cli.terminal.Program.Streams;
import io.gshare.key.WatchedFile;
import io.gshare.text.Redaction;
import io.gshare.token.TokenKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys public}. */
@Command(
        name = "public",
        description = {
            "Prints the public halves of private keys, for Grafana: a JWK Set, or PEM where the key is in PEM.",
            "The lines of grafana.ini that go with it are printed to standard error."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the key was printed", "2:the command was wrong, or there is no private key in the file"})
final class PublicCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "the private key, as gshare.key-file names it")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path file;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "where the application publishes its keys, such as https://portal.example.com/gshare/jwks.json,"
                            + " so that Grafana fetches them")
    private @Nullable String url;

    @Option(names = "--issuer", paramLabel = "ISS", description = "what gshare.issuer is, where it is set")
    private @Nullable String issuer;

    @Option(names = "--audience", paramLabel = "AUD", description = "what gshare.audience is, where it is set")
    private @Nullable String audience;

    /** Made by picocli. */
    PublicCommand() {}

    @Override
    public Integer call() {
        TokenKey key = TokenKey.parse(text(file));
        boolean pem = key.id() == null;
        if (pem && url != null) {
            throw new IllegalArgumentException("url is set but the key is in PEM, which no JWK Set holds for Grafana;"
                    + " make a JWK, by gshare keys new without --pem");
        }
        if (url != null && !url.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "url was " + Redaction.quote(url) + " but Grafana fetches keys over https alone; give that");
        }
        Streams streams = keys.streams();
        streams.out()
                .print(
                        pem
                                ? key.publicPem()
                                : key.all().stream()
                                        .map(TokenKey::publicJwk)
                                        .collect(Collectors.joining(",", "{\"keys\":[", "]}\n")));
        streams.out().flush();
        streams.err().print(grafanaIni(pem));
        return 0;
    }

    /** What stands in a file of private keys. */
    static String text(Path file) {
        if (Files.notExists(file)) {
            throw NextFile.wrong(file, "it is not there; make it by gshare keys new");
        }
        return WatchedFile.text("file", file);
    }

    private static String claim(String name, String value) {
        return "\"" + name + "\": \""
                + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
    }

    private String grafanaIni(boolean pem) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("enabled", "true");
        lines.put("url_login", "true");
        lines.put("header_name", "X-JWT-Assertion");
        if (url != null) {
            lines.put("jwk_set_url", Redaction.visible(url));
            lines.put("cache_ttl", "5m");
        } else {
            lines.put(
                    pem ? "key_file" : "jwk_set_file",
                    pem ? "/etc/grafana/gshare-public.pem" : "/etc/grafana/gshare-jwks.json");
        }
        lines.put("username_claim", "sub");
        lines.put("email_claim", "email");
        lines.put("auto_sign_up", "true");
        lines.put("role_attribute_path", "role");
        lines.put("role_attribute_strict", "true");
        if (issuer != null || audience != null) {
            lines.put(
                    "expect_claims",
                    "{" + (issuer == null ? "" : claim("iss", issuer))
                            + (issuer == null || audience == null ? "" : ", ")
                            + (audience == null ? "" : claim("aud", audience)) + "}");
        }
        return "\n; grafana.ini, with "
                + (url == null ? "what is printed above in the file that it names" : "that address")
                + "; then restart Grafana\n[auth.jwt]\n"
                + lines.entrySet().stream()
                        .map(line -> line.getKey() + " = " + line.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n[security]\nallow_embedding = true\n";
    }
}
