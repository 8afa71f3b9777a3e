package io.gshare.servlet;

import io.gshare.EmbedLink;
import io.gshare.GShare;
import io.gshare.OpenedTicket;
import io.gshare.Surface;
import io.gshare.html.FrameScript;
import io.gshare.html.HtmlEscape;
import io.gshare.link.LinkRefusedException;
import io.gshare.link.LinkSigner;
import io.gshare.servlet.EmbedAuthorizer.Decision;
import io.gshare.servlet.MintListener.Event;
import io.gshare.servlet.MintListener.Outcome;
import io.gshare.settings.Embed;
import io.gshare.text.Texts;
import io.gshare.ticket.Audience;
import io.gshare.ticket.Minting;
import io.gshare.ticket.TicketRefusedException;
import io.gshare.token.Claims;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers frames, below {@code gshare.path}: with a redirect to a link signed that moment, for tickets that a page of this application
 * carried and for embeds. Shows the public keys of JWT links. It is no oracle: whatever else it is asked, and whatever it refuses, is not found, but a ticket that a reload of its page would
 * replace. Thread-safe.
 */
final class MintEndpoint {

    private static final String TICKET = "/ticket/";
    private static final String EMBED = "/embed/";
    private static final String KEYS = "/jwks.json";
    /** Asks whether the frame may be loaded, and for a further ticket, in place of a link. */
    private static final String RENEW = "renew";
    /** Tells a frame's script that it was refused here, and not by a container that has no such application for the moment. */
    private static final String REFUSED = "GShare-Refused";

    private static final String PAGE = "document";
    /** What a browser says that it fetches, where it says so (the standard Fetch Metadata): a frame, or a page of its own. */
    private static final Set<String> FRAMES = Set.of("iframe", "frame", "embed", "object", PAGE);
    /** Who a browser says that it fetches for. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "same-site", "none");

    private static final Pattern ORIGIN = Pattern.compile("(?i)(https?://[^/?#]+).*");
    private static final Pattern PAIR = Pattern.compile("[^&]++");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern GZIP =
            Pattern.compile("(?i)\\s*(?:x-)?gzip\\s*(?:;\\s*q\\s*=\\s*(?:1(?:\\.0*)?|0?\\.0*[1-9]\\d*)\\s*)?");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7f]+");

    private final GShare gshare;
    private final Minting minting;
    private final @Nullable EmbedAuthorizer authorizer;
    private final VisitorClaims visitors;
    private final MintListener listener;
    private final Warnings warnings;
    private final FrameScript script;

    MintEndpoint(
            GShare gshare,
            @Nullable EmbedAuthorizer authorizer,
            VisitorClaims visitors,
            MintListener listener,
            Warnings warnings) {
        this.gshare = gshare.by(Surface.MINT);
        this.minting = gshare.configuration().minting();
        this.authorizer = authorizer;
        this.visitors = visitors;
        this.listener = listener;
        this.warnings = warnings;
        this.script = new FrameScript(gshare.configuration().texts());
    }

    /** A frame's request, or its script's, which renews; and since when it is being answered, by {@link System#nanoTime}. */
    private record Asked(HttpServletRequest request, HttpServletResponse response, boolean renews, long since) {

        void sendNotFound() throws IOException {
            if (renews) {
                sendRefused(HttpServletResponse.SC_NOT_FOUND);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        }

        /** Without what a container's error page would replace. */
        void sendRefused(int status) {
            response.setHeader(REFUSED, "true");
            response.setStatus(status);
        }
    }

    /** Whether a path of the application is this endpoint's. */
    boolean answers(String path) {
        return path.startsWith(minting.path())
                && (path.length() == minting.path().length()
                        || path.charAt(minting.path().length()) == '/');
    }

    void answer(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        String asked = path.substring(minting.path().length());
        response.setHeader("X-Content-Type-Options", "nosniff");
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reads && asked.equals("/" + script.path())) {
            sendScript(request, response);
            return;
        }
        String keys = reads && asked.equals(KEYS) && gshare.configuration().publishesKeys() ? gshare.jwks() : null;
        if (keys != null) {
            sendKeys(response, keys);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        SigningResponse answer = new SigningResponse(request, response, gshare, null, warnings);
        answer.forbidStoring(); // whatever a filter before has said
        request.setAttribute(GShareFilter.PAGE, answer.page()); // an error page goes on with it
        boolean renews = reads && request.getParameterMap().containsKey(RENEW);
        Asked frame = new Asked(request, response, renews, System.nanoTime());
        if (reads && asked.startsWith(TICKET)) {
            ticket(frame, asked.substring(TICKET.length()));
        } else if (reads && asked.startsWith(EMBED)) {
            embed(frame, asked.substring(EMBED.length()));
        } else {
            frame.sendNotFound();
        }
    }

    /** Compressed where the client takes that, because few containers do it unasked. */
    private void sendScript(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean compressed = takesGzip(request);
        byte[] content = compressed ? script.compressed() : script.content();
        response.setContentType("text/javascript;charset=UTF-8");
        setCacheable(response, Duration.ofDays(365), ", immutable");
        response.addHeader("Vary", "Accept-Encoding");
        if (compressed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    /** For minutes, and a key is published for longer than that before it signs. */
    private static void sendKeys(HttpServletResponse response, String keys) throws IOException {
        byte[] json = keys.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        setCacheable(response, Duration.ofMinutes(5), "");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** Whatever a filter before has said: Spring Security's writes what keeps all responses out of caches, old ones' headers included. */
    private static void setCacheable(HttpServletResponse response, Duration age, String more) {
        response.setHeader("Cache-Control", "public, max-age=" + age.toSeconds() + more);
        if (response.containsHeader("Expires")) {
            response.setDateHeader("Expires", System.currentTimeMillis() + age.toMillis());
        }
        if (response.containsHeader("Pragma")) {
            response.setHeader("Pragma", ""); // containers before Servlet 6.1 remove none
        }
    }

    /** Whether {@code Accept-Encoding} names gzip, and not with a weight of 0 (RFC 9110, 12.5.3). */
    private static boolean takesGzip(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Accept-Encoding")).stream()
                .flatMap(COMMA::splitAsStream)
                .anyMatch(coding -> GZIP.matcher(coding).matches());
    }

    private void ticket(Asked frame, String ticket) throws IOException {
        HttpServletRequest request = frame.request;
        if (frame.renews ? !isOwnScript(request) : !isFrame(request)) {
            refuse(frame, null, Outcome.OTHER_SITE);
            return;
        }
        OpenedTicket opened;
        try {
            opened = open(request, ticket);
        } catch (TicketRefusedException e) {
            if (e.isExpired() || e.isBound()) {
                tell(frame, null, e.isExpired() ? Outcome.EXPIRED : Outcome.OTHER_SESSION);
                sendExpired(frame);
            } else {
                refuse(frame, null, Outcome.NO_TICKET);
            }
            return;
        }
        GShare signing = signing(request, opened.workspace());
        if (signing == null) {
            refuse(frame, null, Outcome.NO_VISITOR);
            return;
        }
        opened = opened.by(signing);
        if (!frame.renews) {
            redirect(frame, opened.link(), null);
        } else if (request.getParameterMap().size() > 1) {
            refuse(frame, null, Outcome.WRONG_PARAMETER);
        } else if (opened.isLive()) {
            renew(frame, opened);
        } else {
            sendStays(frame, null);
        }
    }

    private OpenedTicket open(HttpServletRequest request, String ticket) throws TicketRefusedException {
        OwnLinks links = new OwnLinks(request, minting);
        try {
            return gshare.open(ticket, Visitor.audience(request, links));
        } catch (TicketRefusedException e) {
            Audience before = e.isBound() ? Visitor.before(request, links) : null;
            if (before == null) {
                throw e;
            }
            return gshare.open(ticket, before);
        }
    }

    private void renew(Asked frame, OpenedTicket opened) throws IOException {
        String link;
        try {
            link = new OwnLinks(frame.request, minting).link(opened.renew());
        } catch (LinkRefusedException e) {
            refuse(frame, null, Outcome.LINK_REFUSED);
            return;
        }
        tell(frame, null, Outcome.RENEWED);
        frame.response.setContentType("text/plain;charset=UTF-8");
        frame.response.getWriter().print(link);
    }

    /** Says that the frame may be loaded, by the link that it has. */
    private void sendStays(Asked frame, @Nullable String embed) {
        tell(frame, embed, Outcome.RENEWED);
        frame.response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void embed(Asked frame, String name) throws IOException {
        HttpServletRequest request = frame.request;
        Embed embed = gshare.configuration().embeds().get(name);
        if (embed == null) {
            refuse(frame, null, Outcome.NO_EMBED);
        } else if (frame.renews ? !isOwnScript(request) : !isFrame(request)) {
            refuse(frame, name, Outcome.OTHER_SITE);
        } else if (!embed.roles().isEmpty() && embed.roles().stream().noneMatch(request::isUserInRole)) {
            refuse(frame, name, Outcome.NO_ROLE);
        } else {
            GShare signing = signing(request, embed.workspace());
            EmbedLink link = signing == null ? null : authorized(request, embed, signing);
            if (link == null) {
                refuse(frame, name, signing == null ? Outcome.NO_VISITOR : Outcome.DENIED);
            } else if (frame.renews) {
                sendStays(frame, name);
            } else {
                redirect(frame, link, name);
            }
        }
    }

    /** What signs for whoever loads a frame; {@code null} where the workspace's links name each visitor, and he is nobody. */
    private @Nullable GShare signing(HttpServletRequest request, String workspace) {
        LinkSigner signer = gshare.configuration().workspaces().signers().get(workspace);
        if (signer == null || !signer.needsVisitor()) {
            return gshare;
        }
        try {
            Claims visitor = visitors.claims(request);
            if (visitor != null) {
                return gshare.forVisitor(visitor);
            }
            warnings.say(Warnings.Warning.NOBODY);
        } catch (Throwable e) {
            warnings.ruleFailed(visitors, "nothing was signed for a visitor", e);
        }
        return null;
    }

    /** An embed's link, with what the application's own rule locks in it; {@code null} if that denies, fails, or locks what cannot be. */
    private @Nullable EmbedLink authorized(HttpServletRequest request, Embed embed, GShare signing) {
        EmbedLink link = signing.embed(embed.name());
        if (authorizer == null) {
            return link;
        }
        try {
            Decision decision = Objects.requireNonNull(authorizer.authorize(request, embed), "it decided null");
            if (!decision.isAllowed()) {
                return null;
            }
            decision.variables().forEach((variable, values) -> link.lock(variable, values.toArray(String[]::new)));
            return link;
        } catch (Throwable e) {
            warnings.ruleFailed(authorizer, "the embed was denied", e);
            return null;
        }
    }

    private void redirect(Asked frame, EmbedLink link, @Nullable String embed) throws IOException {
        HttpServletRequest request = frame.request;
        String signed;
        try {
            requireWhole(request);
            request.getParameterMap().forEach(link::set);
            signed = link.sign();
        } catch (LinkRefusedException e) {
            refuse(frame, embed, Outcome.LINK_REFUSED);
            return;
        } catch (IllegalArgumentException e) {
            refuse(frame, embed, Outcome.WRONG_PARAMETER);
            return;
        }
        tell(frame, embed, Outcome.MINTED); // first, because no link leaves unheard
        frame.response.setStatus(HttpServletResponse.SC_FOUND);
        frame.response.setHeader("Location", ascii(signed));
    }

    /** Refuses a query of which the container dropped a part, as Tomcat does with what it cannot decode. */
    private static void requireWhole(HttpServletRequest request) {
        String query = request.getQueryString();
        long pairs = query == null ? 0 : PAIR.matcher(query).results().count();
        int values = request.getParameterMap().values().stream()
                .mapToInt(each -> each.length)
                .sum();
        if (pairs != values) {
            throw new IllegalArgumentException("the query is not encoded as it should");
        }
    }

    /** A link as a header can carry it: what is beyond ASCII percent-encoded, as browsers would. */
    private static String ascii(String link) {
        return NOT_ASCII.matcher(link).replaceAll(match -> URLEncoder.encode(match.group(), StandardCharsets.UTF_8));
    }

    /** Whether a browser fetches this for a frame of the site, or of one that may show it; browsers that do not say are believed. */
    private boolean isFrame(HttpServletRequest request) {
        String fetched = request.getHeader("Sec-Fetch-Dest");
        String site = request.getHeader("Sec-Fetch-Site");
        return (fetched == null || FRAMES.contains(fetched))
                && (site == null
                        || OWN_SITE.contains(site)
                        || minting.origins().contains(referrer(request))
                        || (!PAGE.equals(fetched) && referrer(request).equals(ownOrigin(request))));
    }

    /**
     * The application's origin, as the visitor knows it if the container does. A frame of its page that was sent through another site and back, to
     * log in, counts as that site's, but has the page's {@code Referer}.
     */
    private static String ownOrigin(HttpServletRequest request) {
        return ORIGIN.matcher(request.getRequestURL()).replaceFirst("$1").toLowerCase(Locale.ROOT);
    }

    /** Whether the script of a frame on one of the application's own pages fetches this. */
    private static boolean isOwnScript(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || site.equals("same-origin");
    }

    private static String referrer(HttpServletRequest request) {
        String referrer = Objects.requireNonNullElse(request.getHeader("Referer"), "");
        return ORIGIN.matcher(referrer).replaceFirst("$1").toLowerCase(Locale.ROOT);
    }

    private void refuse(Asked frame, @Nullable String embed, Outcome outcome) throws IOException {
        tell(frame, embed, outcome);
        frame.sendNotFound();
    }

    private void tell(Asked frame, @Nullable String embed, Outcome outcome) {
        Duration took = Duration.ofNanos(System.nanoTime() - frame.since);
        listener.onMint(new Event(frame.request.getRemoteUser(), embed, outcome, took));
    }

    /** Tells the visitor in his own language to reload the page; a script knows to say that itself. */
    private void sendExpired(Asked frame) throws IOException {
        if (frame.renews) {
            frame.sendRefused(HttpServletResponse.SC_GONE);
            return;
        }
        HttpServletResponse response = frame.response;
        Texts texts = gshare.configuration().texts();
        Texts.Language found = texts.find(Visitor.languages(frame.request, warnings));
        Texts.Language language = found == null ? texts.english() : found;
        response.setStatus(HttpServletResponse.SC_GONE);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Content-Language", language.tag());
        response.setHeader("Vary", "Accept-Language");
        response.getOutputStream().write("""
                <!DOCTYPE html>
                <html lang="%s">
                <meta charset="UTF-8">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <p>%s</p>
                </html>
                """.formatted(
                        language.tag(),
                        HtmlEscape.escape(language.text("title")),
                        HtmlEscape.escape(language.text("frame.gone")))
                .getBytes(StandardCharsets.UTF_8));
    }
}
