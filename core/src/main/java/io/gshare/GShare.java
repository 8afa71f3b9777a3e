package io.gshare;

import io.gshare.key.KeyListener;
import io.gshare.key.KeyStatus;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.link.RefusalReason;
import io.gshare.link.VerifiedLink;
import io.gshare.link.Workspaces;
import io.gshare.settings.Configuration;
import io.gshare.settings.Embed;
import io.gshare.settings.OnRefused;
import io.gshare.settings.Rewriting;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import io.gshare.settings.SettingsReader;
import io.gshare.settings.SignAt;
import io.gshare.text.Redaction;
import io.gshare.text.Texts;
import io.gshare.ticket.Audience;
import io.gshare.ticket.Minting;
import io.gshare.ticket.Ticket;
import io.gshare.ticket.TicketRefusedException;
import io.gshare.ticket.Tickets;
import io.gshare.token.Claims;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs share links of Grafana workspaces: the application's façade, built once and asked by its code. What a page signs with is a {@link
 * Page}.
 *
 * <pre>{@code
 * GShare gshare = GShare.from(Settings.load());
 * String signed = gshare.sign("/d/TZWea/test?orgId=1&from=now-6h&to=now");
 * String panel = gshare.dashboard("TZWea").slug("test").panel(2).from("now-6h").variable("host", "a", "b").sign();
 * }</pre>
 *
 * <p>One of its workspaces is the default: relative links and {@link #dashboard} are its. {@link Workspaces} says whose an absolute link is.
 *
 * <p>A signed link opens all that its key can see, for a minute, to whoever holds it: sign when the page is rendered, keep
 * signed links out of logs and caches, and sign no link only because a visitor brought it. Immutable and thread-safe.
 */
public final class GShare {

    /** The name of the workspace that settings configure without a name. */
    public static final String DEFAULT_WORKSPACE = Settings.DEFAULT_WORKSPACE;

    private final Configuration configuration;
    private final @Nullable SigningListener listener;
    private final Tickets tickets;
    /** What signs for code: a page that no response carries. */
    private final Page code;

    private GShare(Configuration configuration) {
        this(configuration, configuration.workspaces(), null, Surface.CODE);
    }

    private GShare(
            Configuration configuration, Workspaces workspaces, @Nullable SigningListener listener, Surface surface) {
        this.configuration = configuration;
        this.listener = listener;
        this.tickets = new Tickets(configuration.workspaces(), configuration.minting(), configuration.clock());
        this.code = new Page(configuration, workspaces, tickets, listener, null, surface);
    }

    /**
     * {@return what signs as the settings say} Derives the keys here and now, some 10 to 20 ms each.
     *
     * @param settings the settings
     * @throws SettingsException if anything is wrong with them, with every problem in its message
     */
    public static GShare from(Settings settings) {
        return from(settings, InstantSource.system());
    }

    /**
     * {@return what signs as the settings say, by another clock}
     *
     * @param settings the settings
     * @param clock tells the time
     * @throws SettingsException if anything is wrong with the settings, with every problem in its message
     */
    public static GShare from(Settings settings, InstantSource clock) {
        return from(settings, clock, KeyListener.NONE);
    }

    /**
     * {@return what signs as the settings say, by another clock, and tells of keys that are replaced}
     *
     * @param settings the settings
     * @param clock tells the time
     * @param keyListener hears of each other key that a watched key file comes to hold, and of what is none
     * @throws SettingsException if anything is wrong with the settings, with every problem in its message
     */
    public static GShare from(Settings settings, InstantSource clock, KeyListener keyListener) {
        return new GShare(SettingsReader.read(settings, clock, keyListener));
    }

    /**
     * {@return what signs nothing, and needs no settings: what {@code gshare.enabled = false} makes, for an application's tests, say} Pages show
     * placeholders, links that pass by stay as they are, and whoever asks for a signed link is refused with {@link RefusalReason#DISABLED}.
     */
    public static GShare disabled() {
        return disabled("by GShare.disabled(); make it of settings, or by GShare.builder()");
    }

    /**
     * {@return the same, for whoever switches off of his own accord and knows the reason}
     *
     * @param why what a refusal says behind "gshare is switched off ": the reason and, behind a semicolon, what to do, such as
     *     {@code by the test; set gshare.url and a key}
     */
    public static GShare disabled(String why) {
        return new GShare(Configuration.disabled(Minting.DEFAULT, " " + why));
    }

    /** {@return an empty builder, which makes a façade of signers} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return whether anything is signed: {@code false} where gshare is switched off} */
    public boolean isEnabled() {
        return code.isEnabled();
    }

    /** {@return what it was built from: the settings, once they were checked} */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * {@return what a page signs with that a response carries, for this one's workspaces}
     *
     * @param response is told what goes into the page
     */
    public Page page(PageResponse response) {
        return new Page(configuration, code.workspaces(), tickets, listener, response, Surface.CODE);
    }

    /** {@return what a page signs with that no response carries, a mail, say: at once, for this one's workspaces} */
    public Page page() {
        return code;
    }

    /**
     * Signs a link, at once.
     *
     * @param link as for {@link Page#sign}
     * @return the absolute link with the contract's parameters before its fragment; no other byte is changed, but a signature
     *     that the link already carries is replaced
     * @throws LinkRefusedException if it is no workspace's link, shows no dashboard, or is of another org than the key's; any link, where gshare
     *     is switched off
     */
    public String sign(String link) {
        return code.sign(link);
    }

    /**
     * {@return the link of a dashboard of the default workspace, to be completed and signed}
     *
     * @param uid the dashboard's uid, as behind {@code /d/} in its address: 1 to 40 letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if it is no uid
     */
    public DashboardLink dashboard(String uid) {
        return code.dashboard(uid);
    }

    /**
     * {@return the link of a dashboard that the settings register by name, to be completed and signed}
     *
     * @param name the embed's name
     * @throws IllegalArgumentException if there is no embed of that name
     * @throws LinkRefusedException where gshare is switched off
     */
    public EmbedLink embed(String name) {
        return code.embedLink(name);
    }

    /**
     * {@return a façade whose only and default workspace this is; where gshare is switched off, this one, whatever the name}
     *
     * @param name the workspace's name in the settings
     * @throws IllegalArgumentException if there is no workspace of that name
     */
    public GShare workspace(String name) {
        return isEnabled()
                ? new GShare(configuration, code.workspace(name).workspaces(), listener, code.surface())
                : this;
    }

    /**
     * {@return a façade with the same workspaces for one visitor; this one where all visitors are the same} Links name him where each is a Grafana
     * user of his own: they are good for nobody else, and neither they nor this may be kept.
     *
     * @param visitor who is looking
     * @throws IllegalArgumentException if the visitor's login may not stand in a token
     */
    public GShare forVisitor(Claims visitor) {
        return needsVisitor()
                ? new GShare(
                        configuration.forVisitor(visitor),
                        code.workspaces().forVisitor(visitor),
                        listener,
                        code.surface())
                : this;
    }

    /** {@return whether links of a workspace name each visitor, so that only {@link #forVisitor} signs them} */
    public boolean needsVisitor() {
        return configuration.workspaces().needsVisitor();
    }

    /** {@return the JWK Set that verifies JWT links, as {@link Workspaces#jwks}; {@code null} where there are none} */
    public @Nullable String jwks() {
        return code.workspaces().jwks();
    }

    /**
     * {@return a façade with the same workspaces that tells of each link}
     *
     * @param listener hears of the links that this façade, and those made of it, are asked for
     */
    public GShare heardBy(SigningListener listener) {
        return new GShare(configuration, code.workspaces(), listener, code.surface());
    }

    /**
     * {@return a façade with the same workspaces that is asked for links by another surface than code: what the listener is told}
     *
     * @param surface who asks
     */
    public GShare by(Surface surface) {
        return new GShare(configuration, code.workspaces(), listener, surface);
    }

    /**
     * {@return what a ticket is good for that a page of this application carried}
     *
     * @param ticket the ticket, as it stood in the page's link
     * @param audience who brings it
     * @throws TicketRefusedException if it is none, was made for somebody else, or has expired; by the settings of now, if these are
     *     tighter than those that it was made under
     */
    public OpenedTicket open(String ticket, Audience audience) throws TicketRefusedException {
        Ticket opened = tickets.open(ticket, audience);
        return new OpenedTicket(tickets, opened, audience, signs(opened.workspace()));
    }

    /** What signs at once for a workspace. */
    Page signs(String workspace) {
        return code.workspace(workspace);
    }

    /**
     * {@return what a signed link says, verified as its workspace would: it is of one of the workspace's keys, and of this minute}
     *
     * @param link the link; one of no workspace's address counts as the default's
     * @throws LinkRefusedException if it is not accepted, with the reason
     */
    public VerifiedLink verify(String link) {
        return code.workspaces()
                .verifier(code.nearest(link), configuration.clock())
                .verify(link);
    }

    /**
     * {@return how long the sessions last that links open, of several workspaces the shortest: what {@code gshare.session} says, or the
     * workspace's own default, as where gshare is switched off}
     */
    public Duration session() {
        return code.workspaces().session();
    }

    /**
     * {@return base URLs by the workspaces' names, the default's first, for a Content-Security-Policy's {@code frame-src}, say; none where gshare
     * is switched off}
     */
    public Map<String, String> workspaces() {
        return code.workspaces().urls();
    }

    /** {@return how it stands with the keys that sign now, by the workspaces' names, the default's first: for a health endpoint, say} */
    public Map<String, KeyStatus> keys() {
        return code.workspaces().keys();
    }

    /**
     * Ends the watching of key files; signing goes on with the keys as they are. A façade that is no longer in use is closed by
     * itself in time, so this is for an application that ends.
     */
    public void close() {
        configuration.workspaces().close();
    }

    /** The workspaces, the version of their links, and the names and orgs of their keys. */
    @Override
    public String toString() {
        return "GShare" + code.workspaces().signers();
    }

    /** Builds a {@link GShare} from signers. Not thread-safe. */
    public static final class Builder {

        private final Map<String, LinkSigner> signers = new LinkedHashMap<>();
        private OnRefused onRefused = OnRefused.FAIL;
        private @Nullable Rewriting rewriting;
        private SignAt signAt = SignAt.RENDER;
        private Minting minting = Minting.DEFAULT;
        private final Map<String, Embed> embeds = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * {@return this, with a further workspace; the first is the default}
         *
         * @param name its name
         * @param signer what signs its links
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder workspace(String name, LinkSigner signer) {
            if (signers.putIfAbsent(name, signer) != null) {
                throw Redaction.wrong("workspace", name, "that name is taken; give each workspace its own");
            }
            return this;
        }

        /**
         * {@return this, with what a page shows in place of a refused link; without it, the page fails}
         *
         * @param onRefused what to show
         */
        public Builder onRefused(OnRefused onRefused) {
            this.onRefused = onRefused;
            return this;
        }

        /**
         * {@return this, with the pages that get the links signed that are typed into them; without it, none}
         *
         * @param rewriting which pages, or {@code null} for none
         */
        public Builder rewriting(@Nullable Rewriting rewriting) {
            this.rewriting = rewriting;
            return this;
        }

        /**
         * {@return this, with the time when the links of pages are signed; without it, at render}
         *
         * @param signAt when
         */
        public Builder signAt(SignAt signAt) {
            this.signAt = signAt;
            return this;
        }

        /**
         * {@return this, with how links are signed when their frames load; without it, as {@link Minting#DEFAULT}}
         *
         * @param minting how
         */
        public Builder minting(Minting minting) {
            this.minting = minting;
            return this;
        }

        /**
         * {@return this, with a dashboard that is registered by name}
         *
         * @param embed the embed
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder embed(Embed embed) {
            if (embeds.putIfAbsent(embed.name(), embed) != null) {
                throw Redaction.wrong("embed", embed.name(), "that name is taken; give each embed its own");
            }
            return this;
        }

        /**
         * {@return this, with the clock by which tickets expire; without it, the system's}
         *
         * @param clock tells the time
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * {@return the façade}
         *
         * @throws IllegalStateException if no workspace was added
         * @throws IllegalArgumentException if an embed is of none of the workspaces
         * @throws LinkRefusedException if an embed's link may not be signed
         */
        public GShare build() {
            if (signers.isEmpty()) {
                throw new IllegalStateException("no workspace was given; call workspace(name, signer) first");
            }
            GShare gshare = new GShare(new Configuration(
                    new Workspaces(signers),
                    onRefused,
                    signAt,
                    minting,
                    rewriting,
                    false,
                    embeds,
                    true,
                    clock,
                    "",
                    Texts.load()));
            embeds.keySet().forEach(gshare.code::checkEmbed);
            return gshare;
        }
    }
}
