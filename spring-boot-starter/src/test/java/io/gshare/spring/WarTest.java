package io.gshare.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.GShare;
import io.gshare.servlet.GShareFilter;
import io.gshare.test.Vectors;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.annotation.Configuration;

/** As a WAR on a container of its own, which reads the filter jar's web-fragment before Spring comes. */
class WarTest {

    @Configuration
    @ImportAutoConfiguration(GShareAutoConfiguration.class)
    static class Application {}

    static class War extends SpringBootServletInitializer {
        @Override
        protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
            return builder.sources(Application.class)
                    .properties(Map.of(
                            "gshare.url",
                            "https://spring.example.com",
                            "gshare.token",
                            Vectors.example().token()));
        }
    }

    @Test
    void thereIsOneFilterAndItSignsWithSpringsSettings(@TempDir Path folder) throws Exception {
        Path pages = Files.createDirectory(folder.resolve("pages"));
        Files.writeString(
                pages.resolve("page.jsp"),
                "<%@ page session=\"false\" %><%@ taglib prefix=\"gshare\" uri=\"io.gshare.tags\" %>"
                        + "<gshare:iframe dashboard=\"TZWea\" title=\"CPU\"/>");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        StandardContext context = (StandardContext) tomcat.addWebapp("/app", pages.toString());
        context.setParentClassLoader(getClass().getClassLoader());
        StandardJarScanner scanner = new StandardJarScanner();
        scanner.setScanAllDirectories(true);
        context.setJarScanner(scanner);
        context.setContainerSciFilter(
                "org\\.springframework\\..*"); // Spring's looks into WEB-INF, where this test has nothing
        context.addServletContainerInitializer(
                (classes, servletContext) -> new War().onStartup(servletContext), Set.of());
        tomcat.start();
        try {
            assertThat(context.getState().isAvailable()).isTrue();
            assertThat(context.getServletContext().getFilterRegistrations().values().stream()
                            .filter(filter -> GShareFilter.class.getName().equals(filter.getClassName()))
                            .map(filter -> filter.getName() + " " + filter.getUrlPatternMappings()))
                    .containsExactly("gshare [/*]");
            assertThat(context.getServletContext().getAttribute(GShareFilter.ATTRIBUTE))
                    .isInstanceOfSatisfying(
                            GShare.class,
                            gshare -> assertThat(gshare.workspaces())
                                    .isEqualTo(Map.of("default", "https://spring.example.com")));
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + tomcat.getConnector().getLocalPort() + "/app/page.jsp"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.body())
                    .startsWith("<iframe src=\"https://spring.example.com/d/TZWea?orgId=1&amp;aliyun_api_key_sign=");
            assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-store");
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
