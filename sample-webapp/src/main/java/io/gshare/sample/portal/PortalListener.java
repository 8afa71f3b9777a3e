package io.gshare.sample.portal;

import io.gshare.GShare;
import io.gshare.key.KeySource;
import io.gshare.key.ShareKey;
import io.gshare.link.LinkSigner;
import io.gshare.link.Workspace;
import io.gshare.servlet.GShareFilter;
import io.gshare.settings.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Gives the pages what they mention: the dashboard to show, the workspace's address, the navigation, and what each example is. */
@WebListener
public final class PortalListener implements ServletContextListener, ServletRequestListener {

    /** The dashboard of the stand-in workspace; a workspace of one's own has another. */
    private static final String DASHBOARD = Objects.requireNonNullElse(System.getenv("PORTAL_DASHBOARD"), "jvm");

    /** Another clock than the machine's, where somebody has put one there: a test that lets hours pass. */
    private static final String CLOCK = "io.gshare.sample.clock";

    /** A supplier of the derived key, where somebody has put one there: a test that replaces it. */
    private static final String KEY = "io.gshare.sample.key";

    /** The workspace where each visitor is a user of Grafana's, if the settings have it. */
    private static final String VISITORS = "visitors";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.setAttribute("examples", new Examples(context));
        context.setAttribute("dashboard", DASHBOARD);
        FilterRegistration.Dynamic login = context.addFilter("login", new DemoLogin());
        login.setAsyncSupported(true);
        login.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        if (context.getAttribute(CLOCK) instanceof InstantSource clock) {
            Map<String, String> settings = new HashMap<>();
            for (String name : Collections.list(context.getInitParameterNames())) {
                if (name.startsWith("gshare.")) {
                    settings.put(name, context.getInitParameter(name));
                }
            }
            context.setAttribute(
                    GShareFilter.ATTRIBUTE,
                    context.getAttribute(KEY) instanceof Supplier<?> key
                            ? bySuppliedKey(settings, key, clock)
                            : GShare.from(Settings.load(settings), clock));
        }
    }

    /** What an application does that has its keys from elsewhere: here, the derived key alone. */
    private static GShare bySuppliedKey(Map<String, String> settings, Supplier<?> derivedKey, InstantSource clock) {
        AtomicReference<ShareKey> known = new AtomicReference<>();
        KeySource<ShareKey> keys = () -> {
            String now = derivedKey.get().toString();
            return known.updateAndGet(
                    key -> key != null && key.derivedKey().equals(now) ? key : ShareKey.of("supplied", 1, now));
        };
        Workspace workspace = Workspace.of(settings.getOrDefault("gshare.url", ""));
        return GShare.builder()
                .workspace(GShare.DEFAULT_WORKSPACE, LinkSigner.v2(workspace, keys, null, clock))
                .clock(clock)
                .build();
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletContext().getAttribute(GShareFilter.ATTRIBUTE) instanceof GShare gshare) {
            Map<String, String> workspaces = gshare.workspaces();
            boolean visitors = workspaces.containsKey(VISITORS);
            ServletRequest request = event.getServletRequest();
            request.setAttribute("grafana", workspaces.get(GShare.DEFAULT_WORKSPACE));
            request.setAttribute("visitors", visitors);
            request.setAttribute("pages", visitors ? PortalPage.ALL_WITH_VISITORS : PortalPage.ALL);
        }
    }
}
