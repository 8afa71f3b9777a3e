package io.gshare.sample.portal;

import io.gshare.GShare;
import io.gshare.servlet.GShareFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import java.util.Objects;

/** Gives the pages what they mention: the dashboard to show, the workspace's address, and the text of each example. */
@WebListener
public final class PortalListener implements ServletContextListener, ServletRequestListener {

    /** The dashboard of the stand-in workspace; a workspace of one's own has another. */
    private static final String DASHBOARD = Objects.requireNonNullElse(System.getenv("PORTAL_DASHBOARD"), "jvm");

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        context.setAttribute("sources", new Sources(context));
        context.setAttribute("dashboard", DASHBOARD);
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        if (event.getServletContext().getAttribute(GShareFilter.ATTRIBUTE) instanceof GShare gshare) {
            String url = gshare.workspaces().get(GShare.DEFAULT_WORKSPACE);
            event.getServletRequest().setAttribute("grafana", url);
        }
    }
}
