package io.gshare.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request whose response signs, also where it is answered later. */
class SigningRequest extends HttpServletRequestWrapper {

    private final ServletResponse response;

    SigningRequest(HttpServletRequest request, ServletResponse response) {
        super(request);
        this.response = response;
    }

    /** The container would take the response that it has made itself, past the signing and what keeps it out of caches. */
    @Override
    public AsyncContext startAsync() {
        return super.startAsync(this, response);
    }
}
