package io.gshare.cli.keys;

import io.gshare.text.Redaction;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gshare keys new}. */
@Command(
        name = "new",
        description = {
            "Writes a new private key, which nobody but you can read: for gshare.key-file.",
            "A JWK is found by its kid, so that it can be replaced while links of the old one live; a key in PEM is for Grafana's"
                    + " key_file, which holds one."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the key was written", "2:the command was wrong, or the file is there already"})
final class NewCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // by picocli
    private KeysCommand keys;

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "the file to write")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path file;

    @Option(
            names = "--algorithm",
            paramLabel = "ALGORITHM",
            defaultValue = "ES256",
            description = "ES256, whose tokens are short, or RS256 (default: ${DEFAULT-VALUE})")
    private String algorithm = "ES256";

    @Option(names = "--pem", description = "writes PKCS#8 in PEM, not a JWK")
    private boolean pem;

    /** Made by picocli. */
    NewCommand() {}

    @Override
    public Integer call() throws IOException {
        String key = TokenKeys.find().generate(algorithm, pem);
        try (SeekableByteChannel out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), NextFile.ownersAlone(file))) {
            ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw NextFile.wrong(file, "it is there already, and no key is written over; name another file");
        } catch (NoSuchFileException e) {
            throw NextFile.wrong(file, "its folder is not there; make that first");
        }
        keys.streams()
                .out()
                .print(Redaction.visible(file.toString()) + " holds "
                        + TokenKey.parse(key).described() + "; next, gshare keys public --file "
                        + Redaction.visible(file.toString()) + "\n");
        return 0;
    }
}
