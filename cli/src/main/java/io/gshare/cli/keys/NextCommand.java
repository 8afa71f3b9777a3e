package io.gshare.cli.keys;

import io.gshare.key.WatchedFile;
import io.gshare.text.Redaction;
import io.gshare.token.PublishedKeys;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import io.gshare.token.TokenRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys next}. */
@Command(
        name = "next",
        description = {
            "Rotates the private JWKs in a file, which applications watch: the second one signs from now on, and a new one comes"
                    + " behind it, so that Grafana knows that by the next time; the one that signed stays third, for the links that are"
                    + " about. A single key gets the second one, and signs on.",
            "The file is replaced as a whole, unless it was changed a moment ago."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the keys were written", "2:the command was wrong, or it is too early"})
final class NextCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "the private keys, as gshare.key-file names them")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path file;

    @Option(
            names = "--algorithm",
            paramLabel = "ALGORITHM",
            defaultValue = "ES256",
            description = "of the new key: ES256, whose tokens are short, or RS256 (default: ${DEFAULT-VALUE})")
    private String algorithm = "ES256";

    /** Made by picocli. */
    NextCommand() {}

    @Override
    @SuppressWarnings("try") // the journal is open so that nobody else's is
    public Integer call() throws IOException {
        try (Journal alone = Journal.open(file)) {
            rotate();
        }
        return 0;
    }

    private void rotate() throws IOException {
        String text = PublicCommand.text(file);
        TokenKey first = TokenKey.parse(text);
        if (first.id() == null) {
            throw NextFile.wrong(
                    file, "it holds a key in PEM, and Grafana's key_file holds one; replace it in both places at once");
        }
        List<String> rotated = new ArrayList<>(TokenKeys.find().apart(text));
        requireOld(rotated.size());
        String signed = rotated.remove(0);
        boolean turns = !rotated.isEmpty();
        rotated.subList(turns ? 1 : 0, rotated.size()).clear(); // whose tokens have ended
        rotated.add(TokenKeys.find().generate(algorithm, false).strip());
        rotated.add(turns ? 2 : 0, signed);
        String set = "{\"keys\":[" + String.join(",", rotated) + "]}\n";
        if (set.length() > WatchedFile.LARGEST) {
            throw NextFile.wrong(
                    file,
                    "it would have more than 16 KiB, which nobody reads; take out of its keys what no JWK needs, such as x5c");
        }
        try (NextFile next = NextFile.reserve(file)) {
            next.put(set);
        }
        List<TokenKey> now = TokenKey.parse(set).all();
        keys.streams()
                .out()
                .print(Redaction.visible(file.toString()) + (turns ? ": from now on signs " : ": as before signs ")
                        + now.get(0).described() + ", and next time "
                        + now.get(1).described()
                        + "; where Grafana has jwk_set_file, give it gshare keys public --file "
                        + Redaction.visible(file.toString()) + "\n");
    }

    /** Grafana must know the key that is to sign, and no token of one that is dropped may be about. */
    private void requireOld(int size) throws IOException {
        Duration needed = size == 1
                ? Duration.ZERO
                : size == 2 ? PublishedKeys.ANNOUNCED : TokenRules.LONGEST_SESSION.plus(PublishedKeys.ANNOUNCED);
        Duration age = Duration.between(
                Files.getLastModifiedTime(file).toInstant(),
                keys.options.clock().instant());
        if (age.compareTo(needed) < 0) {
            throw NextFile.wrong(
                    file,
                    "it was changed " + Math.max(0, age.toMinutes()) + " minutes ago, and "
                            + (size == 2
                                    ? "Grafana may need " + needed.toMinutes() + " to know its second key"
                                    : "links of its last key may be about for " + needed.toMinutes())
                            + "; try again then");
        }
    }
}
