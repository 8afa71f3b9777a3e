package io.gshare.link;

import io.gshare.key.ApiKey;
import io.gshare.key.Credential;
import io.gshare.key.KeySource;
import io.gshare.key.KeyStatus;
import io.gshare.key.SealingKeys;
import io.gshare.key.ShareKey;
import io.gshare.link.RecognizedLinks.RecognizedLink;
import io.gshare.text.Redaction;
import io.gshare.token.Claims;
import io.gshare.token.TokenKey;
import io.gshare.token.TokenRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Signs the links of one workspace: one subclass per link version.
 *
 * <p>Signing is a pure function of link, key and time. It appends the contract's parameters before the fragment, removes those
 * that the link already carries, and changes no other byte; so signing twice equals signing once. Thread-safe.
 *
 * <p>What is appended depends on key and time alone, so it is made once a second and shared; and a link that was recognized lately
 * is not looked at again.
 */
public abstract sealed class LinkSigner permits LinkSigner.V1, V2Signer, JwtSigner {

    private final Workspace workspace;
    private final RecognizedLinks recognized;
    private final SealingKeys sealingKeys;

    /**
     * @param of what signs the same links for another; {@code null} for none
     */
    LinkSigner(Workspace workspace, SealingKeys sealingKeys, @Nullable LinkSigner of) {
        this.workspace = workspace;
        this.recognized = of == null ? new RecognizedLinks() : of.recognized;
        this.sealingKeys = sealingKeys;
    }

    /** What seals the links of this workspace that are signed at load. */
    final SealingKeys sealingKeys() {
        return sealingKeys;
    }

    /**
     * {@return what signs v1 links, which carry the raw key} Whoever sees such a link holds the key until it is deleted: use v2 wherever the
     * workspace's {@code api_key_share_version} allows it.
     *
     * @param workspace whose links are signed
     * @param credential the key that links will carry
     * @param orgId the id of the key's org, from 1; for an API key, the org it carries
     * @throws IllegalArgumentException if the org contradicts the one that the credential carries
     */
    public static LinkSigner v1(Workspace workspace, Credential credential, long orgId) {
        if (credential instanceof ApiKey key) {
            List<String> contradictions = key.contradictions(key.name(), orgId);
            if (!contradictions.isEmpty()) {
                throw new IllegalArgumentException(contradictions.get(0));
            }
        }
        return new V1(workspace, credential, orgId);
    }

    /**
     * {@return what signs v2 links: a timestamp and an MD5 over it and the derived key, good for one minute}
     *
     * @param workspace whose links are signed
     * @param keys where the current share key comes from
     * @param session how long the session that a link opens lasts, in whole seconds from 1 s to 365 d; {@code null} leaves it
     *     to the workspace, whose default is 3600 s
     * @param clock tells the time, which must agree with the workspace's within 60 s
     * @throws IllegalArgumentException if the session is not as said
     */
    public static LinkSigner v2(
            Workspace workspace, KeySource<ShareKey> keys, @Nullable Duration session, InstantSource clock) {
        if (session != null) {
            requireSession(session, session.toString());
        }
        return new V2Signer(workspace, keys, session, clock);
    }

    /**
     * Signs JWT links, which a Grafana of one's own takes: {@code auth_token}, a token that says who is looking. Where all visitors are one user
     * of Grafana's, a token is shared for a 360th of its life, from 1 to 30 s, so that signing costs once what a page needs many times. Where each
     * is a user of his own, {@link #forVisitor} signs.
     *
     * @param workspace whose links are signed
     * @param keys where the current private key comes from
     * @param rules what the tokens say
     * @param clock tells the time, which must agree with Grafana's within 60 s
     * @return the signer
     */
    public static LinkSigner jwt(Workspace workspace, KeySource<TokenKey> keys, TokenRules rules, InstantSource clock) {
        return new JwtSigner(workspace, keys, rules, clock);
    }

    /**
     * Checks how long a session is to last.
     *
     * @param session the duration
     * @param spelled how it was written, for the message
     * @return the duration
     * @throws IllegalArgumentException if it is not whole seconds, from 1 s to 365 d
     */
    public static Duration requireSession(Duration session, String spelled) {
        boolean ok = session.compareTo(Duration.ofSeconds(1)) >= 0
                && session.compareTo(Duration.ofDays(365)) <= 0
                && session.equals(Duration.ofSeconds(session.toSeconds()));
        Redaction.require(ok, "session", spelled, "must be whole seconds, from 1s to 365d");
        return session;
    }

    /** {@return the workspace whose links this signs} */
    public final Workspace workspace() {
        return workspace;
    }

    /** {@return the id of the key's org, from 1, which links must be of; {@code null} for JWT links, whose users may be in several} */
    public abstract @Nullable Long orgId();

    /** {@return whether this signs nothing before {@link #forVisitor} has said who is looking: each visitor is a Grafana user of his own} */
    public boolean needsVisitor() {
        return false;
    }

    /**
     * What signs the same workspace's links for one visitor, at once: nothing of it may be kept, or be shown to another.
     *
     * @param visitor who is looking
     * @return another signer where each visitor is a Grafana user of his own; this one where all are the same
     * @throws IllegalArgumentException if the visitor's login may not stand in a token
     */
    public LinkSigner forVisitor(Claims visitor) {
        return this;
    }

    /**
     * {@return the public keys that verify the links of this workspace, as JWKs in JSON, the current one first; none but for JWT links} Those that
     * were replaced are among them while tokens of theirs live.
     */
    public List<String> publicKeys() {
        return List.of();
    }

    /** How links of this workspace spell the org that they must be of; empty where they may be of any. */
    abstract String org();

    /**
     * {@return a link without what this would append; the same instance where it carries nothing of it}
     *
     * @param link any link
     */
    public String unsigned(String link) {
        return Query.withoutContract(link);
    }

    /** Whether a link carries already what this would append. */
    boolean isSigned(CharSequence link) {
        return Query.carriesContract(link);
    }

    /** {@return whether links open a session that a cookie keeps, and that another link renews; not so JWT links, which are all that there is} */
    public boolean opensSession() {
        return true;
    }

    /** How long the session lasts that a link opens. */
    abstract Duration session();

    /** {@code v1}, {@code v2} or {@code jwt}. */
    abstract String version();

    /** Whose links these are, and the name and the org of the key; nothing of any secret. */
    @Override
    public final String toString() {
        KeyStatus key = status();
        String name = key.name() == null ? "a key" : "key " + Redaction.quote(key.name());
        return workspace.url() + " (" + version() + ", " + name + (orgId() == null ? "" : " of org " + key.orgId())
                + ")";
    }

    /** Lets a verifier accept what this signs. */
    abstract void addTo(LinkVerifier.Builder verifier);

    /** How it stands with the key. */
    abstract KeyStatus status();

    /** Ends whatever looks for another key. */
    abstract void close();

    /** What makes a link signed now. */
    abstract Suffixes suffixes();

    /**
     * What one key signs with at one time: the parameters, alone and behind each separator that a link may need.
     *
     * @param org the id of the key's org, as links spell it
     */
    record Suffixes(String org, String parameters, LinkSuffix first, LinkSuffix further, LinkSuffix bare) {

        static Suffixes of(String org, String parameters) {
            return new Suffixes(
                    org,
                    parameters,
                    new LinkSuffix(Separator.QUESTION_MARK.text + parameters),
                    new LinkSuffix(Separator.AMPERSAND.text + parameters),
                    new LinkSuffix(parameters));
        }

        LinkSuffix behind(Separator separator) {
            return separator == Separator.AMPERSAND ? further : separator == Separator.NONE ? bare : first;
        }

        String sign(RecognizedLink link) {
            return link.fragment().isEmpty()
                    ? link.head().concat(parameters)
                    : link.head() + parameters + link.fragment();
        }

        /** Nothing of it: it signs. */
        @Override
        public String toString() {
            return "Suffixes";
        }
    }

    /**
     * {@return a link with the contract's parameters, absolute}
     *
     * @param link absolute, or relative to the workspace and beginning with {@code /}; raw, not escaped for HTML
     * @throws LinkRefusedException if a browser might not send the link to the workspace, it shows no dashboard there, or its {@code orgId} is
     *     not the key's
     */
    public final String sign(String link) {
        Suffixes now = suffixes();
        return now.sign(require(link, now.org));
    }

    /**
     * Finds out whether a link may be signed, without signing it.
     *
     * @param link as for {@link #sign}
     * @return the link as it was given, but for a signature that it carried
     * @throws LinkRefusedException as there
     */
    public final String check(String link) {
        require(link, org());
        return unsigned(link);
    }

    /**
     * Refuses a link whose range of times ends before it begins; whether it may be signed is not asked.
     *
     * @param link any link
     * @throws IllegalArgumentException if it does, whenever it is looked at
     */
    public final void requireRange(String link) {
        RecognizedLink known = recognized.find(link, null);
        if (known != null && known.isInOrder()) {
            return;
        }
        TimeRange.requireOf(link);
        if (known != null) {
            recognized.keep(known.inOrder());
        }
    }

    private RecognizedLink require(String link, String org) {
        RecognizedLink known = recognized.find(link, org);
        if (known == null) {
            workspace.requireDashboard(link);
            known = recognize(link, org);
        }
        if (known == null) {
            throw otherOrg(link, org);
        }
        return known;
    }

    private static LinkRefusedException otherOrg(String link, String own) {
        Query.Parameter other = Objects.requireNonNull(Query.orgOtherThan(link, own));
        return new LinkRefusedException(
                RefusalReason.OTHER_ORG,
                "link was " + Redaction.quote(link) + " but its orgId is " + Redaction.quote(other.value())
                        + " and the key belongs to org " + own
                        + "; give a link of the key's org, or configure a key of the link's org");
    }

    /**
     * {@return an absolute link, signed if it is the workspace's, and of the key's org; {@code null} where it is not to be signed} For whoever sees
     * every link of a page.
     *
     * @param link any text
     */
    public final @Nullable String signOwn(String link) {
        if (link.startsWith("/") || !workspace.mayOwn(link)) {
            return null;
        }
        Suffixes now = suffixes();
        RecognizedLink known = own(link, now.org);
        return known == null ? null : now.sign(known);
    }

    /**
     * Finds out whether {@link #signOwn} would sign a link, without signing it.
     *
     * @param link any text
     * @return the link as it was given, but for a signature that it carried; {@code null} where the link is not to be signed
     */
    public final @Nullable String checkOwn(String link) {
        boolean own = !link.startsWith("/") && workspace.mayOwn(link) && own(link, org()) != null;
        return own ? unsigned(link) : null;
    }

    private @Nullable RecognizedLink own(String link, String org) {
        RecognizedLink known = recognized.find(link, org);
        return known == null && workspace.owns(link) && workspace.showsDashboard(link) ? recognize(link, org) : known;
    }

    /**
     * {@return what signs an absolute link if it is the workspace's, of the key's org and not signed yet; {@code null} where it is not to be signed,
     * or not before it is known for whom} For whoever writes the link itself.
     *
     * @param link any text, up to where its fragment begins
     */
    public final @Nullable LinkSuffix suffixOwn(CharSequence link) {
        if (needsVisitor() || !workspace.owns(link) || !workspace.showsDashboard(link)) {
            return null;
        }
        Suffixes now = suffixes();
        return isOfOrg(link, now.org) && !isSigned(link) ? now.behind(Query.separator(link)) : null;
    }

    private static boolean isOfOrg(CharSequence link, String org) {
        return org.isEmpty() || Query.orgOtherThan(link, org) == null;
    }

    /** Cuts a link that is known to be the workspace's; {@code null} if it is of another org. */
    @SuppressWarnings("ReferenceEquality") // a link without a signature comes back itself
    private @Nullable RecognizedLink recognize(String link, String org) {
        if (!isOfOrg(link, org)) {
            return null;
        }
        String bare = unsigned(link);
        String absolute = workspace.absolute(bare);
        int end = Query.end(absolute);
        RecognizedLink cut = new RecognizedLink(
                link, org, absolute.substring(0, end) + Query.separator(absolute).text, absolute.substring(end), false);
        if (bare == link) {
            recognized.keep(cut); // a signature is not to be held, and no signed link comes twice
        }
        return cut;
    }

    static final class V1 extends LinkSigner {

        private final Credential credential;
        private final long orgId;
        private final Suffixes suffixes;

        V1(Workspace workspace, Credential credential, long orgId) {
            super(workspace, SealingKeys.of(credential), null);
            this.credential = credential;
            this.orgId = orgId;
            // Verbatim, as the vendor's page has it, but for the character of base64 that a query turns into a space.
            this.suffixes = Suffixes.of(
                    Long.toString(orgId),
                    "aliyun_api_key=" + credential.reveal().replace("+", "%2B"));
        }

        @Override
        public Long orgId() {
            return orgId;
        }

        @Override
        String org() {
            return suffixes.org;
        }

        @Override
        Duration session() {
            return LinkVerifier.DEFAULT_SESSION;
        }

        @Override
        void addTo(LinkVerifier.Builder verifier) {
            String name = credential.name();
            verifier.version(LinkVerifier.Version.V1).key(credential.shareKey(name == null ? "unnamed" : name, orgId));
        }

        @Override
        String version() {
            return "v1";
        }

        @Override
        KeyStatus status() {
            return new KeyStatus(credential.name(), orgId, null, false, null);
        }

        @Override
        void close() {}

        @Override
        Suffixes suffixes() {
            return suffixes;
        }
    }
}
