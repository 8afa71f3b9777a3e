package io.gshare.test;

import io.gshare.key.ShareKey;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkVerifier;
import io.gshare.token.TokenKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Checks a link of a page. Every method fails with an {@link AssertionError} that says what the link is and what to do, and shows no
 * signature, key or ticket. Not thread-safe.
 */
public final class LinkAssert extends AbstractAssert<LinkAssert, Link> {

    private static final String SIGNATURE = "aliyun_api_key_sign";
    private static final String TIMESTAMP = "aliyun_api_key_timestamp";

    /** What {@code gshare.path} is where nobody sets it. */
    private static final String MINT_PATH = "/gshare";

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");

    private static final String SIGN_IT =
            "sign it with <gshare:iframe>, gshare:src or GShare.sign, on a page that GShareFilter serves";

    /** So that AssertJ's own methods take a text for a link. */
    private static final Comparator<Object> BY_TEXT = Comparator.comparing(LinkAssert::text);

    LinkAssert(@Nullable Link actual) {
        super(actual, LinkAssert.class);
        info.useRepresentation(new Hidden());
        LinkAssert unused = usingComparator(BY_TEXT, "their text");
    }

    private static String text(@Nullable Object link) {
        return link instanceof Link that ? that.text() : String.valueOf(link);
    }

    private LinkAssert require(boolean right, String problem) {
        if (!right) {
            failWithMessage("%s", "link was '" + actual + "' but " + problem);
        }
        return this;
    }

    /** {@return the link itself: to follow it} */
    public Link link() {
        isNotNull();
        return actual;
    }

    /** The link of a dashboard, not one that leads to it. */
    private Link dashboard() {
        require(
                !link().isMintLink(MINT_PATH),
                "is signed when its frame loads; follow it, and check where it redirects to");
        return link();
    }

    /** {@return this, if the link carries a signature, be it right or wrong} */
    public LinkAssert isSigned() {
        return require(
                dashboard().parameter(SIGNATURE) != null || link().parameter(Link.TOKEN) != null,
                "carries no signature; " + SIGN_IT);
    }

    /** {@return this, if the link carries no parameter of a signed link} */
    public LinkAssert isNotSigned() {
        return require(!link().isShared(), "is signed; leave it as it is written, or sign it when its frame loads");
    }

    /**
     * {@return this, if the link is signed by a key, whenever that was}
     *
     * @param key the key, such as {@link StandInWorkspace#key}
     */
    public LinkAssert isSignedBy(ShareKey key) {
        isSigned();
        Instant at = signedAt();
        try {
            LinkVerifier.builder()
                    .key(key)
                    .clock(() -> at == null ? Instant.EPOCH : at)
                    .build()
                    .verify(link().text());
            return this;
        } catch (LinkRefusedException e) {
            return require(false, "would be refused (" + e.reason() + "): " + e.getMessage());
        }
    }

    /**
     * The link lets in a user of a Grafana of one's own, whoever has signed it.
     *
     * @param login the user's login there, such as {@code portal}, or {@code portal:anna} where each visitor is one
     * @return this
     */
    public LinkAssert opensAs(String login) {
        Object actualLogin = claim("sub");
        return require(
                login.equals(actualLogin),
                "opens as " + given(actualLogin) + ", not as '" + login
                        + "'; see gshare.subject and gshare.subject-prefix, and who is looking");
    }

    /**
     * The link says what its user may do in a Grafana of one's own.
     *
     * @param role {@code Viewer}, {@code Editor} or {@code Admin}
     * @return this
     */
    public LinkAssert hasRole(String role) {
        Object actualRole = claim("role");
        return require(
                role.equals(actualRole),
                "has the role " + given(actualRole) + ", not '" + role
                        + "'; see gshare.role, and what the application says of its visitors");
    }

    private static String given(@Nullable Object claim) {
        return claim == null ? "nobody's" : "'" + claim + "'";
    }

    /** What the link's token says, whoever has signed it. */
    private @Nullable Object claim(String name) {
        String token = dashboard().parameter(Link.TOKEN);
        require(token != null, "names no user; sign it as a JWT link, by gshare.link-version = jwt");
        try {
            return TokenKeys.find()
                    .parse(Objects.requireNonNull(token))
                    .claims()
                    .get(name);
        } catch (IllegalArgumentException e) {
            require(false, "carries a token that cannot be read: " + e.getMessage());
            return null;
        }
    }

    /** Until when the link's token is good; {@code null} if it is not a JWT link, or does not say. */
    private @Nullable Instant end() {
        return dashboard().parameter(Link.TOKEN) != null && claim("exp") instanceof Number seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : null;
    }

    private @Nullable Instant signedAt() {
        String timestamp = Objects.requireNonNullElse(link().parameter(TIMESTAMP), "");
        return SECONDS.matcher(timestamp).matches() ? Instant.ofEpochSecond(Long.parseLong(timestamp)) : null;
    }

    /**
     * {@return this, if the link was signed within 60 s of a time, so long a workspace takes it; or its token, if it is a JWT link, is good then}
     *
     * @param time when a browser follows the link
     */
    public LinkAssert isFreshAt(Instant time) {
        isSigned();
        Instant end = end();
        if (end != null) {
            return require(
                    !time.isAfter(end.plus(LinkVerifier.TOLERANCE)),
                    "is good until " + end + " and is followed at " + time
                            + "; load its frame anew, and see gshare.session");
        }
        Instant at = signedAt();
        if (at == null) {
            return require(false, "says no time at which it was signed; " + SIGN_IT);
        }
        Duration age = Duration.ofSeconds(time.getEpochSecond() - at.getEpochSecond());
        return require(
                age.abs().compareTo(LinkVerifier.TOLERANCE) <= 0,
                "was signed at " + at + " and is followed at " + time
                        + ", more than 60 s apart; sign it when the page is rendered or its frame loads, by a clock that is right");
    }

    /**
     * {@return this, if a workspace would open the link now, by its own clock and settings: it leads there, is signed by its key, is fresh, and names
     * a dashboard that there is}
     *
     * @param workspace the workspace
     */
    public LinkAssert isAcceptedBy(StandInWorkspace workspace) {
        String refusal = workspace.refusal(dashboard());
        return require(refusal == null, "the workspace at " + workspace.url() + " " + refusal);
    }

    /**
     * {@return this, if the link is the application's own, below {@code /gshare}: its mint endpoint will answer it with a link signed that moment}
     */
    public LinkAssert isMintLink() {
        return isMintLink(MINT_PATH);
    }

    /**
     * {@return this, as {@link #isMintLink()} does, for an application that sets {@code gshare.path}}
     *
     * @param path what it sets, such as {@code /frames}
     */
    public LinkAssert isMintLink(String path) {
        return require(
                link().isMintLink(path),
                "is none of the mint endpoint's at " + path
                        + "; set gshare.sign-at = load, give the tag sign=\"load\", or name an embed");
    }

    /**
     * {@return this, if the link opens a dashboard}
     *
     * @param uid its uid
     */
    public LinkAssert opensDashboard(String uid) {
        String opened = dashboard().uid();
        return require(
                uid.equals(opened),
                "opens " + (opened == null ? "no dashboard" : "dashboard '" + opened + "'") + ", not '" + uid
                        + "'; see what the page gives to dashboard or link");
    }

    /**
     * {@return this, if the link shows one panel}
     *
     * @param panel its id, with or without {@code panel-} before it
     */
    public LinkAssert showsPanel(String panel) {
        String shown = dashboard().panel();
        return require(
                panel.replaceFirst("^panel-", "").equals(shown),
                "shows " + (shown == null ? "the whole dashboard" : "panel " + shown) + ", not panel " + panel
                        + "; see what the page gives to panel");
    }

    /**
     * {@return this, if the link sets a variable}
     *
     * @param name its name, without {@code var-}
     * @param values all its values, in the link's order; none for a variable that the link leaves alone
     */
    public LinkAssert hasVariable(String name, String... values) {
        List<String> actualValues = dashboard().variables().getOrDefault(name, List.of());
        return require(
                actualValues.equals(List.of(values)),
                "sets variable '" + name + "' to " + actualValues + ", not " + List.of(values)
                        + "; see what the page gives to gshare:variable");
    }

    /**
     * {@return this, if the link sets the time range}
     *
     * @param from where it begins, as in the link: {@code now-6h}
     * @param to where it ends, as in the link: {@code now}
     */
    public LinkAssert hasTimeRange(String from, String to) {
        Link link = dashboard();
        return require(
                from.equals(link.from()) && to.equals(link.to()),
                "shows " + given(link.from()) + " to " + given(link.to()) + ", not '" + from + "' to '" + to
                        + "'; see what the page gives to from and to");
    }

    private static String given(@Nullable String time) {
        return time == null ? "the dashboard's own" : "'" + time + "'";
    }

    /** {@return this, if the link carries nothing that opens more than itself: no token, no API key, no derived key, no password} */
    public LinkAssert carriesNoSecret() {
        String secret = Secret.in(link().text());
        return require(
                secret == null,
                "carries " + secret
                        + "; sign it with version v2, and make a new key, because whoever has seen this one has it");
    }

    /**
     * {@return this, if the link is a text, to the byte: for a test with a key and a clock of its own} Like {@code isNotEqualTo}, {@code isIn} and
     * {@code isNotIn}, it takes the text itself or a {@link Link}.
     *
     * @param expected the link
     */
    @Override
    public LinkAssert isEqualTo(@Nullable Object expected) {
        String text = text(expected);
        String shown = Secret.hide(text);
        return require(
                expected != null && link().text().equals(text),
                "must be '" + shown + "'"
                        + (shown.equals(link().toString()) ? ", from which it differs in what is not shown" : "")
                        + "; see by which key and clock each is signed");
    }
}
