package io.gshare.sample.portal;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a page shows of its examples: the very source that made each, and what it became. */
public final class Examples {

    /** How long the workspace takes a link by its signature. */
    private static final Duration GOOD = Duration.ofMinutes(1);

    private static final Pattern SIGNATURE = Pattern.compile("(aliyun_api_key_sign=|auth_token=)[\\w.-]+");
    private static final Pattern TICKET = Pattern.compile("(/ticket/[\\w-]{8})[\\w-]+");
    private static final Pattern CLAIMS = Pattern.compile("auth_token=[\\w-]+\\.([\\w-]+)\\.");
    private static final Pattern END = Pattern.compile("\"exp\":(\\d+)");
    private static final Pattern TIMESTAMP = Pattern.compile("aliyun_api_key_timestamp=(\\d+)");

    private final ServletContext context;

    Examples(ServletContext context) {
        this.context = context;
    }

    /**
     * {@return the source of an example, without the directive that every JSP begins with}
     *
     * @param path a file of the web application, from {@code /WEB-INF} on
     */
    public String source(String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path + " is no file of this application");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replaceFirst("(?s)^(<%@ page [^%]*%>\\s*)", "").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return what an example became, as a page may show it in text, without blank lines, nor a signature or a ticket, which is given away where it
     * is read aloud or photographed}
     *
     * @param markup what the source made
     */
    public String shown(String markup) {
        String unsigned = SIGNATURE.matcher(markup).replaceAll("$1…");
        return TICKET.matcher(unsigned)
                .replaceAll("$1…")
                .replaceAll("(?m)^\\s*\\R", "")
                .strip();
    }

    /**
     * {@return until when the workspace takes the link of an example, as its token says or by its signature; {@code null} if it carries neither}
     *
     * @param markup what the source made
     */
    public @Nullable Instant end(String markup) {
        Matcher claims = CLAIMS.matcher(markup);
        if (claims.find()) {
            byte[] json = Base64.getUrlDecoder().decode(claims.group(1));
            Matcher end = END.matcher(new String(json, StandardCharsets.UTF_8));
            return end.find() ? Instant.ofEpochSecond(Long.parseLong(end.group(1))) : null;
        }
        Matcher timestamp = TIMESTAMP.matcher(markup);
        return timestamp.find()
                ? Instant.ofEpochSecond(Long.parseLong(timestamp.group(1))).plus(GOOD)
                : null;
    }
}
