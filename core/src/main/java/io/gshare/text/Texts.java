package io.gshare.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What visitors read of gshare, in their languages: English, Chinese in both scripts, and what an application adds or says otherwise by files of its
 * own on the class path: {@code gshare-texts.properties} in place of the English, {@code gshare-texts_zh_Hant.properties} and the like
 * elsewhere, in UTF-8. Its first file names the languages that it adds, {@code languages = fr, pt-BR}.
 *
 * <p>All files are read at once, so visitors' wishes load nothing, and no class loader is kept. What is wrong with a file is logged, and the texts
 * beneath stand: no page fails for it. No {@link java.util.ResourceBundle}, which would look for a language when a visitor asks for it, in the server's
 * if there is none, and never among the files of another module. Immutable and thread-safe.
 */
public final class Texts {

    /**
     * One language.
     *
     * @param tag its tag (BCP 47) in lower case, such as {@code zh-hant}
     * @param texts the texts by their names, all of them
     */
    public record Language(String tag, Map<String, String> texts) {

        /**
         * {@return a text}
         *
         * @param name its name
         */
        public String text(String name) {
            return Objects.requireNonNull(texts.get(name), name);
        }
    }

    /** Begins the names of what the script of a live frame says. */
    public static final String FRAME = "frame.";

    /** What stands where none of a visitor's languages is there. */
    public static final String DEFAULT = "en";

    private static final Logger LOGGER = System.getLogger("io.gshare");
    private static final String FILE = "gshare-texts";
    private static final String LANGUAGES = "languages";
    private static final List<String> OWN = List.of(DEFAULT, "zh", "zh-Hant");
    private static final Set<String> TRADITIONAL = Set.of("zh-tw", "zh-hk", "zh-mo");
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern TAG =
            Pattern.compile("(?i)([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?");

    private final Map<String, Language> languages = new TreeMap<>();
    private final Language english;
    private final String version;

    private Texts(ClassLoader loader) {
        Map<String, String> inEnglish = own("");
        Map<String, String> root = read(loader, "", inEnglish.keySet());
        for (String tag : OWN) {
            Map<String, String> texts = new TreeMap<>(inEnglish);
            texts.putAll(tag.equals(DEFAULT) ? Map.of() : own(suffix(tag)));
            texts.putAll(tag.equals(DEFAULT) ? root : read(loader, suffix(tag), inEnglish.keySet()));
            add(tag, texts);
        }
        english = Objects.requireNonNull(languages.get(DEFAULT));
        String added = root.getOrDefault(LANGUAGES, "");
        for (String tag : SEPARATOR.splitAsStream(added).toList()) {
            String rule = tag.isEmpty() || languages.containsKey(tag.toLowerCase(Locale.ROOT))
                    ? null
                    : add(loader, tag.replace('_', '-'), inEnglish, root);
            if (rule != null) {
                warn(LANGUAGES + " in " + FILE + ".properties was " + Redaction.quote(added) + " but " + rule);
            }
        }
        // Of tags and texts alone: how a record hashes is each Java's own affair, and all nodes serve one path.
        version = Integer.toHexString(31 * List.copyOf(languages.keySet()).hashCode()
                + languages.values().stream().map(Language::texts).toList().hashCode());
    }

    /** Reads a language that is the application's alone; says what is wrong where it is not there. */
    private @Nullable String add(
            ClassLoader loader, String tag, Map<String, String> english, Map<String, String> root) {
        if (!TAG.matcher(tag).matches()) {
            return Redaction.quote(tag) + " is no language tag; write one such as fr or pt-BR";
        }
        String file = FILE + suffix(tag) + ".properties";
        if (loader.getResource(file) == null) {
            return "there is no " + file + " on the class path; put it there, or remove " + Redaction.quote(tag);
        }
        Map<String, String> texts = new TreeMap<>(english);
        texts.putAll(root);
        texts.putAll(read(loader, suffix(tag), english.keySet()));
        add(tag, texts);
        return null;
    }

    private void add(String tag, Map<String, String> texts) {
        texts.remove(LANGUAGES);
        String lowerCase = tag.toLowerCase(Locale.ROOT);
        languages.put(lowerCase, new Language(lowerCase, Collections.unmodifiableMap(new LinkedHashMap<>(texts))));
    }

    /** {@return the texts, those of the application that this thread works for included; what is wrong with these is logged} */
    public static Texts load() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return load(loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    static Texts load(ClassLoader loader) {
        return new Texts(loader);
    }

    /** As bundles of Java spell a language: {@code _zh_Hant}. */
    private static String suffix(String tag) {
        return "_" + Locale.forLanguageTag(tag).toLanguageTag().replace('-', '_');
    }

    private static Map<String, String> own(String suffix) {
        String file = "texts" + suffix + ".properties";
        try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(file), file)) {
            return parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file of the application says; nothing, where there is none or it cannot be read. */
    private static Map<String, String> read(ClassLoader loader, String suffix, Set<String> known) {
        String file = FILE + suffix + ".properties";
        Map<String, String> texts;
        try (InputStream in = loader.getResourceAsStream(file)) {
            texts = in == null ? Map.of() : parse(in);
        } catch (CharacterCodingException e) {
            warn(file + " was no UTF-8 but must be; save it in UTF-8, until when none of its texts is used");
            return Map.of();
        } catch (IOException | IllegalArgumentException e) {
            warn(file + " could not be read (" + e.getMessage() + "), so none of its texts is used; mend it");
            return Map.of();
        }
        List<String> unknown = new ArrayList<>(texts.keySet());
        unknown.removeAll(known);
        unknown.remove(suffix.isEmpty() ? LANGUAGES : "");
        for (String name : unknown) {
            String hint = Spelling.hint(name, known);
            warn(file + " has " + Redaction.quote(name) + " but that is no text of gshare"
                    + (hint.isEmpty() ? "; write one of " + String.join(", ", known) : hint));
        }
        texts.keySet().removeAll(unknown);
        return texts;
    }

    /** Texts by name; blank ones count as none. */
    private static Map<String, String> parse(InputStream in) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(in.readAllBytes()))
                .toString();
        Properties properties = new Properties();
        properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        Map<String, String> texts = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> texts.put(name, properties.getProperty(name).strip()));
        texts.values().removeIf(String::isEmpty);
        return texts;
    }

    private static void warn(String problem) {
        LOGGER.log(Logger.Level.WARNING, "{0}", problem.endsWith("?") ? problem : problem + ".");
    }

    /** {@return the languages that there are, by their tags in lower case} */
    public Map<String, Language> languages() {
        return Collections.unmodifiableMap(languages);
    }

    /** {@return what changes where any text does, the same in each run} */
    public String version() {
        return version;
    }

    /** {@return the language that stands where none of a visitor's is there: English} */
    public Language english() {
        return english;
    }

    /**
     * Finds the first language that is there.
     *
     * @param wanted languages, best first
     * @return one of them; {@code null} if none is there
     */
    public @Nullable Language find(Iterable<Locale> wanted) {
        for (Locale locale : wanted) {
            Language found = find(locale);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Finds a language if it is there; one counts for its regions ({@code fr} for {@code fr-CA}), and Taiwan, Hong Kong and Macau write
     * Traditional Chinese.
     *
     * @param wanted the language; {@code null} where it is not known
     * @return the language; {@code null} if it is not there
     */
    public @Nullable Language find(@Nullable Locale wanted) {
        String tag = wanted == null ? "" : wanted.toLanguageTag().toLowerCase(Locale.ROOT);
        while (!tag.isEmpty()) {
            Language found = languages.get(tag);
            if (found != null) {
                return found;
            }
            tag = TRADITIONAL.contains(tag) ? "zh-hant" : tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        }
        return null;
    }
}
