package io.gshare.key;

import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key file says: a token, a derived key, or settings that name one of them, with its name and org or without. Immutable.
 */
record KeyFile(
        @Nullable Credential credential,
        @Nullable String derivedKey,
        @Nullable String name,
        @Nullable Long orgId) {

    static final int LARGEST = 16 * 1024;
    private static final String PREFIX = "gshare.";
    private static final String TOKEN = PREFIX + "token";

    /** The text of the key file that a setting names; where {@code strict}, one that others can read fails as what cannot be read. */
    static String read(String setting, Path file, boolean strict) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw wrong(setting, file, "has more than 16 KiB; name a file that holds the key alone");
            }
            if (strict && isOpen(file)) {
                throw wrong(setting, file, OPEN_TO_OTHERS);
            }
            if (KeyText.isUtf16(bytes)) {
                throw wrong(setting, file, "is in UTF-16, as PowerShell writes it; save it as UTF-8");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw wrong(setting, file, "holds a NUL character, so it is no text; write the key into it again");
            }
            return KeyText.withoutMark(text);
        } catch (CharacterCodingException e) {
            throw wrong(setting, file, "is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw wrong(setting, file, "is a directory; name the file in it that holds the key");
            }
            throw wrong(
                    setting,
                    file,
                    "cannot be read (" + e.getClass().getSimpleName()
                            + "); name a file that holds the key, and that this process may read");
        }
    }

    static final String OPEN_TO_OTHERS = "can be read by every user of this machine; take that right away (chmod o-r,"
            + " or defaultMode: 0440 of a Kubernetes secret)";

    /** Whether every user of the machine can read it, as far as the file system tells. */
    static boolean isOpen(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // replaced just now
        }
    }

    private static IllegalArgumentException wrong(String setting, Path file, String rule) {
        return Redaction.wrong(setting, file.toString(), rule);
    }

    /**
     * Parses what stood in a file.
     *
     * @throws IllegalArgumentException if it is no key; the message never repeats it
     */
    static KeyFile parse(String text) {
        if (text.lines().anyMatch(line -> line.strip().startsWith(PREFIX))) {
            return ofLines(text);
        }
        long lines = text.strip().lines().count();
        if (lines > 1) {
            throw new IllegalArgumentException(
                    "the key file has " + lines + " lines, but a key alone has one, and others begin with " + PREFIX
                            + "; write it by gshare derive");
        }
        String key = KeyText.of(text);
        return ShareKey.isLikeDerivedKey(key)
                ? new KeyFile(null, ShareKey.requireDerivedKey(key), null, null)
                : new KeyFile(Credential.parse(key), null, null, null);
    }

    private static KeyFile ofLines(String text) {
        if (!text.endsWith("\n") && !text.endsWith("\r")) {
            throw new IllegalArgumentException(
                    "the key file's last line does not end with a line break, so it may be half written;"
                            + " end it with one, as gshare derive does");
        }
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the key file has a backslash that begins no escape; write two for one", e);
        }
        String token = lines.getProperty(TOKEN);
        String derived = lines.getProperty(ShareKey.DERIVED_KEY);
        if (!Set.of(TOKEN, ShareKey.DERIVED_KEY, ShareKey.KEY_NAME, ShareKey.ORG_ID)
                        .containsAll(lines.stringPropertyNames())
                || (token == null) == (derived == null)) {
            throw new IllegalArgumentException("the key file must have either " + TOKEN + " or " + ShareKey.DERIVED_KEY
                    + ", and may have " + ShareKey.KEY_NAME + " and " + ShareKey.ORG_ID
                    + ", and nothing else; write it by gshare derive");
        }
        String name = lines.getProperty(ShareKey.KEY_NAME);
        String org = lines.getProperty(ShareKey.ORG_ID);
        return new KeyFile(
                token == null ? null : Credential.parse(token),
                derived == null ? null : ShareKey.requireDerivedKey(derived),
                name == null ? null : KeyName.read(name),
                org == null ? null : ShareKey.parseOrgId(org.strip()));
    }

    /** The key's name, where the file says it. */
    @Override
    public @Nullable String name() {
        return name == null && credential != null ? credential.name() : name;
    }

    /** The share key, which takes its time to derive; it fails where what is configured beside the file contradicts that, or nobody says the name. */
    ShareKey shareKey(@Nullable String givenName, @Nullable Long givenOrg) {
        List<String> contradictions = contradictions(givenName, givenOrg);
        if (!contradictions.isEmpty()) {
            throw new IllegalArgumentException(String.join(", and ", contradictions));
        }
        String named = givenName == null ? name() : givenName;
        if (named == null) {
            throw new IllegalArgumentException(KeyName.MISSING + ", or write it into the key file as gshare.key-name");
        }
        Long org = givenOrg == null ? orgId : givenOrg;
        return credential == null
                ? ShareKey.of(named, org == null ? 1 : org, String.valueOf(derivedKey))
                : credential.shareKey(named, org);
    }

    /** What is configured beside the file and it does not say so, or what it says itself and its API key does not. */
    List<String> contradictions(@Nullable String givenName, @Nullable Long givenOrg) {
        List<String> found = new ArrayList<>();
        compare("key-name", givenName, name, found);
        compare("org-id", givenOrg, orgId, found);
        if (credential instanceof ApiKey key) {
            found.addAll(key.contradictions(givenName == null ? name : givenName, givenOrg == null ? orgId : givenOrg));
        }
        return found;
    }

    private static void compare(String setting, @Nullable Object given, @Nullable Object own, List<String> found) {
        if (given != null && own != null && !given.equals(own)) {
            found.add(setting + " was " + Redaction.quote(given.toString()) + " but the key file says "
                    + Redaction.quote(own.toString()) + "; leave the setting to the file");
        }
    }

    @Override
    public String toString() {
        return "KeyFile";
    }
}
