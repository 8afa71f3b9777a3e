package io.gshare.link;

import io.gshare.key.KeyStatus;
import io.gshare.key.SealingKeys;
import io.gshare.token.Claims;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces that links are signed for, by name, and whose a link is. The first is the default: relative links are its. An absolute link
 * is that of whichever workspace owns it; where several do, of the one with the longer path. Several keys of one workspace are told apart by the link's
 * {@code orgId}; without one, the default's is meant, then the first given. Immutable and thread-safe.
 */
public final class Workspaces {

    /** None: where gshare is switched off. */
    public static final Workspaces NONE = new Workspaces(Map.of());

    private final Map<String, LinkSigner> signers;
    private final @Nullable LinkSigner first;
    /** {@code null} where there are several, or none. */
    private final @Nullable LinkSigner single;

    /** The signers in the order in which they are asked for an absolute link. */
    private final LinkSigner[] byDepth;

    /**
     * Workspaces by name.
     *
     * @param signers what signs the links of each, the default's first
     */
    public Workspaces(Map<String, LinkSigner> signers) {
        this.signers = Collections.unmodifiableMap(new LinkedHashMap<>(signers));
        this.first = signers.values().stream().findFirst().orElse(null);
        this.single = signers.size() == 1 ? first : null;
        List<LinkSigner> sorted = new ArrayList<>(signers.values());
        sorted.sort(Comparator.comparing((LinkSigner signer) -> signer != first));
        sorted.sort(Comparator.comparing(
                (LinkSigner signer) -> -signer.workspace().path().length()));
        this.byDepth = sorted.toArray(LinkSigner[]::new);
    }

    /** {@return what signs for each, by the workspaces' names, the default's first} */
    public Map<String, LinkSigner> signers() {
        return signers;
    }

    /**
     * {@return one of these alone, as the default; {@code null} if there is none of the name}
     *
     * @param name its name
     */
    public @Nullable Workspaces only(String name) {
        LinkSigner signer = signers.get(name);
        return signer == null ? null : new Workspaces(Map.of(name, signer));
    }

    /** {@return what signs for the only workspace; {@code null} where there are several, or none} */
    public @Nullable LinkSigner single() {
        return single;
    }

    /**
     * These, signing for one visitor.
     *
     * @param visitor who is looking
     * @return others, where each visitor of one of them is a Grafana user of his own; else these
     * @throws IllegalArgumentException if the visitor's login may not stand in a token
     */
    public Workspaces forVisitor(Claims visitor) {
        if (!needsVisitor()) {
            return this;
        }
        Map<String, LinkSigner> own = new LinkedHashMap<>();
        signers.forEach((name, signer) -> own.put(name, signer.forVisitor(visitor)));
        return new Workspaces(own);
    }

    /** {@return whether links of a workspace name each visitor, so that only {@link #forVisitor} signs them} */
    public boolean needsVisitor() {
        return signers.values().stream().anyMatch(LinkSigner::needsVisitor);
    }

    /**
     * The public keys of all workspaces that sign JWT links: what Grafana's {@code jwk_set_url} leads to. Those that were replaced stay while tokens
     * of theirs live.
     *
     * @return a JWK Set (RFC 7517) in JSON; {@code null} where no workspace signs such links
     */
    public @Nullable String jwks() {
        List<String> keys = signers.values().stream()
                .flatMap(signer -> signer.publicKeys().stream())
                .distinct()
                .toList();
        return keys.isEmpty() ? null : "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    /** {@return what signs for the default workspace; {@code null} where there is no workspace} */
    public @Nullable LinkSigner first() {
        return first;
    }

    /**
     * {@return the name of a signer's workspace}
     *
     * @param signer one of these
     */
    public String name(LinkSigner signer) {
        for (Map.Entry<String, LinkSigner> named : signers.entrySet()) {
            if (named.getValue() == signer) {
                return named.getKey();
            }
        }
        throw new IllegalStateException("a signer without a name"); // never: it is one of these
    }

    /**
     * {@return whether a link begins with {@code /}: it names no workspace, and so is the default's if it is one's at all}
     *
     * @param link any text
     */
    public static boolean isRelative(String link) {
        return !link.isEmpty() && link.charAt(0) == '/';
    }

    /**
     * {@return whose a link would be, and so who has the most to say about why it is refused; {@code null} where there is no workspace}
     *
     * @param link any text
     */
    public @Nullable LinkSigner nearest(String link) {
        return byDepth.length == 1 || isRelative(link)
                ? first
                : find(signer -> signer.workspace().owns(link))
                        .or(() -> find(signer -> signer.workspace().isAt(link)))
                        .orElse(first);
    }

    private Optional<LinkSigner> find(Predicate<LinkSigner> fits) {
        return Arrays.stream(byDepth).filter(fits).findFirst();
    }

    /**
     * {@return what the first of the keys of the workspace that owns an absolute link makes of it which is of the link's org; {@code null} where the
     * link is not to be signed}
     *
     * @param link an absolute link
     * @param relative whether the link was written without scheme and host, and so is a workspace's only below a path
     * @param sign signs a link, or answers {@code null} where it is not to be signed
     * @param <L> what the link is
     * @param <T> what is made of it
     */
    public <L extends CharSequence, T> @Nullable T firstOwn(
            L link, boolean relative, BiFunction<LinkSigner, L, @Nullable T> sign) {
        Workspace owner = null;
        for (LinkSigner signer : byDepth) {
            Workspace workspace = signer.workspace();
            if (relative && workspace.path().isEmpty()) {
                return null; // a root's links cannot be told from the page's own
            }
            if (owner == null || workspace.equals(owner)) {
                T signed = sign.apply(signer, link);
                if (signed != null) {
                    return signed;
                }
                owner = workspace.owns(link) ? workspace : owner;
            }
        }
        return null;
    }

    /**
     * {@return whether a link that begins with {@code /} may be that of a workspace which lies below a path of the page's own origin}
     *
     * @param link such a link
     */
    public boolean isBelowPath(String link) {
        for (LinkSigner signer : byDepth) {
            String path = signer.workspace().path();
            if (!path.isEmpty() && link.startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return what verifies signed links as a workspace would: whether they are of one of its keys, and of this minute}
     *
     * @param signer one of the workspace's
     * @param clock tells the time
     */
    public LinkVerifier verifier(LinkSigner signer, InstantSource clock) {
        LinkVerifier.Builder verifier = LinkVerifier.builder().clock(clock);
        for (LinkSigner each : byDepth) {
            if (each.workspace().equals(signer.workspace())) {
                each.addTo(verifier);
            }
        }
        return verifier.build();
    }

    /** {@return how long the sessions last that links open, as configured or by default: of several workspaces, the shortest} */
    public Duration session() {
        return signers.values().stream()
                .map(LinkSigner::session)
                .min(Comparator.naturalOrder())
                .orElse(LinkVerifier.DEFAULT_SESSION);
    }

    /** {@return base URLs by the workspaces' names, the default's first} */
    public Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        signers.forEach((name, signer) -> urls.put(name, signer.workspace().url()));
        return urls;
    }

    /** {@return the state of the key that signs now, by the workspaces' names, the default's first} */
    public Map<String, KeyStatus> keys() {
        Map<String, KeyStatus> states = new LinkedHashMap<>();
        signers.forEach((name, signer) -> states.put(name, signer.status()));
        return states;
    }

    /**
     * {@return what seals the tickets of a workspace; {@code null} if there is none of the name}
     *
     * @param name its name
     */
    public @Nullable SealingKeys sealingKeys(String name) {
        LinkSigner signer = signers.get(name);
        return signer == null ? null : signer.sealingKeys();
    }

    /** Ends whatever looks for other keys; signing goes on with these. */
    public void close() {
        signers.values().forEach(LinkSigner::close);
    }

    @Override
    public String toString() {
        return "Workspaces" + signers;
    }
}
