package io.gshare.ticket;

import io.gshare.key.SealingKeys;
import io.gshare.link.Workspaces;
import io.gshare.ticket.Ticket.Binding;
import io.gshare.ticket.Ticket.Terms;
import io.gshare.ticket.TicketRefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Seals dashboard links for the mint endpoint: whoever holds a workspace's key can tell that a page of the application rendered them, for whom
 * and until when, so that no node of a cluster need remember it.
 *
 * <p>A ticket is base64url without padding of: the version (2), flags, when it was made, when it expires and when the first of its row of
 * exchanged tickets was made, in Unix seconds (8 bytes each), the workspace's name and the link, each in modified UTF-8 behind its length
 * (2 bytes), and the seal over these and the audience, each behind its length. Nothing in it is secret. After the key has changed, tickets
 * that may have been sealed before it are still opened; whoever holds a key that was replaced can seal none that last any longer. Thread-safe.
 */
public final class Tickets {

    /** The longest link that fits into a ticket which servers take as part of a request line, in bytes. */
    public static final int LONGEST_LINK = 4096;

    /**
     * How much later other nodes may notice another key, which a kubelet brings within a minute or two; and how far their clocks may be
     * ahead.
     */
    private static final Duration LAG = Duration.ofMinutes(5);

    private static final byte VERSION = 2;
    private static final int BOUND = 1;
    private static final int OPEN_THEME = 2;
    private static final int LIVE = 4;
    private static final int LOOSE = 8;

    private final Workspaces workspaces;
    private final Minting minting;
    private final InstantSource clock;

    /**
     * Tickets for the links of some workspaces.
     *
     * @param workspaces whose keys seal them
     * @param minting how long they are good, and for whom
     * @param clock tells the time
     */
    public Tickets(Workspaces workspaces, Minting minting, InstantSource clock) {
        this.workspaces = workspaces;
        this.minting = minting;
        this.clock = clock;
    }

    /**
     * {@return whether a link has at most {@link #LONGEST_LINK} bytes, so that it can be sealed}
     *
     * @param link any link
     */
    public static boolean fits(String link) {
        return link.length() <= LONGEST_LINK && link.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LINK;
    }

    /**
     * {@return to what a ticket is bound that is sealed now: to the session, if there is one and the settings say so}
     *
     * @param audience for whom it is
     */
    public Binding binding(Audience audience) {
        return audience.session() == null ? Binding.NONE : minting.bindSession() ? Binding.SESSION : Binding.LOOSE;
    }

    /**
     * {@return a ticket}
     *
     * @param workspace the name of the link's workspace
     * @param link the link, which {@link #fits}, unsigned
     * @param terms what its bearer may ask for
     * @param audience for whom it is
     */
    public String seal(String workspace, String link, Terms terms, Audience audience) {
        Instant now = clock.instant();
        return seal(
                new Ticket(workspace, link, now, now.plus(minting.expiry()), now, binding(audience), terms), audience);
    }

    /**
     * {@return the ticket that an opened one is exchanged for: bound to the same, for the same}
     *
     * @param opened the ticket that was opened
     * @param audience for whom it was opened
     */
    public String renew(Ticket opened, Audience audience) {
        Instant now = clock.instant();
        return seal(
                new Ticket(
                        opened.workspace(),
                        opened.link(),
                        now,
                        now.plus(minting.expiry()),
                        opened.since(),
                        opened.binding(),
                        opened.terms()),
                audience);
    }

    private String seal(Ticket ticket, Audience audience) {
        SealingKeys keys = Objects.requireNonNull(workspaces.sealingKeys(ticket.workspace()), "no such workspace");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte((ticket.binding() == Binding.SESSION ? BOUND : 0)
                    | (ticket.binding() == Binding.LOOSE ? LOOSE : 0)
                    | (ticket.terms().openTheme() ? OPEN_THEME : 0)
                    | (ticket.terms().live() ? LIVE : 0));
            out.writeLong(ticket.made().getEpochSecond());
            out.writeLong(ticket.expires().getEpochSecond());
            out.writeLong(ticket.since().getEpochSecond());
            out.writeUTF(ticket.workspace());
            out.writeUTF(ticket.link());
            out.write(keys.seal(sealed(bytes.toByteArray(), ticket.binding(), audience)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it is memory
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * {@return what a ticket says}
     *
     * @param ticket any text
     * @param audience who brings it
     * @throws TicketRefusedException if it is none, was made for somebody else, or has expired; by the settings of now, if these are
     *     tighter than those that it was made under
     */
    public Ticket open(String ticket, Audience audience) throws TicketRefusedException {
        byte[] bytes = decode(ticket);
        Ticket opened = bytes == null ? null : read(bytes);
        if (bytes == null || opened == null) {
            throw new TicketRefusedException(Reason.NO_TICKET);
        }
        if (!isSealed(bytes, opened, audience)) {
            // By what can be read in it alone, whatever else is wrong: so a forgery learns nothing, not even whether a
            // workspace has that name.
            throw new TicketRefusedException(opened.binding() == Binding.SESSION ? Reason.BOUND : Reason.NO_TICKET);
        }
        Instant now = clock.instant();
        boolean good = now.isBefore(opened.expires())
                && goesOn(opened.made(), minting.expiry(), now)
                && goesOn(opened.since(), minting.renewal().plus(minting.expiry()), now)
                && !(opened.binding() == Binding.LOOSE && minting.bindSession());
        if (!good) {
            throw new TicketRefusedException(Reason.EXPIRED);
        }
        return opened;
    }

    /**
     * {@return whether a script keeps the frame alive, and {@link Minting#renewal} has not passed since its page was made: then an opened ticket
     * can be exchanged for a further one}
     *
     * @param opened the ticket
     */
    public boolean isLive(Ticket opened) {
        return opened.terms().live() && clock.instant().isBefore(opened.since().plus(minting.renewal()));
    }

    private boolean isSealed(byte[] bytes, Ticket ticket, Audience audience) {
        SealingKeys keys = workspaces.sealingKeys(ticket.workspace());
        if (keys == null || (ticket.binding() == Binding.SESSION && audience.session() == null)) {
            return false;
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - SealingKeys.SEAL_BYTES);
        byte[] seal = Arrays.copyOfRange(bytes, body.length, bytes.length);
        return keys.isSealOf(
                seal,
                sealed(body, ticket.binding(), audience),
                replaced -> !ticket.expires()
                        .isAfter(replaced.plus(minting.expiry()).plus(LAG)));
    }

    /** Whether a time that began then goes on; one that has yet to begin does not. */
    private static boolean goesOn(Instant began, Duration lasts, Instant now) {
        return !began.isAfter(now.plus(LAG)) && now.isBefore(began.plus(lasts));
    }

    private static List<byte[]> sealed(byte[] body, Binding binding, Audience audience) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(body);
        parts.add(audience.application().getBytes(StandardCharsets.UTF_8));
        if (binding == Binding.SESSION) {
            parts.add(String.valueOf(audience.session()).getBytes(StandardCharsets.UTF_8));
        }
        return parts;
    }

    /** The bytes of what has a ticket's form; {@code null} if it has not. */
    private static byte @Nullable [] decode(String ticket) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(ticket);
            if (bytes.length <= SealingKeys.SEAL_BYTES + 2 || bytes[0] != VERSION) {
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
                new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1 - SealingKeys.SEAL_BYTES))) {
            int flags = in.readByte();
            Binding binding =
                    (flags & BOUND) != 0 ? Binding.SESSION : (flags & LOOSE) != 0 ? Binding.LOOSE : Binding.NONE;
            Terms terms = new Terms((flags & OPEN_THEME) != 0, (flags & LIVE) != 0);
            Instant made = instant(in);
            Instant expires = instant(in);
            Instant since = instant(in);
            Ticket ticket = new Ticket(in.readUTF(), in.readUTF(), made, expires, since, binding, terms);
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
}
