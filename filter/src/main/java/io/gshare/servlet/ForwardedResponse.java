package io.gshare.servlet;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * A response that ends with a forward as the container's own does.
 *
 * <p>Tomcat's dispatcher only suspends a response of Tomcat's own after a forward, so that error pages, headers and exceptions may still
 * come, each in the charset that they would have; any other response it closes by its writer, which fixes the charset and commits. So
 * where it asks for that writer, and this response stands before Tomcat's own, it gets one that suspends it. Tomcat does the same by itself with {@code
 * suspendWrappedResponseAfterForward}, which is off unless a context turns it on, and which Tomcat 9 does not have.
 */
abstract class ForwardedResponse extends HttpServletResponseWrapper {

    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final String DISPATCHER = "org.apache.catalina.core.ApplicationDispatcher";
    private static final String FACADE = "org.apache.catalina.connector.ResponseFacade";

    ForwardedResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public final PrintWriter getWriter() throws IOException {
        // Here and not in a method of its own, because who asks is who calls this one.
        return isSuspendedBy(CALLER.getCallerClass()) ? new PrintWriter(Writer.nullWriter()) : writer();
    }

    /** The writer, for an application. */
    PrintWriter writer() throws IOException {
        return super.getWriter();
    }

    /** Before an application's answer ends, here and for those beneath; but for a {@code whole} one, an error page may follow. */
    void ending(boolean whole) {
        ServletResponse beneath = getResponse();
        while (!(beneath instanceof ForwardedResponse) && beneath instanceof ServletResponseWrapper wrapper) {
            beneath = wrapper.getResponse();
        }
        if (beneath instanceof ForwardedResponse own) {
            own.ending(whole);
        }
    }

    /** The same where an application's answer ends by what it throws, which is not to be hidden: an error page may follow, or a filter answers. */
    final void failing(Throwable thrown) {
        try {
            ending(false);
        } catch (RuntimeException | Error e) {
            if (e != thrown) {
                thrown.addSuppressed(e);
            }
        }
    }

    /** Whether the container's own response is Tomcat's. */
    final boolean isTomcats() {
        ServletResponse own = getResponse();
        while (own instanceof ServletResponseWrapper wrapper) {
            own = wrapper.getResponse();
        }
        return own.getClass().getName().equals(FACADE);
    }

    private boolean isSuspendedBy(Class<?> caller) {
        if (!caller.getName().equals(DISPATCHER)) {
            return false;
        }
        ServletResponse own = getResponse();
        while (own instanceof ForwardedResponse wrapper) {
            own = wrapper.getResponse();
        }
        if (!own.getClass().getName().equals(FACADE)) {
            return false; // the dispatcher would close what stands before this one, too
        }
        try {
            ending(false);
            own.getClass().getMethod("finish").invoke(own);
            return true;
        } catch (ReflectiveOperationException e) {
            return false; // a Tomcat that suspends in another way, if at all
        }
    }
}
