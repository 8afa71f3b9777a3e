package io.gshare.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request whose pages find what signs on whichever thread they are rendered, and whose asynchronous answer is signed as any other.
 *
 * <p>Without arguments, {@link #startAsync()} goes on with the container's own request and response, past all that filters have put around
 * them. So it does here, but for what signs, which stands around the container's own then: a filter outside of this one, such as one that buffers pages,
 * is no better prepared for what comes after its end than without this filter.
 */
class SigningRequest extends HttpServletRequestWrapper {

    private final SigningResponse response;
    private @Nullable SigningAsyncContext started;

    SigningRequest(HttpServletRequest request, SigningResponse response) {
        super(request);
        this.response = response;
    }

    /** The same around another request and response. */
    SigningRequest around(HttpServletRequest request, SigningResponse around) {
        return new SigningRequest(request, around);
    }

    @Override
    public final @Nullable HttpSession getSession(boolean create) {
        return Visitor.noted(this, super.getSession(create));
    }

    @Override
    public final HttpSession getSession() {
        HttpSession session = super.getSession();
        Visitor.noted(this, session);
        return session;
    }

    @Override
    public final @Nullable RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher dispatcher = super.getRequestDispatcher(path);
        return dispatcher == null
                ? null
                : new RequestDispatcher() {
                    @Override
                    public void forward(ServletRequest request, ServletResponse answer)
                            throws ServletException, IOException {
                        response.forwarding();
                        Current.during(response.page(), () -> dispatcher.forward(request, answer));
                    }

                    @Override
                    public void include(ServletRequest request, ServletResponse answer)
                            throws ServletException, IOException {
                        Current.during(response.page(), () -> dispatcher.include(request, answer));
                    }
                };
    }

    @Override
    public final AsyncContext startAsync() {
        if (response.staysWhole() && isAroundContainersOwn()) {
            return started(super.startAsync(this, response), this, response, response);
        }
        AsyncContext own = super.startAsync();
        if (own.getResponse() == response.getResponse()
                || !(own.getRequest() instanceof HttpServletRequest request)
                || !(own.getResponse() instanceof HttpServletResponse answer)) {
            return started(own, this, response, response);
        }
        SigningResponse around = response.around(request, answer);
        request.setAttribute(GShareFilter.PAGE, around.page());
        SigningRequest its = around(request, around);
        AsyncContext context = started(own, its, around, around);
        its.started = started;
        return context;
    }

    @Override
    public final AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
        AsyncContext own = super.startAsync(request, answer);
        response.leaving();
        return started(own, request, answer, answer instanceof SigningResponse around ? around : response);
    }

    private boolean isAroundContainersOwn() {
        return !(response.getResponse() instanceof ServletResponseWrapper);
    }

    private AsyncContext started(
            AsyncContext own, ServletRequest request, ServletResponse answer, SigningResponse signing) {
        SigningAsyncContext context = new SigningAsyncContext(own, request, answer, signing);
        started = context;
        return context;
    }

    @Override
    public final AsyncContext getAsyncContext() {
        AsyncContext own = super.getAsyncContext();
        return started != null && started.isFor(own) ? started : own;
    }
}
