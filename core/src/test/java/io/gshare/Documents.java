package io.gshare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The project's documents, whose snippets the tests of every module run. */
public final class Documents {

    private Documents() {}

    /** A document's text; surefire runs in a module's folder, so the root is one above. */
    public static String read(String document) {
        try {
            return Files.readString(Path.of("..", document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fenced snippets of a language in a document, of which there is at least one. */
    public static List<String> snippets(String document, String language) {
        List<String> snippets = Pattern.compile(
                        "^( *)```" + language + "\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(read(document))
                .results()
                .map(match -> match.group(2).replaceAll("(?m)^" + match.group(1), ""))
                .toList();
        if (snippets.isEmpty()) {
            throw new AssertionError(document + " has no snippet in " + language);
        }
        return snippets;
    }
}
