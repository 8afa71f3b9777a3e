package io.gshare.compatibility.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootVersion;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Pages with links to dashboards, made in each way that Spring MVC has. */
@Controller
class Pages {

    private final String grafana;

    Pages(@Value("${gshare.url}") String grafana) {
        this.grafana = grafana;
    }

    /** For the templates' link expressions. */
    @ModelAttribute("grafana")
    String grafana() {
        return grafana;
    }

    /** Templates of the paths' own names. */
    @GetMapping({"/element", "/attribute", "/expression", "/frames"})
    void template() {}

    @GetMapping("/session")
    void session(HttpSession opened) {}

    @GetMapping("/dispatched")
    Callable<String> dispatched() {
        return () -> "expression";
    }

    @GetMapping("/forwarded")
    String forwarded() {
        return "forward:/untouched.html";
    }

    @GetMapping("/jsp")
    String jsp() {
        return "forward:/WEB-INF/jsp/dashboard.jsp";
    }

    @GetMapping(value = "/printed", produces = MediaType.TEXT_HTML_VALUE)
    @ResponseBody
    String printed() {
        return "<iframe src=\"" + grafana + "/d/TZWea/test?orgId=1\" title=\"Printed\"></iframe>";
    }

    /** Longer than every buffer, and each link in three pieces. */
    @GetMapping("/streamed")
    ResponseEntity<StreamingResponseBody> streamed() {
        String text = "<p>" + "Nothing new. ".repeat(1000) + "</p>\n";
        return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body(out -> {
            for (int row = 0; row < 100; row++) {
                for (String piece :
                        new String[] {text + "<iframe src=\"" + grafana, "/d/TZ", "Wea/test?from=now-6h\"></iframe>"}) {
                    out.write(piece.getBytes(UTF_8));
                    out.flush();
                }
            }
        });
    }

    /** Which filters there are, a line each. */
    @GetMapping(value = "/filters", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String filters(HttpServletRequest request) {
        return request.getServletContext().getFilterRegistrations().values().stream()
                .map(Pages::line)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** What runs it: the versions of Spring Boot and of the container. */
    @GetMapping(value = "/versions", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String versions(HttpServletRequest request) {
        return SpringBootVersion.getVersion() + " "
                + request.getServletContext().getServerInfo();
    }

    private static String line(FilterRegistration filter) {
        return filter.getClassName() + " " + filter.getName() + " " + filter.getUrlPatternMappings();
    }
}
