package io.gshare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

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

    /** What the compiler has against a class named {@code Snippet}. */
    public static List<String> compile(String source, Path folder) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK")
                .getTask(null, null, problems, List.of("-proc:none", "-d", folder.toString()), null, List.of(file))
                .call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }
}
