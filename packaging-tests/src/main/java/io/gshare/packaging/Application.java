package io.gshare.packaging;

import com.sun.net.httpserver.HttpServer;
import io.gshare.GShare;
import io.gshare.doctor.Doctor;
import io.gshare.settings.Settings;
import io.gshare.thymeleaf.GShareDialect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Signs a link with every library. */
public final class Application {

    private static final String WORKSPACE = "https://grafana.example.com";
    private static final String LINK = WORKSPACE + "/d/TZWea";

    private Application() {}

    /**
     * Prints {@link #links}, one a line.
     *
     * @param arguments an API key, and the time
     * @throws Exception if a library fails
     */
    public static void main(String[] arguments) throws Exception {
        links(arguments[0], Long.parseLong(arguments[1])).forEach((by, link) -> System.out.println(by + " " + link));
    }

    /**
     * Signs {@code /d/TZWea} of {@code https://grafana.example.com}; the doctor, of a workspace that it can reach.
     *
     * @param token an API key
     * @param time Unix time in seconds
     * @return signed links by what signed them
     * @throws Exception if a library fails
     */
    public static Map<String, String> links(String token, long time) throws Exception {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(time));
        GShare gshare = GShare.from(
                Settings.of(Map.of("gshare.url", WORKSPACE, "gshare.token", token, "gshare.embeds.heap.link", LINK)),
                clock);
        Container container = new Container(gshare);
        Map<String, String> links = new TreeMap<>();
        links.put("core", gshare.sign(LINK));
        links.put("doctor", asked(token, clock));
        links.put("filter", container.encode(LINK));
        links.put("filter-embed", container.mint("heap"));
        links.put("jwt", token(clock));
        links.put("taglib", container.sign(LINK));
        links.put("thymeleaf-dialect", rendered(gshare));
        return links;
    }

    /** Who looks, by the word of a JWT link, which is never the same twice. */
    private static String token(InstantSource clock) throws Exception {
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = Files.createTempFile("key", ".pem");
        try {
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
            GShare gshare = GShare.from(
                    Settings.of(Map.of(
                            "gshare.url", WORKSPACE, "gshare.link-version", "jwt", "gshare.key-file", file.toString())),
                    clock);
            String signed = gshare.sign(LINK);
            gshare.close();
            return gshare.verify(signed).dashboardLink() + " "
                    + gshare.verify(signed).login();
        } finally {
            Files.delete(file);
        }
    }

    /** What Thymeleaf writes. */
    private static String rendered(GShare gshare) {
        StringTemplateResolver text = new StringTemplateResolver();
        text.setTemplateMode(TemplateMode.TEXT);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(text);
        engine.addDialect(new GShareDialect(gshare));
        return engine.process("[(${#gshare.sign(link)})]", new Context(null, Map.of("link", LINK)));
    }

    /** What the doctor asks a workspace first for, that is signed. */
    private static String asked(String token, InstantSource clock) throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        HttpServer workspace = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workspace.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getResponseHeaders().add("Set-Cookie", "grafana_session=1; HttpOnly; SameSite=Lax");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        workspace.start();
        try {
            String url = "http://localhost:" + workspace.getAddress().getPort();
            GShare gshare = GShare.from(Settings.of(Map.of("gshare.url", url, "gshare.token", token)), clock);
            Doctor.of(gshare)
                    .link("/d/TZWea")
                    .page("https://portal.example.com")
                    .build()
                    .examine();
        } finally {
            workspace.stop(0);
        }
        return asked.stream()
                .filter(each -> each.contains("aliyun_api_key_sign="))
                .findFirst()
                .orElse("nothing signed");
    }
}
