package io.gshare.compatibility.programs;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps the body to itself until it knows its length. */
final class HeldBody extends HttpServletResponseWrapper {

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private @Nullable PrintWriter writer;
    private final ServletOutputStream stream = new ServletOutputStream() {
        @Override
        public void write(int b) {
            held.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            held.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("not asynchronous");
        }
    };

    HeldBody(HttpServletResponse response) {
        super(response);
    }

    /** A request that is served at once, because the body is released at the filter's end. */
    static HttpServletRequest synchronous(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public AsyncContext startAsync() {
                throw new IllegalStateException("not asynchronous");
            }

            @Override
            public AsyncContext startAsync(ServletRequest asked, ServletResponse answer) {
                throw new IllegalStateException("not asynchronous");
            }
        };
    }

    void release() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (!isCommitted() && held.size() > 0) {
            setContentLength(held.size());
            held.writeTo(super.getOutputStream());
        }
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(held, StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public void flushBuffer() {
        // it has time
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        drop();
    }

    @Override
    public void reset() {
        super.reset();
        drop();
    }

    private void drop() {
        if (writer != null) {
            writer.flush();
        }
        held.reset();
    }
}
