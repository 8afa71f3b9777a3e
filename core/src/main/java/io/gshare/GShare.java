package io.gshare;

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
 * Signs share links of Grafana workspaces: the façade that every surface uses.
 *
 * <pre>{@code
 * GShare gshare = GShare.from(Settings.load());
 * String signed = gshare.sign("/d/TZWea/test?orgId=1&from=now-6h&to=now");
 * String panel = gshare.dashboard("TZWea").slug("test").panel(2).from("now-6h").variable("host", "a", "b").sign();
 * }</pre>
 *
 * <p>One of its workspaces is the default: relative links and {@link #dashboard} are its. An absolute link is signed for
 * whichever workspace owns it; where several do, for the one with the longer path. Several keys of one workspace are told apart by
 * the link's {@code orgId}; without one, the default's is meant, then the first given.
 *
 * <p>A signed link opens all that its key can see, for a minute, to whoever holds it: sign when the page is rendered, keep
 * signed links out of logs and caches, and sign no link only because a visitor brought it. Immutable and thread-safe.
 */
public final class GShare {

    /** The name of the workspace that settings configure without a name. */
    public static final String DEFAULT_WORKSPACE = "default";

    private final Map<String, LinkSigner> signers;
    private final LinkSigner defaultSigner;
    /** The signers in the order in which they are asked for an absolute link. */
    private final LinkSigner[] byDepth;

    private final OnRefused onRefused;
    private final @Nullable Rewriting rewriting;
    private final @Nullable Runnable onSigned;

    private GShare(
            Map<String, LinkSigner> signers,
            LinkSigner defaultSigner,
            OnRefused onRefused,
            @Nullable Rewriting rewriting,
            @Nullable Runnable onSigned) {
        this.signers = signers;
        this.defaultSigner = defaultSigner;
        this.onRefused = onRefused;
        this.rewriting = rewriting;
        this.onSigned = onSigned;
        List<LinkSigner> sorted = new ArrayList<>(signers.values());
        sorted.sort(Comparator.comparing((LinkSigner signer) -> signer != defaultSigner));
        sorted.sort(Comparator.comparing(
                (LinkSigner signer) -> -signer.workspace().path().length()));
        this.byDepth = sorted.toArray(LinkSigner[]::new);
    }

    private GShare(GShare of, @Nullable Runnable onSigned) {
        this.signers = of.signers;
        this.defaultSigner = of.defaultSigner;
        this.byDepth = of.byDepth;
        this.onRefused = of.onRefused;
        this.rewriting = of.rewriting;
        this.onSigned = onSigned;
    }

    /**
     * Signs as the settings say. Derives the keys here and now, some 10 to 20 ms each.
     *
     * @param settings the settings
     * @return the façade
     * @throws SettingsException if anything is wrong with them, with every problem in its message
     */
    public static GShare from(Settings settings) {
        return from(settings, InstantSource.system());
    }

    /**
     * Signs as the settings say, by another clock.
     *
     * @param settings the settings
     * @param clock tells the time
     * @return the façade
     * @throws SettingsException if anything is wrong with the settings, with every problem in its message
     */
    public static GShare from(Settings settings, InstantSource clock) {
        return new SettingsReader(settings, clock).read();
    }

    /**
     * Builds a façade from signers.
     *
     * @return an empty builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Signs a link.
     *
     * @param link absolute, or relative to the default workspace and beginning with {@code /}; raw, not escaped for HTML
     * @return the absolute link with the contract's parameters before its fragment; no other byte is changed, but a signature
     *     that the link already carries is replaced
     * @throws LinkRefusedException if it is no workspace's link, or of another org than the key's
     */
    public String sign(String link) {
        boolean undisputed = byDepth.length == 1 || isRelative(link);
        String own = undisputed ? null : signOwn(link);
        if (own != null) {
            return own;
        }
        String signed = (undisputed ? defaultSigner : nearest(link)).sign(link);
        signed();
        return signed;
    }

    /** Whose an absolute link would be, and so who has the most to say about why it is refused. */
    private LinkSigner nearest(String link) {
        return first(signer -> signer.workspace().owns(link))
                .or(() -> first(signer -> signer.workspace().isAt(link)))
                .orElse(defaultSigner);
    }

    private Optional<LinkSigner> first(Predicate<LinkSigner> fits) {
        return Arrays.stream(byDepth).filter(fits).findFirst();
    }

    /**
     * Signs a link if it is absolute and a workspace's: for whoever sees every link of a page.
     *
     * @param link any text
     * @return the signed link, or {@code null} where the link is not to be signed
     */
    public @Nullable String signOwn(String link) {
        return isRelative(link) ? null : firstOwn(link, false, LinkSigner::append);
    }

    /**
     * Signs a link if a browser that shows it on a page would send it to a workspace: as {@link #signOwn(String)}, and also a
     * link that begins with {@code /} where the workspace shares the page's origin and lies below a path of its own
     * ({@code https://example.com/grafana}).
     *
     * @param link any text
     * @param pageOrigin scheme, host and port of the page, such as {@code https://example.com:443}
     * @return the signed link, relative if it was; {@code null} where the link is not to be signed
     */
    public @Nullable String signOwn(String link, String pageOrigin) {
        if (!isRelative(link)) {
            return signOwn(link);
        }
        for (LinkSigner signer : byDepth) {
            String path = signer.workspace().path();
            if (!path.isEmpty() && link.startsWith(path)) {
                String signed = firstOwn(pageOrigin + link, true, LinkSigner::append);
                return signed == null ? null : signed.substring(pageOrigin.length());
            }
        }
        return null;
    }

    /**
     * What signs an absolute link if it is a workspace's and not signed yet: for whoever writes the link itself.
     *
     * @param link any text, up to where its fragment begins
     * @param relative whether the link was written without scheme and host, and so is a workspace's only below a path
     * @return the suffix, or {@code null} where the link is not to be signed
     */
    public @Nullable LinkSuffix suffixOwn(CharSequence link, boolean relative) {
        return firstOwn(link, relative, LinkSigner::suffix);
    }

    /** What the first of the keys of the workspace that owns an absolute link makes of it which is of the link's org. */
    private <L extends CharSequence, T> @Nullable T firstOwn(
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
                    signed();
                    return signed;
                }
                owner = workspace.owns(link) ? workspace : owner;
            }
        }
        return null;
    }

    private static boolean isRelative(String link) {
        return !link.isEmpty() && link.charAt(0) == '/';
    }

    private void signed() {
        if (onSigned != null) {
            onSigned.run();
        }
    }

    /**
     * Begins the link of a dashboard of the default workspace.
     *
     * @param uid the dashboard's uid, as behind {@code /d/} in its address: 1 to 40 letters, digits, {@code -} and {@code _}
     * @return the link, to be completed and signed
     * @throws IllegalArgumentException if it is no uid
     */
    public DashboardLink dashboard(String uid) {
        return new DashboardLink(this, uid);
    }

    /**
     * Signs for one workspace alone.
     *
     * @param name the workspace's name in the settings
     * @return a façade whose only and default workspace this is
     * @throws IllegalArgumentException if there is no workspace of that name
     */
    public GShare workspace(String name) {
        LinkSigner signer = signers.get(name);
        if (signer == null) {
            throw new IllegalArgumentException("workspace was " + Redaction.quote(name) + " but must be one of "
                    + String.join(", ", signers.keySet()) + "; configure it as gshare.workspaces.<name>");
        }
        return new GShare(Map.of(name, signer), signer, onRefused, rewriting, onSigned);
    }

    /**
     * The workspaces: for a Content-Security-Policy's {@code frame-src}, say.
     *
     * @return base URLs by the workspaces' names, the default's first
     */
    public Map<String, String> workspaces() {
        Map<String, String> urls = new LinkedHashMap<>();
        signers.forEach((name, signer) -> urls.put(name, signer.workspace().url()));
        return urls;
    }

    /**
     * The same, telling somebody of each link that it signs: how a response learns that it carries one.
     *
     * @param onSigned run after each link that is signed, on the thread that signs it
     * @return a façade with the same workspaces
     */
    public GShare onSigned(Runnable onSigned) {
        return new GShare(this, onSigned);
    }

    /**
     * What a page shows in place of a refused link.
     *
     * @return what the setting {@code gshare.on-refused} says
     */
    public OnRefused onRefused() {
        return onRefused;
    }

    /**
     * Which pages get the links signed that are typed into them.
     *
     * @return what the settings {@code gshare.rewrite} say; {@code null} for none
     */
    public @Nullable Rewriting rewriting() {
        return rewriting;
    }

    long orgId() {
        return defaultSigner.orgId();
    }

    Workspace defaultWorkspace() {
        return defaultSigner.workspace();
    }

    @Override
    public String toString() {
        return "GShare" + workspaces();
    }

    /** Builds a {@link GShare} from signers. Not thread-safe. */
    public static final class Builder {

        private final Map<String, LinkSigner> signers = new LinkedHashMap<>();
        private OnRefused onRefused = OnRefused.FAIL;
        private @Nullable Rewriting rewriting;

        private Builder() {}

        /**
         * Adds a workspace; the first is the default.
         *
         * @param name its name
         * @param signer what signs its links
         * @return this
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder workspace(String name, LinkSigner signer) {
            if (signers.putIfAbsent(name, signer) != null) {
                throw new IllegalArgumentException("workspace was " + Redaction.quote(name)
                        + " but that name is taken; give each workspace its own");
            }
            return this;
        }

        /**
         * Says what a page shows in place of a refused link; without it, the page fails.
         *
         * @param onRefused what to show
         * @return this
         */
        public Builder onRefused(OnRefused onRefused) {
            this.onRefused = onRefused;
            return this;
        }

        /**
         * Says which pages get the links signed that are typed into them; without it, none.
         *
         * @param rewriting which pages, or {@code null} for none
         * @return this
         */
        public Builder rewriting(@Nullable Rewriting rewriting) {
            this.rewriting = rewriting;
            return this;
        }

        /**
         * Builds it.
         *
         * @return the façade
         * @throws IllegalStateException if no workspace was added
         */
        public GShare build() {
            if (signers.isEmpty()) {
                throw new IllegalStateException("no workspace was given; call workspace(name, signer) first");
            }
            Map<String, LinkSigner> copy = Collections.unmodifiableMap(new LinkedHashMap<>(signers));
            return new GShare(copy, copy.values().iterator().next(), onRefused, rewriting, null);
        }
    }
}
