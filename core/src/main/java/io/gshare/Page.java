package io.gshare;

import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.LinkSuffix;
import io.gshare.link.RefusalReason;
import io.gshare.link.TimeRange;
import io.gshare.link.Workspaces;
import io.gshare.settings.Configuration;
import io.gshare.settings.Embed;
import io.gshare.settings.SignAt;
import io.gshare.text.Redaction;
import io.gshare.text.Spelling;
import io.gshare.ticket.Audience;
import io.gshare.ticket.Ticket.Binding;
import io.gshare.ticket.Ticket.Terms;
import io.gshare.ticket.Tickets;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one page signs with: tags, dialects, encoders and rewriters ask it. It tells the page's response what goes into it, and makes links that
 * are signed at load where the settings say so.
 *
 * <p>{@link GShare#page(PageResponse)} makes it of a response; {@link GShare#page()}, of none: for a mail, say, whose links are signed at
 * once. Immutable; used by one thread at a time where its response is.
 */
public final class Page {

    private final Configuration configuration;
    private final @Nullable SigningListener listener;
    private final Workspaces workspaces;
    private final Tickets tickets;
    private final @Nullable PageResponse response;
    private final SignAt signAt;
    private final Terms terms;
    private final Surface surface;

    private Page(Page of, Workspaces workspaces, SignAt signAt, Terms terms, Surface surface) {
        this.configuration = of.configuration;
        this.listener = of.listener;
        this.tickets = of.tickets;
        this.response = of.response;
        this.workspaces = workspaces;
        this.signAt = signAt;
        this.terms = terms;
        this.surface = surface;
    }

    /**
     * @param workspaces those of the configuration, or one of them alone
     * @param tickets of all of the configuration's
     */
    Page(
            Configuration configuration,
            Workspaces workspaces,
            Tickets tickets,
            @Nullable SigningListener listener,
            @Nullable PageResponse response,
            Surface surface) {
        this.configuration = configuration;
        this.listener = listener;
        this.workspaces = workspaces;
        this.tickets = tickets;
        this.response = response;
        this.signAt = response == null ? SignAt.RENDER : configuration.signAt();
        this.terms = Terms.NONE;
        this.surface = surface;
    }

    /** {@return what holds for all pages of the application: its settings, once they were checked} */
    public Configuration configuration() {
        return configuration;
    }

    /** {@return what carries the page; {@code null} where nothing does} */
    public @Nullable PageResponse response() {
        return response;
    }

    Surface surface() {
        return surface;
    }

    /** {@return the workspaces that this signs for: all that are configured, or one of them alone} */
    public Workspaces workspaces() {
        return workspaces;
    }

    /** {@return whether anything is signed: {@code false} where gshare is switched off} */
    public boolean isEnabled() {
        return workspaces.first() != null;
    }

    /** {@return when the page's links are signed: as {@code gshare.sign-at} says, or {@link #signAt(SignAt)} said since} */
    public SignAt signAt() {
        return signAt;
    }

    /**
     * {@return the same page, signing its links at another time} Without effect where no response carries the page.
     *
     * @param signAt when
     */
    public Page signAt(SignAt signAt) {
        return new Page(this, workspaces, response == null ? SignAt.RENDER : signAt, terms, surface);
    }

    /**
     * {@return the same page, signing at load, for frames that a script keeps alive: tickets can be exchanged for further ones before they expire}
     *
     * @param openTheme whether the script chooses the theme
     */
    public Page live(boolean openTheme) {
        return new Page(this, workspaces, SignAt.LOAD, new Terms(openTheme, true), surface);
    }

    /**
     * {@return the same page, asked for links by another surface, as the listener is told; this one where that makes no difference}
     *
     * @param surface who asks
     */
    public Page by(Surface surface) {
        boolean isTold = listener != null || !isEnabled();
        return !isTold || surface == this.surface ? this : new Page(this, workspaces, signAt, terms, surface);
    }

    /**
     * {@return a page whose only and default workspace this is; where gshare is switched off, this one, whatever the name}
     *
     * @param name the workspace's name in the settings
     * @throws IllegalArgumentException if there is no workspace of that name
     */
    public Page workspace(String name) {
        if (!isEnabled()) {
            return this;
        }
        Workspaces only = configuration.workspaces().only(name);
        if (only == null) {
            throw unknown(
                    "workspace", name, configuration.workspaces().signers().keySet());
        }
        return new Page(this, only, signAt, terms, surface);
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

    /**
     * Refuses a link whose range of times ends before it begins: what a page's author has written by mistake.
     *
     * @param link any link
     * @throws IllegalArgumentException if it does, whenever it is looked at
     */
    public void requireRange(String link) {
        LinkSigner signer = workspaces.single();
        if (signer == null) {
            TimeRange.requireOf(link);
        } else {
            signer.requireRange(link);
        }
    }

    private String signed(String link) {
        LinkSigner signer = workspaces.single();
        if (signer == null) {
            if (surface == Surface.DIALECT && !isEnabled()) {
                return "about:blank"; // an expression of a template: a page, which shows its placeholders
            }
            String own = signOwn(link); // several may own it
            if (own != null) {
                return own;
            }
            signer = nearest(link);
        }
        return made(signer, isAtLoad(signer) ? signer.check(link) : signer.sign(link));
    }

    /**
     * Whether the application's own link goes into the page in place of a link.
     *
     * @param link any link; one of no workspace's counts as the default's
     * @return whether it is signed when its frame loads: as {@link #signAt()} says, and always where a workspace's links name each visitor
     */
    public boolean signsAtLoad(String link) {
        LinkSigner signer = workspaces.nearest(link);
        return signer == null ? signAt == SignAt.LOAD : isAtLoad(signer);
    }

    /** Whether the application's own link goes into the page. For a visitor who is one of Grafana's users, always: a page may be another's. */
    private boolean isAtLoad(LinkSigner signer) {
        return response != null && (signAt == SignAt.LOAD || signer.needsVisitor());
    }

    /** Signs a link, or, where it is not known for whom, finds out whether it may be signed. */
    String check(String link) {
        LinkSigner signer = nearest(link);
        return signer.needsVisitor() ? signer.check(link) : sign(link);
    }

    /** Finds out whether an embed's link may be signed. */
    void checkEmbed(String name) {
        embedLink(name, true).sign();
    }

    /** Who says why a link is refused, if it is. */
    LinkSigner nearest(String link) {
        LinkSigner signer = workspaces.nearest(link);
        if (signer == null) {
            throw switchedOff("link was " + Redaction.quote(link));
        }
        return signer;
    }

    private LinkRefusedException switchedOff(String given) {
        return new LinkRefusedException(
                RefusalReason.DISABLED, given + " but gshare is switched off" + configuration.switchedOff());
    }

    private void tell(@Nullable LinkSigner signer, @Nullable RefusalReason refusal) {
        if (listener != null) {
            listener.onLink(
                    new SigningListener.Event(surface, signer == null ? null : workspaces.name(signer), refusal));
        }
    }

    /** What is shown for a link that may be signed. */
    private String made(LinkSigner signer, String link) {
        String shown = shown(signer, link);
        tell(signer, null);
        return shown;
    }

    /**
     * @param link signed, or to be sealed
     */
    private String shown(LinkSigner signer, String link) {
        if (response == null) {
            return link;
        }
        if (!isAtLoad(signer)) {
            response.signed();
            return link;
        }
        if (!Tickets.fits(link)) {
            throw new LinkRefusedException(
                    RefusalReason.TOO_LONG,
                    "link was more than " + Tickets.LONGEST_LINK
                            + " bytes long but is to be signed at load; shorten it, or sign it at render");
        }
        Audience audience = response.audience();
        if (tickets.binding(audience) == Binding.SESSION) {
            response.bound();
        }
        return response.ownLink("ticket/" + tickets.seal(workspaces.name(signer), link, terms, audience));
    }

    /**
     * {@return a link, signed if it is absolute and a workspace's; {@code null} where it is not to be signed} For whoever sees every link of a page.
     *
     * @param link any text
     */
    public @Nullable String signOwn(String link) {
        return Workspaces.isRelative(link) ? null : workspaces.firstOwn(link, false, this::signOwn);
    }

    /**
     * Signs a link if a browser that shows it on a page would send it to a workspace: as {@link #signOwn(String)}, and also a
     * link that begins with {@code /} where the workspace shares the page's origin and lies below a path of its own
     * ({@code https://example.com/grafana}).
     *
     * @param link any text
     * @param origin scheme, host and port of the page, such as {@code https://example.com:443}
     * @return the signed link, relative if it was; {@code null} where the link is not to be signed
     */
    public @Nullable String signOwn(String link, String origin) {
        if (!Workspaces.isRelative(link)) {
            return signOwn(link);
        }
        String signed = workspaces.isBelowPath(link) ? workspaces.firstOwn(origin + link, true, this::signOwn) : null;
        return signed == null || signAt == SignAt.LOAD || !signed.startsWith(origin)
                ? signed
                : signed.substring(origin.length());
    }

    private @Nullable String signOwn(LinkSigner signer, String link) {
        if (signer.needsVisitor() && response == null) {
            return null; // nobody is looking
        }
        boolean atLoad = isAtLoad(signer);
        String own = atLoad ? signer.checkOwn(link) : signer.signOwn(link);
        return own == null || (atLoad && !Tickets.fits(link)) ? null : made(signer, own);
    }

    /**
     * {@return what signs an absolute link if it is a workspace's and not signed yet; {@code null} where it is not to be signed} For whoever writes
     * the link itself.
     *
     * @param link any text, up to where its fragment begins
     * @param relative whether the link was written without scheme and host, and so is a workspace's only below a path
     */
    public @Nullable LinkSuffix suffixOwn(CharSequence link, boolean relative) {
        // One method for all, where nobody listens: this allocates nothing for a link.
        BiFunction<LinkSigner, CharSequence, @Nullable LinkSuffix> sign =
                listener == null ? LinkSigner::suffixOwn : this::toldSuffix;
        LinkSuffix suffix = workspaces.firstOwn(link, relative, sign);
        if (suffix != null && response != null) {
            response.signed();
        }
        return suffix;
    }

    private @Nullable LinkSuffix toldSuffix(LinkSigner signer, CharSequence link) {
        LinkSuffix suffix = signer.suffixOwn(link);
        if (suffix != null) {
            tell(signer, null);
        }
        return suffix;
    }

    /**
     * Tells the listener, if there is one, that a piece of the page has been searched for links: for whoever writes links itself.
     *
     * @param length how long it is
     */
    public void rewritten(int length) {
        if (listener != null) {
            listener.onRewritten(length);
        }
    }

    /**
     * {@return the link of a dashboard of the default workspace, to be completed and signed}
     *
     * @param uid the dashboard's uid, as behind {@code /d/} in its address: 1 to 40 letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if it is no uid
     */
    public DashboardLink dashboard(String uid) {
        return new DashboardLink(workspaces.first(), this::sign, uid);
    }

    /**
     * {@return the link of a dashboard that the settings register by name, to be completed and signed: the application's own, whose mint endpoint
     * asks who is looking, whatever {@code gshare.sign-at} says} What no response carries shows the dashboard's own link, signed.
     *
     * @param name the embed's name
     * @throws IllegalArgumentException if there is no embed of that name
     * @throws LinkRefusedException where gshare is switched off
     */
    public PageEmbed embed(String name) {
        return new PageEmbed(name, embedLink(name, response != null), response);
    }

    /** An embed's link, signed at once. */
    EmbedLink embedLink(String name) {
        return embedLink(name, false);
    }

    /** An embed's link, signed at once, or checked alone. */
    private EmbedLink embedLink(String name, boolean checked) {
        if (!isEnabled()) {
            throw switchedOff("embed was " + Redaction.quote(name));
        }
        Embed embed = configuration.embeds().get(name);
        if (embed == null) {
            throw unknown("embed", name, configuration.embeds().keySet());
        }
        Page unseen = unseen(embed.workspace());
        return new EmbedLink(checked ? unseen::check : unseen::sign, embed.link(), embed.open());
    }

    /** What signs for a workspace at once, telling no response. */
    private Page unseen(String workspace) {
        return new Page(configuration, configuration.workspaces(), tickets, listener, null, surface)
                .workspace(workspace);
    }

    private static IllegalArgumentException unknown(String what, String name, Set<String> known) {
        String hint = Spelling.hint(name, known);
        return new IllegalArgumentException(what + " was " + Redaction.quote(name) + " but "
                + (known.isEmpty() ? "none is configured" : "must be one of " + String.join(", ", known))
                + (hint.isEmpty() ? "; configure it as gshare." + what + "s.<name>" : hint));
    }

    /**
     * {@return a link of the application's own that its mint endpoint answers, as the page shows it, raw}
     *
     * @param path below {@code gshare.path}, without a slash at its beginning
     * @throws IllegalArgumentException if no response carries the page
     */
    public String ownLink(String path) {
        if (response == null) {
            throw new IllegalArgumentException(
                    "live was given where no response carries the page, so no application answers its frame; leave it out");
        }
        return response.ownLink(path);
    }

    /**
     * {@return the base URL of the workspace that a link is of, without a slash at its end}
     *
     * @param link any link; one of no workspace's counts as the default's
     * @throws LinkRefusedException where gshare is switched off
     */
    public String workspaceUrl(String link) {
        return nearest(link).workspace().url();
    }

    /**
     * Whether a link opens a session that a cookie keeps, and that another frame renews; else it lasts as long as the link itself.
     *
     * @param link any link; one of no workspace's counts as the default's
     * @return {@code false} for JWT links
     * @throws LinkRefusedException where gshare is switched off
     */
    public boolean opensSession(String link) {
        return nearest(link).opensSession();
    }

    @Override
    public String toString() {
        return "Page" + workspaces.signers();
    }
}
