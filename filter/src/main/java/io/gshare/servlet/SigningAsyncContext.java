package io.gshare.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** An asynchronous answer that is signed: the container's, with what signs around its request and response and on its threads. */
final class SigningAsyncContext implements AsyncContext {

    private final AsyncContext own;
    private final ServletRequest request;
    private final ServletResponse answer;
    private final SigningResponse signing;
    /** Whether the container has ended it, and may have given its response to another request. */
    private volatile boolean over;

    /** The container's, what the application has of it, and what signs that: {@code answer}, or what that stands around. */
    SigningAsyncContext(AsyncContext own, ServletRequest request, ServletResponse answer, SigningResponse signing) {
        this.own = own;
        this.request = request;
        this.answer = answer;
        this.signing = signing;
        own.addListener(new Ending());
    }

    boolean isFor(AsyncContext context) {
        return own == context;
    }

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public ServletResponse getResponse() {
        return answer;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return own.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        own.dispatch();
    }

    @Override
    public void dispatch(String path) {
        own.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        own.dispatch(context, path);
    }

    @Override
    public void complete() {
        try {
            if (!over) {
                signing.ending(true);
            }
        } finally {
            own.complete();
        }
    }

    @Override
    public void start(Runnable run) {
        own.start(Current.onAnotherThread(signing.page(), () -> {
            try {
                run.run();
            } catch (Throwable e) {
                signing.failing(e);
                throw e;
            }
        }));
    }

    @Override
    public void addListener(AsyncListener listener) {
        own.addListener(heard(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        own.addListener(heard(listener), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return own.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        own.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return own.getTimeout();
    }

    private final class Ending implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            over = true;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // what others do then decides
        }

        @Override
        public void onError(AsyncEvent event) {
            // likewise
        }

        /** Behind a dispatch it begins anew, and has lost its listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    /** Containers tell listeners of their own context, by which many answer when time is up. */
    private AsyncListener heard(AsyncListener listener) {
        return new AsyncListener() {
            private AsyncEvent of(AsyncEvent event) {
                return isFor(event.getAsyncContext())
                        ? new AsyncEvent(
                                SigningAsyncContext.this,
                                event.getSuppliedRequest(),
                                event.getSuppliedResponse(),
                                event.getThrowable())
                        : event;
            }

            @Override
            public void onComplete(AsyncEvent event) throws IOException {
                listener.onComplete(of(event));
            }

            @Override
            public void onTimeout(AsyncEvent event) throws IOException {
                listener.onTimeout(of(event));
            }

            @Override
            public void onError(AsyncEvent event) throws IOException {
                listener.onError(of(event));
            }

            @Override
            public void onStartAsync(AsyncEvent event) throws IOException {
                listener.onStartAsync(of(event));
            }
        };
    }
}
