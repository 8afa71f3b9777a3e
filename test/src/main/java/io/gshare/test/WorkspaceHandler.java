package io.gshare.test;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.gshare.test.Content.Dashboard;
import io.gshare.test.Gate.Accepted;
import io.gshare.test.Gate.Refused;
import io.gshare.test.Gate.Verdict;
import io.gshare.text.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** Answers for the workspace: dashboards, what Grafana's API says of them, and what their pages ask for. Thread-safe. */
record WorkspaceHandler(Gate gate, Content content, Consumer<Link> opened) implements HttpHandler {

    /** Where Grafana tells anybody that it is there. */
    private static final String HEALTH = "/api/health";

    private static final String BY_UID = "/api/dashboards/uid/";
    private static final String POLICY =
            "default-src 'self'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'none'";

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        // On a connection that is kept, the JDK's server lets each body wait 40 ms for the acknowledgement of its
        // headers.
        headers.set("Connection", "close");
        headers.set("Cache-Control", "no-store");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        if (!gate.settings().allowEmbedding()) {
            headers.set("X-Frame-Options", "deny");
        }
        Answer answer = answer(exchange);
        byte[] body = answer.content().getBytes(StandardCharsets.UTF_8);
        headers.set("Content-Type", answer.type());
        if (answer.type().startsWith("text/html")) {
            headers.set("Content-Security-Policy", POLICY);
        }
        boolean headersAlone = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(answer.status(), headersAlone ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!headersAlone) {
                out.write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return json(405, message("Method not allowed"));
        }
        try {
            return answer(Request.of(exchange), exchange.getResponseHeaders());
        } catch (Throwable e) { // an assertion that failed, too
            // Of what the test has given: the JDK's server would only hang up.
            return new Answer(500, "text/plain;charset=utf-8", Redaction.redact("the dashboard's page failed: " + e));
        }
    }

    private Answer answer(Request request, Headers headers) {
        String path = request.link().path();
        Answer file = content.files().get(path);
        Function<Visit, Answer> data = content.data().get(path);
        if (Content.isPage(request.link())) {
            return page(request, headers);
        } else if (file != null) {
            return file;
        } else if (path.equals(HEALTH)) {
            return json(200, "{\"database\":\"ok\",\"version\":\"10.0.0-stand-in\"}");
        } else if (data == null && !path.startsWith(BY_UID)) {
            return Pages.message(request, 404, "Page not found", "NOT_FOUND", "There is nothing at this address.");
        } else if (!gate.hasSession(request)) {
            return json(401, message("Unauthorized"));
        }
        return data != null
                ? data.apply(new Visit(request.link(), request.root()))
                : byUid(Link.decodePath(path.substring(BY_UID.length())));
    }

    private Answer page(Request request, Headers headers) {
        Verdict verdict = gate.admit(request);
        if (verdict instanceof Refused refused) {
            String reason = refused.reason().name();
            headers.set("X-Refusal-Reason", reason);
            return Pages.message(request, 401, "This dashboard did not open", reason, refused.message());
        }
        Link link = request.link();
        if (verdict instanceof Accepted accepted) {
            headers.set("Set-Cookie", gate.open(accepted.link().session()));
            link = new Link(accepted.link().dashboardLink());
        }
        Dashboard dashboard = content.dashboard(link.uid());
        if (dashboard == null) {
            String others = String.join("', '", content.dashboards().keySet());
            return Pages.message(
                    request,
                    404,
                    "Dashboard not found",
                    "NOT_FOUND",
                    "This workspace has no dashboard '" + link.uid() + "'; it has '" + others + "'.");
        }
        if (verdict instanceof Accepted) {
            opened.accept(link);
        }
        return Pages.html(200, dashboard.page().apply(new Visit(link, request.root())));
    }

    /** What Grafana's own API says of a dashboard, as far as anybody here asks. */
    private Answer byUid(String uid) {
        Dashboard dashboard = content.dashboard(uid);
        return dashboard == null
                ? json(404, message("Dashboard not found"))
                : json(200, "{\"dashboard\":{\"uid\":" + quote(uid) + ",\"title\":" + quote(dashboard.title()) + "}}");
    }

    private static Answer json(int status, String content) {
        return new Answer(status, "application/json", content);
    }

    private static String message(String message) {
        return "{\"message\":" + quote(message) + "}";
    }

    private static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
