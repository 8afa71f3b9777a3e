package io.gshare;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals dashboard links for the mint endpoint: whoever holds the key can tell that a page of the application rendered them, for whom
 * and until when, so that no node of a cluster need remember it.
 *
 * <p>A ticket is base64url without padding of: the version (2), flags, when it was made, when it expires and when the first of its row of
 * exchanged tickets was made, in Unix seconds (8 bytes each), the workspace's name and the link, each in modified UTF-8 behind its length
 * (2 bytes), and the HMAC-SHA256 over these and the audience, each behind its length. Nothing in it is secret. The HMAC's key is
 * made by HKDF-SHA256 (RFC 5869) from what signs the workspace's links. After that has changed, tickets that may have been sealed
 * before it are still opened; whoever holds a key that was replaced can seal none that last any longer. Thread-safe.
 */
final class Tickets {

    /** The longest link that fits into a ticket which servers take as part of a request line, in bytes. */
    static final int LONGEST_LINK = 4096;

    /** How many keys are known, however fast they change. */
    private static final int MOST_KEYS = 8;

    /**
     * How much later other nodes may notice another key, which a kubelet brings within a minute or two; and how far their clocks may be
     * ahead.
     */
    private static final Duration LAG = Duration.ofMinutes(5);

    private static final String HMAC = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final byte[] INFO = "gshare ticket 2".getBytes(StandardCharsets.US_ASCII);

    private static final byte VERSION = 2;
    private static final int BOUND = 1;
    private static final int OPEN_THEME = 2;
    private static final int LIVE = 4;
    private static final int LOOSE = 8;

    /** To what a ticket is bound. */
    enum Binding {
        /** The session that its page had. */
        SESSION,
        /** Nothing, for its page had no session. */
        NONE,
        /** Nothing, although its page had a session: tickets were not to be bound. */
        LOOSE
    }

    /**
     * What a ticket says.
     *
     * @param workspace the name of the workspace that it was made for
     * @param link the dashboard link, unsigned
     * @param made when it was sealed
     * @param expires until when it is good, if the settings are not tightened
     * @param binding to what it is bound
     * @param terms what its bearer may ask for
     */
    record Ticket(String workspace, String link, Instant made, Instant expires, Binding binding, Terms terms) {

        /** When the first of its row was made. */
        Instant since() {
            return terms.since == null ? made : terms.since;
        }

        /** Whether it is good still: the settings of now may be tighter than those that it was sealed under. */
        boolean isGood(Instant now, Minting minting) {
            return now.isBefore(expires)
                    && goesOn(made, minting.expiry(), now)
                    && goesOn(since(), minting.renewal().plus(minting.expiry()), now)
                    && !(binding == Binding.LOOSE && minting.bindSession());
        }
    }

    /**
     * What the bearer of a ticket may ask for.
     *
     * @param openTheme another theme
     * @param live a further ticket, before this one expires
     * @param since when the first ticket of a row of exchanges was made; {@code null} for now
     */
    record Terms(boolean openTheme, boolean live, @Nullable Instant since) {
        static final Terms NONE = new Terms(false, false, null);
    }

    /** A key, and when another came in its place; {@code null} for the current one. */
    private record Key(SecretKeySpec key, @Nullable Instant replaced) {

        /** Whether a ticket that expires then may have been sealed while the key was current. */
        boolean mayHaveSealed(Instant expires, Duration expiry) {
            return replaced == null || !expires.isAfter(replaced.plus(expiry).plus(LAG));
        }
    }

    /** The keys so far, the current one first, and what that was made of. */
    private record Keys(String secret, List<Key> all) {

        @Override
        public String toString() {
            return "Keys";
        }
    }

    private final Supplier<String> secret;
    private final InstantSource clock;
    private volatile Keys keys;

    /** Tickets under a key of which {@code secret} always gives the current one. */
    Tickets(Supplier<String> secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock;
        String current = secret.get();
        this.keys = new Keys(current, List.of(new Key(sealingKey(current), null)));
    }

    /** Whether a time that began then goes on; one that has yet to begin does not. */
    private static boolean goesOn(Instant began, Duration lasts, Instant now) {
        return !began.isAfter(now.plus(LAG)) && now.isBefore(began.plus(lasts));
    }

    /** Whether a link is not too long to be sealed. */
    static boolean fits(String link) {
        return link.length() <= LONGEST_LINK && link.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINK;
    }

    /** The workspace that a ticket says it is of: whose {@link #open} is to be asked. {@code null} if it is no ticket. */
    static @Nullable String workspace(String ticket) {
        byte[] bytes = decode(ticket);
        return bytes == null ? null : read(bytes).workspace();
    }

    /** Whether what has a ticket's form says that it is bound to a session. */
    static boolean isBound(String ticket) {
        byte[] bytes = decode(ticket);
        return bytes != null && read(bytes).binding() == Binding.SESSION;
    }

    String seal(Ticket ticket, Page.Audience audience) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte((ticket.binding == Binding.SESSION ? BOUND : 0)
                    | (ticket.binding == Binding.LOOSE ? LOOSE : 0)
                    | (ticket.terms.openTheme ? OPEN_THEME : 0)
                    | (ticket.terms.live ? LIVE : 0));
            out.writeLong(ticket.made.getEpochSecond());
            out.writeLong(ticket.expires.getEpochSecond());
            out.writeLong(ticket.since().getEpochSecond());
            out.writeUTF(ticket.workspace);
            out.writeUTF(ticket.link);
            out.write(mac(current().all.get(0).key, bytes.toByteArray(), ticket.binding, audience));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it is memory
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * What a ticket says, if it was sealed here for this audience; {@code null} otherwise.
     *
     * @param expiry how long tickets are good for
     */
    @Nullable
    Ticket open(String ticket, Page.Audience audience, Duration expiry) {
        byte[] bytes = decode(ticket);
        if (bytes == null) {
            return null;
        }
        Ticket opened = read(bytes);
        if (opened.binding == Binding.SESSION && audience.session() == null) {
            return null;
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - MAC_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, body.length, bytes.length);
        for (Key key : current().all) {
            if (MessageDigest.isEqual(mac, mac(key.key, body, opened.binding, audience))) {
                return key.mayHaveSealed(opened.expires, expiry) ? opened : null;
            }
        }
        return null;
    }

    /** The bytes of what has a ticket's form; {@code null} if it has not. */
    private static byte @Nullable [] decode(String ticket) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(ticket);
            if (bytes.length <= MAC_BYTES + 2 || bytes[0] != VERSION) {
                return null;
            }
            read(bytes);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return null;
        }
        // Every ticket has one spelling.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(ticket) ? bytes : null;
    }

    private static Ticket read(byte[] bytes) {
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1 - MAC_BYTES))) {
            int flags = in.readByte();
            Binding binding =
                    (flags & BOUND) != 0 ? Binding.SESSION : (flags & LOOSE) != 0 ? Binding.LOOSE : Binding.NONE;
            Instant made = instant(in);
            Instant expires = instant(in);
            Terms terms = new Terms((flags & OPEN_THEME) != 0, (flags & LIVE) != 0, instant(in));
            Ticket ticket = new Ticket(in.readUTF(), in.readUTF(), made, expires, binding, terms);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("there is more in it than it says");
            }
            return ticket;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is shorter than it says
        }
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(Math.max(0, Math.min(in.readLong(), Instant.MAX.getEpochSecond())));
    }

    /** Remembers the key that is current now, so that tickets under it are opened when it is no longer. */
    void noteKey() {
        current();
    }

    /** The keys, among them the one that is current now. */
    private Keys current() {
        String now = secret.get();
        Keys known = keys;
        return known.secret.equals(now) ? known : learn();
    }

    private synchronized Keys learn() {
        String now = secret.get(); // again: a reader that was overtaken must not bring the old one back
        Keys known = keys;
        if (!known.secret.equals(now)) {
            SecretKeySpec current = sealingKey(now);
            List<Key> all = new ArrayList<>(known.all);
            all.set(0, new Key(all.get(0).key, clock.instant()));
            all.removeIf(each -> each.key.equals(current)); // it is back
            all.add(0, new Key(current, null));
            known = new Keys(now, List.copyOf(all.subList(0, Math.min(all.size(), MOST_KEYS))));
            keys = known;
        }
        return known;
    }

    /** Over parts of which none can run into the next. */
    private static byte[] mac(SecretKeySpec key, byte[] body, Binding binding, Page.Audience audience) {
        Mac mac = hmac(key);
        update(mac, body);
        update(mac, audience.application().getBytes(StandardCharsets.UTF_8));
        if (binding == Binding.SESSION) {
            update(mac, String.valueOf(audience.session()).getBytes(StandardCharsets.UTF_8));
        }
        return mac.doFinal();
    }

    private static void update(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        mac.update(part);
    }

    private static SecretKeySpec sealingKey(String secret) {
        return new SecretKeySpec(hkdf(secret.getBytes(StandardCharsets.UTF_8), new byte[MAC_BYTES], INFO), HMAC);
    }

    /** HKDF-SHA256 of RFC 5869: the first 32 bytes. */
    static byte[] hkdf(byte[] secret, byte[] salt, byte[] info) {
        byte[] extracted = hmac(new SecretKeySpec(salt, HMAC)).doFinal(secret);
        Mac expand = hmac(new SecretKeySpec(extracted, HMAC));
        expand.update(info);
        return expand.doFinal(new byte[] {1});
    }

    private static Mac hmac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256, which tickets are sealed with", e);
        }
    }
}
