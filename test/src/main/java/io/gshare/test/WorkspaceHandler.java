package io.gshare.test;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.gshare.link.RefusalReason;
import io.gshare.link.VerifiedLink;
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
import org.jspecify.annotations.Nullable;

/** Answers for the workspace: dashboards, what Grafana's API says of them, and what their pages ask for. Thread-safe. */
record WorkspaceHandler(
        Gate gate, Content content, @Nullable KeysApi keys, Consumer<Link> opened) implements HttpHandler {

    /** Where Grafana tells anybody that it is there. */
    private static final String HEALTH = "/api/health";

    private static final String LOGIN = "/login";

    /** Where Grafana tells who is looking. */
    private static final String USER = "/api/user";

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

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (keys != null && KeysApi.owns(exchange.getRequestURI().getPath())) {
            return keys.answer(exchange);
        }
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
        JwtSettings jwt = gate.jwt();
        String path = request.link().path();
        Answer file = content.files().get(path);
        Function<Visit, Answer> data = content.data().get(path);
        if (Content.isPage(request.link())) {
            return page(request, headers);
        } else if (file != null) {
            return file;
        } else if (path.equals(HEALTH)) {
            String version = jwt == null ? "10.0.0-stand-in" : jwt.version();
            return json(200, "{\"database\":\"ok\",\"version\":" + quote(version) + "}");
        } else if (jwt != null && path.equals(LOGIN)) {
            return Pages.login(request, jwt);
        } else if (data == null && !path.startsWith(BY_UID) && (jwt == null || !path.equals(USER))) {
            return Pages.message(request, 404, "Page not found", "NOT_FOUND", "There is nothing at this address.");
        }
        if (jwt != null) {
            Verdict verdict = gate.admit(request);
            return verdict instanceof Accepted accepted
                    ? data(path, data, visit(accepted.link(), request))
                    : refusedByGrafana(((Refused) verdict).reason());
        }
        return gate.hasSession(request)
                ? data(path, data, new Visit(request.link(), request.root(), null))
                : json(401, message("Unauthorized"));
    }

    private static Visit visit(VerifiedLink link, Request request) {
        return new Visit(new Link(link.dashboardLink()), request.root(), link.login());
    }

    private Answer data(String path, @Nullable Function<Visit, Answer> data, Visit visit) {
        if (data != null) {
            return data.apply(visit);
        }
        return path.equals(USER)
                ? json(200, "{\"login\":" + quote(String.valueOf(visit.login())) + ",\"orgId\":1}")
                : byUid(Link.decodePath(path.substring(BY_UID.length())));
    }

    /** Whoever brings no token that Grafana takes notice of is asked to log in. */
    private static Answer refusedByGrafana(RefusalReason reason, Request request, Headers headers) {
        if (reason == RefusalReason.NOT_SIGNED || reason == RefusalReason.SHARING_OFF) {
            headers.set("Location", request.root() + LOGIN);
            headers.add("Set-Cookie", "redirect_to=" + request.root() + "%2F; Path=/; HttpOnly; SameSite=Lax");
            return new Answer(302, "text/html;charset=utf-8", "");
        }
        return refusedByGrafana(reason);
    }

    /** As Grafana says it: why, only its log tells. */
    private static Answer refusedByGrafana(RefusalReason reason) {
        return switch (reason) {
            case NOT_SIGNED, SHARING_OFF -> json(401, message("Unauthorized"));
            case UNKNOWN_USER -> json(401, message("User not found"));
            case WRONG_ROLE -> json(403, message("Invalid Role"));
            case OTHER_ORG -> new Answer(404, "text/plain;charset=utf-8", "Not found");
            default -> json(401, "{\"message\":\"Invalid JWT\",\"traceID\":\"\"}");
        };
    }

    private Answer page(Request request, Headers headers) {
        Verdict verdict = gate.admit(request);
        if (verdict instanceof Refused refused) {
            if (gate.jwt() != null) {
                return refusedByGrafana(refused.reason(), request, headers);
            }
            String reason = refused.reason().name();
            headers.set("X-Refusal-Reason", reason);
            return Pages.message(request, 401, "This dashboard did not open", reason, refused.message());
        }
        Visit visit = new Visit(request.link(), request.root(), null);
        if (verdict instanceof Accepted accepted) {
            visit = visit(accepted.link(), request);
            if (gate.jwt() == null) {
                headers.set("Set-Cookie", gate.open(accepted.link().session()));
            }
        }
        Link link = visit.link();
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
        return Pages.html(200, dashboard.page().apply(visit));
    }

    /** What Grafana's own API says of a dashboard, as far as anybody here asks. */
    private Answer byUid(String uid) {
        Dashboard dashboard = content.dashboard(uid);
        return dashboard == null
                ? json(404, message("Dashboard not found"))
                : json(200, "{\"dashboard\":{\"uid\":" + quote(uid) + ",\"title\":" + quote(dashboard.title()) + "}}");
    }

    static Answer json(int status, String content) {
        return new Answer(status, "application/json", content);
    }

    static String message(String message) {
        return "{\"message\":" + quote(message) + "}";
    }

    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
