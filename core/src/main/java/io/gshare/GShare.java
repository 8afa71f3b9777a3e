package io.gshare;

import io.gshare.Tickets.Binding;
import io.gshare.Tickets.Terms;
import io.gshare.Tickets.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final String NOWHERE = "about:blank";

    /** What stays the same for every page. */
    private record Configuration(
            Map<String, LinkSigner> signers,
            OnRefused onRefused,
            @Nullable Rewriting rewriting,
            Minting minting,
            boolean extendsPolicies,
            Map<String, Embed> embeds,
            InstantSource clock,
            @Nullable SigningListener listener,
            String switchedOff) {

        Configuration heardBy(SigningListener listener) {
            return new Configuration(
                    signers, onRefused, rewriting, minting, extendsPolicies, embeds, clock, listener, switchedOff);
        }
    }

    private final Configuration configuration;
    private final Map<String, LinkSigner> signers;
    /** {@code null} where nothing is signed. */
    private final @Nullable LinkSigner defaultSigner;

    /** The signers in the order in which they are asked for an absolute link. */
    private final LinkSigner[] byDepth;

    private final @Nullable Page page;
    private final SignAt signAt;
    private final Terms terms;
    private final Surface surface;

    private GShare(Configuration configuration, Map<String, LinkSigner> signers, SignAt signAt) {
        this.configuration = configuration;
        this.signers = signers;
        this.defaultSigner = signers.values().stream().findFirst().orElse(null);
        this.page = null;
        this.signAt = signAt;
        this.terms = Terms.NONE;
        this.surface = Surface.CODE;
        List<LinkSigner> sorted = new ArrayList<>(signers.values());
        sorted.sort(Comparator.comparing((LinkSigner signer) -> signer != defaultSigner));
        sorted.sort(Comparator.comparing(
                (LinkSigner signer) -> -signer.workspace().path().length()));
        this.byDepth = sorted.toArray(LinkSigner[]::new);
    }

    private GShare(GShare of, @Nullable Page page, SignAt signAt, Terms terms) {
        this(of, of.configuration, page, signAt, terms, of.surface);
    }

    private GShare(
            GShare of, Configuration configuration, @Nullable Page page, SignAt signAt, Terms terms, Surface surface) {
        this.configuration = configuration;
        this.signers = of.signers;
        this.defaultSigner = of.defaultSigner;
        this.byDepth = of.byDepth;
        this.page = page;
        this.signAt = signAt;
        this.terms = terms;
        this.surface = surface;
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
        return from(settings, clock, KeyListener.NONE);
    }

    /**
     * Signs as the settings say, by another clock, and tells of keys that are replaced.
     *
     * @param settings the settings
     * @param clock tells the time
     * @param keyListener hears of each other key that a watched key file comes to hold, and of what is none
     * @return the façade
     * @throws SettingsException if anything is wrong with the settings, with every problem in its message
     */
    public static GShare from(Settings settings, InstantSource clock, KeyListener keyListener) {
        return new SettingsReader(settings, clock, keyListener).read();
    }

    /**
     * Signs nothing, and needs no settings: what {@code gshare.enabled = false} makes, for an application's tests, say. Pages show placeholders,
     * links that pass by stay as they are, and whoever asks for a signed link is refused with {@link RefusalReason#DISABLED}.
     *
     * @return a façade without workspaces
     */
    public static GShare disabled() {
        return disabled("by GShare.disabled(); make it of settings, or by GShare.builder()");
    }

    /**
     * The same, for whoever switches off of his own accord and knows the reason.
     *
     * @param why what a refusal says behind "gshare is switched off ": the reason and, behind a semicolon, what to do, such as
     *     {@code by the test; set gshare.url and a key}
     * @return a façade without workspaces
     */
    public static GShare disabled(String why) {
        return disabled(Minting.DEFAULT, " " + why);
    }

    /** The same, with a mint endpoint where the settings have it. */
    static GShare disabled(Minting minting, String why) {
        return new GShare(
                new Configuration(
                        Map.of(),
                        OnRefused.PLACEHOLDER,
                        null,
                        minting,
                        false,
                        Map.of(),
                        InstantSource.system(),
                        null,
                        why),
                Map.of(),
                SignAt.RENDER);
    }

    /**
     * Whether anything is signed.
     *
     * @return {@code false} where gshare is switched off
     */
    public boolean isEnabled() {
        return defaultSigner != null;
    }

    /** What signs if it is not another workspace's link. */
    private LinkSigner defaultSigner(String link) {
        if (defaultSigner == null) {
            throw switchedOff("link was " + Redaction.quote(link));
        }
        return defaultSigner;
    }

    private LinkRefusedException switchedOff(String given) {
        return new LinkRefusedException(
                RefusalReason.DISABLED, given + " but gshare is switched off" + configuration.switchedOff);
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
     *     that the link already carries is replaced. For a page that signs at load, the link of the application's own that
     *     will be answered with it
     * @throws LinkRefusedException if it is no workspace's link, shows no dashboard, or is of another org than the key's; at load, also
     *     if it is longer than 4096 bytes; any link, where gshare is switched off
     */
    public String sign(String link) {
        try {
            return signed(link);
        } catch (LinkRefusedException e) {
            tell(null, e.reason());
            throw e;
        }
    }

    private String signed(String link) {
        if (!isEnabled() && surface == Surface.DIALECT) {
            return NOWHERE; // an expression of a template: a page, which shows its placeholders
        }
        boolean undisputed = byDepth.length == 1 || isRelative(link);
        String own = undisputed ? null : signOwn(link);
        if (own != null) {
            return own;
        }
        LinkSigner signer = undisputed ? defaultSigner(link) : nearest(link);
        return made(signer, link, signer.sign(link));
    }

    private void tell(@Nullable LinkSigner signer, @Nullable RefusalReason refusal) {
        SigningListener listener = configuration.listener;
        if (listener != null) {
            listener.onLink(new SigningListener.Event(surface, signer == null ? null : name(signer), refusal));
        }
    }

    /** What is shown for a link that may be signed. */
    private String made(LinkSigner signer, String link, String signed) {
        String shown = shown(signer, link, signed);
        tell(signer, null);
        return shown;
    }

    private String shown(LinkSigner signer, String link, String signed) {
        if (page == null) {
            return signed;
        }
        if (signAt == SignAt.RENDER) {
            page.signed();
            return signed;
        }
        String bare = Query.withoutContract(link);
        if (!Tickets.fits(bare)) {
            throw new LinkRefusedException(
                    RefusalReason.TOO_LONG,
                    "link was more than " + Tickets.LONGEST_LINK
                            + " bytes long but is to be signed at load; shorten it, or sign it at render");
        }
        Page.Audience audience = page.audience();
        Binding binding = audience.session() == null
                ? Binding.NONE
                : configuration.minting.bindSession() ? Binding.SESSION : Binding.LOOSE;
        if (binding == Binding.SESSION) {
            page.bound();
        }
        return page.ownLink(sealed(signer, bare, binding, terms, audience));
    }

    /** Where the mint endpoint answers a ticket that is made now. */
    private String sealed(LinkSigner signer, String link, Binding binding, Terms terms, Page.Audience audience) {
        Instant now = configuration.clock.instant();
        Ticket ticket = new Ticket(name(signer), link, now, now.plus(configuration.minting.expiry()), binding, terms);
        return "ticket/" + signer.tickets().seal(ticket, audience);
    }

    /** Where the mint endpoint answers the ticket that an opened one is exchanged for: bound to the same, for the same. */
    String renewed(Ticket opened, Page.Audience audience) {
        GShare ofWorkspace = forNoPage().workspace(opened.workspace());
        ofWorkspace.sign(opened.link()); // or it is refused
        return ofWorkspace.sealed(
                ofWorkspace.defaultSigner(opened.link()), opened.link(), opened.binding(), opened.terms(), audience);
    }

    private String name(LinkSigner signer) {
        for (Map.Entry<String, LinkSigner> named : signers.entrySet()) {
            if (named.getValue() == signer) {
                return named.getKey();
            }
        }
        throw new IllegalStateException("a signer without a name"); // never: it is one of these
    }

    /**
     * Opens a ticket that a page of this application carried.
     *
     * @param ticket the ticket, as it stood in the page's link
     * @param audience who brings it
     * @return what it is good for
     * @throws TicketRefusedException if it is none, was made for somebody else, or has expired; by the settings of now, if these are
     *     tighter than those that it was made under
     */
    public OpenedTicket open(String ticket, Page.Audience audience) throws TicketRefusedException {
        String workspace = Tickets.workspace(ticket);
        LinkSigner signer = workspace == null ? null : configuration.signers.get(workspace);
        Ticket opened = signer == null ? null : signer.tickets().open(ticket, audience, configuration.minting.expiry());
        if (opened == null) {
            // By what can be read in it alone, whatever else is wrong: so a forgery learns nothing, not even whether a
            // workspace has that name.
            throw new TicketRefusedException(
                    Tickets.isBound(ticket)
                            ? TicketRefusedException.Reason.BOUND
                            : TicketRefusedException.Reason.NO_TICKET);
        }
        Instant now = configuration.clock.instant();
        if (!opened.isGood(now, configuration.minting)) {
            throw new TicketRefusedException(TicketRefusedException.Reason.EXPIRED);
        }
        boolean live = opened.terms().live() && now.isBefore(opened.since().plus(configuration.minting.renewal()));
        return new OpenedTicket(this, opened, audience, live);
    }

    /**
     * Verifies a signed link as its workspace would: whether it is of one of the workspace's keys, and of this minute.
     *
     * @param link the link; one of no workspace's address counts as the default's
     * @return the accepted link
     * @throws LinkRefusedException if it is not accepted, with the reason
     */
    public VerifiedLink verify(String link) {
        Workspace workspace = (isRelative(link) ? defaultSigner(link) : nearest(link)).workspace();
        LinkVerifier.Builder verifier = LinkVerifier.builder().clock(configuration.clock);
        for (LinkSigner signer : byDepth) {
            if (signer.workspace().equals(workspace)) {
                signer.addTo(verifier);
            }
        }
        return verifier.build().verify(link);
    }

    /**
     * Begins the link of a dashboard that the settings register by name.
     *
     * @param name the embed's name
     * @return the link, to be completed and signed
     * @throws IllegalArgumentException if there is no embed of that name
     * @throws LinkRefusedException where gshare is switched off
     */
    public EmbedLink embed(String name) {
        if (!isEnabled()) {
            throw switchedOff("embed was " + Redaction.quote(name));
        }
        Embed embed = configuration.embeds.get(name);
        if (embed == null) {
            throw unknown("embed", name, configuration.embeds.keySet());
        }
        return new EmbedLink(workspace(embed.workspace()), name, embed.link(), embed.open());
    }

    private static IllegalArgumentException unknown(String what, String name, Set<String> known) {
        String hint = Spelling.hint(name, known);
        return new IllegalArgumentException(what + " was " + Redaction.quote(name) + " but "
                + (known.isEmpty() ? "none is configured" : "must be one of " + String.join(", ", known))
                + (hint.isEmpty() ? "; configure it as gshare." + what + "s.<name>" : hint));
    }

    /**
     * The dashboards that the settings register by name.
     *
     * @return the embeds by name
     */
    public Map<String, Embed> embeds() {
        return configuration.embeds;
    }

    /**
     * How links are signed when their frames load.
     *
     * @return what the settings {@code gshare.path} and {@code gshare.mint} say
     */
    public Minting minting() {
        return configuration.minting;
    }

    /**
     * Whether an application's own Content-Security-Policy gets what lets its frames through.
     *
     * @return what the setting {@code gshare.csp} says
     */
    public boolean extendsPolicies() {
        return configuration.extendsPolicies;
    }

    /**
     * When the links of a page are signed.
     *
     * @return what the setting {@code gshare.sign-at} says, or {@link #signAt(SignAt)} said since
     */
    public SignAt signAt() {
        return signAt;
    }

    /**
     * The same, signing the links of pages at another time. Without effect where there is no page.
     *
     * @param signAt when
     * @return a façade with the same workspaces
     */
    public GShare signAt(SignAt signAt) {
        return new GShare(this, page, signAt, terms);
    }

    /**
     * The same, for frames that a script keeps alive: tickets can be exchanged for further ones before they expire.
     *
     * @param openTheme whether the script chooses the theme
     * @return a façade with the same workspaces, signing at load
     */
    public GShare live(boolean openTheme) {
        return new GShare(this, page, SignAt.LOAD, new Terms(openTheme, true, null));
    }

    /**
     * The same, making the links of a page.
     *
     * @param page the page
     * @return a façade with the same workspaces
     */
    public GShare forPage(Page page) {
        return new GShare(this, page, signAt, terms);
    }

    /**
     * The same, telling of each link.
     *
     * @param listener hears of the links that this façade, and those made of it, are asked for
     * @return a façade with the same workspaces
     */
    public GShare heardBy(SigningListener listener) {
        return new GShare(this, configuration.heardBy(listener), page, signAt, terms, surface);
    }

    /**
     * The same, asked for links by another surface: what the listener is told.
     *
     * @param surface who asks
     * @return a façade with the same workspaces; this one where that makes no difference
     */
    public GShare by(Surface surface) {
        boolean isTold = configuration.listener != null || !isEnabled();
        return !isTold || surface == this.surface
                ? this
                : new GShare(this, configuration, page, signAt, terms, surface);
    }

    /** The same, signing at once whoever asks. */
    GShare forNoPage() {
        return new GShare(this, null, SignAt.RENDER, Terms.NONE);
    }

    boolean hasPage() {
        return page != null;
    }

    /**
     * A link of the application's own that its mint endpoint answers.
     *
     * @param path below {@code gshare.path}, without a slash at its beginning
     * @return the link as the page shows it, raw
     * @throws IllegalStateException if this makes links for no page
     */
    public String ownLink(String path) {
        if (page == null) {
            throw new IllegalStateException("there is no page that the link could stand on; take the request's GShare");
        }
        return page.ownLink(path);
    }

    /**
     * The base URL of the workspace that a link is of.
     *
     * @param link any link; one of no workspace's counts as the default's
     * @return the URL, without a slash at its end
     * @throws LinkRefusedException where gshare is switched off
     */
    public String workspaceUrl(String link) {
        return (isRelative(link) ? defaultSigner(link) : nearest(link))
                .workspace()
                .url();
    }

    /** Whose an absolute link would be, and so who has the most to say about why it is refused. */
    private LinkSigner nearest(String link) {
        return first(signer -> signer.workspace().owns(link))
                .or(() -> first(signer -> signer.workspace().isAt(link)))
                .orElseGet(() -> defaultSigner(link));
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
        return isRelative(link) ? null : firstOwn(link, false, this::append);
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
                String signed = firstOwn(pageOrigin + link, true, this::append);
                return signed == null || atLoad() ? signed : signed.substring(pageOrigin.length());
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
        // One method for all, where nobody listens: this allocates nothing for a link.
        BiFunction<LinkSigner, CharSequence, @Nullable LinkSuffix> sign =
                configuration.listener == null ? LinkSigner::suffix : this::toldSuffix;
        LinkSuffix suffix = firstOwn(link, relative, sign);
        if (suffix != null && page != null) {
            page.signed();
        }
        return suffix;
    }

    private @Nullable LinkSuffix toldSuffix(LinkSigner signer, CharSequence link) {
        LinkSuffix suffix = signer.suffix(link);
        if (suffix != null) {
            tell(signer, null);
        }
        return suffix;
    }

    /**
     * Tells the listener, if there is one, that a piece of a page has been searched for links: for whoever writes links itself.
     *
     * @param length how long it is
     */
    public void rewritten(int length) {
        SigningListener listener = configuration.listener;
        if (listener != null) {
            listener.onRewritten(length);
        }
    }

    private @Nullable String append(LinkSigner signer, String link) {
        String signed = signer.append(link);
        return signed == null || (atLoad() && !Tickets.fits(link)) ? null : made(signer, link, signed);
    }

    private boolean atLoad() {
        return page != null && signAt == SignAt.LOAD;
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
     * @return a façade whose only and default workspace this is; where gshare is switched off, this one, whatever the name
     * @throws IllegalArgumentException if there is no workspace of that name
     */
    public GShare workspace(String name) {
        if (!isEnabled()) {
            return this;
        }
        LinkSigner signer = configuration.signers.get(name);
        if (signer == null) {
            throw unknown("workspace", name, configuration.signers.keySet());
        }
        return new GShare(
                new GShare(configuration, Map.of(name, signer), signAt), configuration, page, signAt, terms, surface);
    }

    /**
     * How long the sessions last that links open: of several workspaces, the shortest.
     *
     * @return what the setting {@code gshare.session} says, or the workspace's own default, as where gshare is switched off
     */
    public Duration session() {
        return signers.values().stream()
                .map(LinkSigner::session)
                .min(Comparator.naturalOrder())
                .orElse(LinkVerifier.DEFAULT_SESSION);
    }

    /**
     * The workspaces: for a Content-Security-Policy's {@code frame-src}, say.
     *
     * @return base URLs by the workspaces' names, the default's first; none where gshare is switched off
     */
    public Map<String, String> workspaces() {
        Map<String, String> urls = new LinkedHashMap<>();
        signers.forEach((name, signer) -> urls.put(name, signer.workspace().url()));
        return urls;
    }

    /**
     * How it stands with the keys: for a health endpoint, say.
     *
     * @return the state of the key that signs now, by the workspaces' names, the default's first
     */
    public Map<String, KeyStatus> keys() {
        Map<String, KeyStatus> states = new LinkedHashMap<>();
        signers.forEach((name, signer) -> states.put(name, signer.status()));
        return states;
    }

    /**
     * Ends the watching of key files; signing goes on with the keys as they are. A façade that is no longer in use is closed by
     * itself in time, so this is for an application that ends.
     */
    public void close() {
        configuration.signers.values().forEach(LinkSigner::close);
    }

    /**
     * What a page shows in place of a refused link.
     *
     * @return what the setting {@code gshare.on-refused} says
     */
    public OnRefused onRefused() {
        return configuration.onRefused;
    }

    /**
     * Which pages get the links signed that are typed into them.
     *
     * @return what the settings {@code gshare.rewrite} say; {@code null} for none
     */
    public @Nullable Rewriting rewriting() {
        return configuration.rewriting;
    }

    /** The org of links that are built; {@code null} where there is no key that has one. */
    @Nullable
    Long orgId() {
        return defaultSigner == null ? null : defaultSigner.orgId();
    }

    /** The workspaces, the version of their links, and the names and orgs of their keys. */
    @Override
    public String toString() {
        return "GShare" + signers;
    }

    /** Builds a {@link GShare} from signers. Not thread-safe. */
    public static final class Builder {

        private final Map<String, LinkSigner> signers = new LinkedHashMap<>();
        private OnRefused onRefused = OnRefused.FAIL;
        private @Nullable Rewriting rewriting;
        private SignAt signAt = SignAt.RENDER;
        private Minting minting = Minting.DEFAULT;
        private boolean extendsPolicies;
        private final Map<String, Embed> embeds = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();

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
         * Says when the links of pages are signed; without it, at render.
         *
         * @param signAt when
         * @return this
         */
        public Builder signAt(SignAt signAt) {
            this.signAt = signAt;
            return this;
        }

        /**
         * Says how links are signed when their frames load; without it, as {@link Minting#DEFAULT}.
         *
         * @param minting how
         * @return this
         */
        public Builder minting(Minting minting) {
            this.minting = minting;
            return this;
        }

        /**
         * Says whether an application's own Content-Security-Policy gets what lets its frames through; without it, it is left alone.
         *
         * @param extend whether it does
         * @return this
         */
        public Builder extendPolicies(boolean extend) {
            this.extendsPolicies = extend;
            return this;
        }

        /**
         * Registers a dashboard by name.
         *
         * @param embed the embed
         * @return this
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder embed(Embed embed) {
            if (embeds.putIfAbsent(embed.name(), embed) != null) {
                throw new IllegalArgumentException("embed was " + Redaction.quote(embed.name())
                        + " but that name is taken; give each embed its own");
            }
            return this;
        }

        /**
         * Says by which clock tickets expire; without it, the system's.
         *
         * @param clock tells the time
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Builds it.
         *
         * @return the façade
         * @throws IllegalStateException if no workspace was added
         * @throws IllegalArgumentException if an embed is of none of the workspaces
         * @throws LinkRefusedException if an embed's link may not be signed
         */
        public GShare build() {
            if (signers.isEmpty()) {
                throw new IllegalStateException("no workspace was given; call workspace(name, signer) first");
            }
            Map<String, LinkSigner> copy = Collections.unmodifiableMap(new LinkedHashMap<>(signers));
            GShare gshare = new GShare(
                    new Configuration(
                            copy,
                            onRefused,
                            rewriting,
                            minting,
                            extendsPolicies,
                            Collections.unmodifiableMap(new LinkedHashMap<>(embeds)),
                            clock,
                            null,
                            ""),
                    copy,
                    signAt);
            embeds.keySet().forEach(name -> gshare.embed(name).sign());
            return gshare;
        }
    }
}
