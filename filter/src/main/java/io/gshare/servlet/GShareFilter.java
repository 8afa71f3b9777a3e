package io.gshare.servlet;

import io.gshare.GShare;
import io.gshare.Page;
import io.gshare.SigningListener;
import io.gshare.html.LinkRewriting;
import io.gshare.key.KeyListener;
import io.gshare.settings.Rewriting;
import io.gshare.settings.Settings;
import io.gshare.settings.SettingsException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes {@link GShare} to the pages of a web application, and signs the links that they encode.
 *
 * <p>The jar's web-fragment registers it for all requests under the name {@code gshare}; an application that declares a filter of
 * that name decides its mapping and init-params itself. Settings come from every place that {@link Settings} knows, init-params
 * of the web application ({@code gshare.*} alone) and of the filter included. Wrong settings stop the deployment.
 *
 * <p>This happens to a request:
 * <ul>
 *   <li>{@link #PAGE} holds a {@link Page} for tags and dialects; the servlet context holds the {@link GShare} under {@link #ATTRIBUTE},
 *       for code that serves no page. A context that already holds one before the filter starts keeps it: that is how an
 *       application brings its own.
 *   <li>{@code encodeURL} signs the links that a browser would send to a workspace: absolute ones, as Thymeleaf's
 *       {@code @{https://…}} passes them, and ones that begin with {@code /}, as {@code <c:url>} passes them, where the workspace
 *       lies below a path of the page's own origin. Every other link goes on to the container, but a frame's, which must not get the
 *       session's id. {@code encodeRedirectURL} signs nothing: redirects follow what visitors ask
 *       for too easily.
 *   <li>With {@code gshare.rewrite=true}, links that are typed into pages are signed while these pass; see {@link
 *       io.gshare.html.LinkRewriter}.
 *   <li>Below {@code gshare.path} it answers frames itself: what was put into pages to be signed at load, and embeds. There it also shows the
 *       public keys of JWT links.
 *   <li>A response that carries a signed link is made {@code Cache-Control: private, no-store}, unless the application forbids
 *       storing it already; one with a ticket that is good in its visitor's session alone, {@code private}. One that is committed cannot
 *       be, which is logged once.
 * </ul>
 *
 * <p>Thread-safe, as the container requires. What is not HTTP is refused.
 */
public final class GShareFilter implements Filter {

    /** The name of the servlet context's attribute that holds the {@link GShare}. */
    public static final String ATTRIBUTE = "io.gshare.GShare";

    /** The name of the request's attribute that holds the {@link Page}. */
    public static final String PAGE = "io.gshare.Page";

    /**
     * The name of the servlet context's attribute that holds an application's {@link KeyListener}, set before the filter starts; without one,
     * {@link ServiceLoader} finds it.
     */
    public static final String KEY_LISTENER = "io.gshare.key.KeyListener";

    /**
     * The name of the servlet context's attribute that holds an application's {@link SigningListener}, set before the filter starts; without
     * one, {@link ServiceLoader} finds it.
     */
    public static final String SIGNING_LISTENER = "io.gshare.SigningListener";

    private static final Logger AUDIT = System.getLogger("io.gshare.mint");

    private static final String MISSING =
            "this request did not go through the filter gshare; put gshare-filter (gshare-filter-javax on Tomcat 9) into"
                    + " WEB-INF/lib, and where web.xml is metadata-complete, orders the jars' fragments or maps the filter itself,"
                    + " map io.gshare.servlet.GShareFilter to this page too";

    private final Warnings warnings = new Warnings();
    private final LinklessPages linkless = new LinklessPages();
    private @Nullable GShare gshare;
    /** What all rewritten pages have in common. */
    private @Nullable LinkRewriting rules;

    private @Nullable FramePolicies policies;
    private @Nullable MintEndpoint endpoint;
    private @Nullable ServletContext publishedTo;

    /** A filter that {@link #init} configures. */
    public GShareFilter() {}

    /**
     * Reads the settings and publishes the {@link GShare}.
     *
     * @param config where init-params stand
     * @throws ServletException if a setting is wrong, with every problem in its message, or if the class path has this filter for
     *     another servlet API too
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        Namespace.requireOne(GShareFilter.class.getClassLoader());
        ServletContext context = config.getServletContext();
        if (context.getAttribute(ATTRIBUTE) instanceof GShare own) {
            if (config.getInitParameterNames().hasMoreElements()) {
                throw new ServletException(
                        "the filter " + config.getFilterName() + " has init-params, but the servlet context"
                                + " holds a GShare already, so they would not be read; remove them, or whatever put it there (a filter of"
                                + " the jar's web-fragment is named gshare)");
            }
            use(heard(own, context), context);
            return;
        }
        KeyListener keys = own(KeyListener.class, KEY_LISTENER, context);
        GShare made;
        try {
            made = GShare.from(
                    Settings.load(initParams(config)), InstantSource.system(), keys == null ? KeyListener.NONE : keys);
        } catch (SettingsException e) {
            throw new ServletException(
                    e.getMessage()); // without its cause, which has the same text: containers log both
        }
        try {
            GShare heard = heard(made, context);
            use(heard, context);
            context.setAttribute(ATTRIBUTE, heard);
        } catch (ServletException e) {
            made.close();
            throw e;
        }
        publishedTo = context;
        if (made.isEnabled()) {
            System.getLogger("io.gshare").log(Logger.Level.INFO, "{0} signs links", made);
        }
    }

    /** What signs, telling the application's own listener. */
    private static GShare heard(GShare gshare, ServletContext context) throws ServletException {
        SigningListener listener = own(SigningListener.class, SIGNING_LISTENER, context);
        return listener == null ? gshare : gshare.heardBy(listener);
    }

    private void use(GShare gshare, ServletContext context) throws ServletException {
        Rewriting rewriting = gshare.configuration().rewriting();
        this.gshare = gshare;
        this.rules = rewriting == null ? null : new LinkRewriting(gshare, rewriting);
        this.policies = gshare.configuration().extendsPolicies() ? new FramePolicies(gshare) : null;
        if (rewriting != null && gshare.needsVisitor()) {
            warnings.say(Warnings.Warning.NO_TICKET_IN_MARKUP);
        }
        MintListener listener = own(MintListener.class, MintListener.ATTRIBUTE, context);
        VisitorClaims visitors = own(VisitorClaims.class, VisitorClaims.ATTRIBUTE, context);
        this.endpoint = new MintEndpoint(
                gshare,
                own(EmbedAuthorizer.class, EmbedAuthorizer.ATTRIBUTE, context),
                visitors == null ? new PrincipalClaims() : visitors,
                listener == null ? event -> AUDIT.log(Logger.Level.DEBUG, event) : listener,
                warnings);
    }

    /** What the application brings along: in an attribute, or as a service. */
    private static <T> @Nullable T own(Class<T> type, String attribute, ServletContext context)
            throws ServletException {
        Object given = context.getAttribute(attribute);
        if (given != null) {
            if (!type.isInstance(given)) {
                throw new ServletException("the servlet context's attribute " + attribute + " was a "
                        + given.getClass().getName() + " but must be a " + type.getName()
                        + "; put one there, or remove it");
            }
            return type.cast(given);
        }
        List<T> found = ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (found.size() > 1) {
            throw new ServletException("there are " + found.size() + " services " + type.getName() + " ("
                    + found.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(", "))
                    + ") but may be one; put the one that counts into the servlet context's attribute " + attribute);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private static Map<String, String> initParams(FilterConfig config) {
        ServletContext context = config.getServletContext();
        Map<String, String> params = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            if (name.startsWith("gshare.")) {
                params.put(name, context.getInitParameter(name));
            }
        }
        for (String name : Collections.list(config.getInitParameterNames())) {
            params.put(name, config.getInitParameter(name));
        }
        return params;
    }

    /**
     * Serves a request with links signed.
     *
     * @throws ServletException if request or response is not HTTP
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        GShare signing = gshare;
        MintEndpoint mint = endpoint;
        if (signing == null
                || mint == null
                || !(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            throw new ServletException("GShareFilter serves HTTP alone, once it is initialized");
        }
        Rewriting rewriting = signing.configuration().rewriting();
        String path = path(httpRequest);
        if (httpRequest.getDispatcherType() == DispatcherType.REQUEST && mint.answers(path)) {
            mint.answer(httpRequest, httpResponse, path);
            return;
        }
        warnings.see(response);
        Visitor.note(httpRequest);
        if (rewriting == null || isRewritten(response) || !rewriting.covers(path)) {
            SigningResponse page = new SigningResponse(httpRequest, httpResponse, signing, policies, warnings);
            serve(new SigningRequest(httpRequest, page), page, chain);
            return;
        }
        RewritingResponse page = new RewritingResponse(
                httpRequest, httpResponse, signing, policies, warnings, Objects.requireNonNull(rules), linkless);
        serve(new RewritingRequest(httpRequest, page, path, linkless), page, chain);
    }

    /** Whether a run of this filter that serves the same request, before an asynchronous dispatch, rewrites the response already. */
    private static boolean isRewritten(ServletResponse response) {
        ServletResponse each = response;
        while (each instanceof ServletResponseWrapper wrapper && !(each instanceof RewritingResponse)) {
            each = wrapper.getResponse();
        }
        return each instanceof RewritingResponse;
    }

    private static String path(HttpServletRequest request) {
        String pathInfo = request.getPathInfo();
        return pathInfo == null ? request.getServletPath() : request.getServletPath() + pathInfo;
    }

    /** Lets pages and functions find what signs for a response. */
    private static void serve(HttpServletRequest request, SigningResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(PAGE, response.page());
        boolean hasFailed = request.isAsyncStarted(); // before: this is its error page
        try {
            Current.during(response.page(), () -> chain.doFilter(request, response));
        } catch (Throwable e) {
            response.failing(e);
            throw e;
        }
        if (!request.isAsyncStarted() || hasFailed) {
            response.ending(true);
        }
    }

    /**
     * {@return the page of the request that this thread serves, which its response signs with: for static functions} Where there is a request at
     * hand, ask {@link #page}.
     *
     * @throws IllegalStateException if this thread serves no request that went through the filter
     */
    public static Page current() {
        Page found = Current.get();
        if (found == null) {
            throw new IllegalStateException(
                    MISSING + ", before filters that render pages, such as SiteMesh's; on a thread of the"
                            + " application's own, render it by the request's own getRequestDispatcher");
        }
        return found;
    }

    /**
     * {@return the page of a request: what its response signs with}
     *
     * @param request a request that went through the filter
     * @throws IllegalStateException if it did not, with what to do
     */
    public static Page page(ServletRequest request) {
        if (request.getAttribute(PAGE) instanceof Page found) {
            return found;
        }
        throw new IllegalStateException(MISSING);
    }

    /** Takes back what {@link #init} published, and ends the watching of key files. */
    @Override
    public void destroy() {
        if (publishedTo != null && gshare != null) {
            publishedTo.removeAttribute(ATTRIBUTE);
            gshare.close();
        }
    }
}
