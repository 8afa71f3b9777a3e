package io.gshare.doctor;

import io.gshare.GShare;
import io.gshare.key.Credential;
import io.gshare.link.LinkRefusedException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a frame does not show its dashboard: whether settings, key, workspace, clocks and browsers' rules fit together.
 *
 * <pre>{@code
 * Report report = Doctor.of(gshare).page("https://portal.example.com").build().examine();
 * }</pre>
 *
 * <p>It asks the workspace as a browser would, with links that it signs itself; it changes nothing there, but a link that is taken opens a
 * session. Immutable and thread-safe. An examination takes as long as the workspace does, {@linkplain Builder#timeout at most} some ten times
 * the timeout: not for a request's thread, but for {@link Check#cheap()}, which is one request.
 */
public final class Doctor {

    /** What a link carries that was copied from a page; it would open by itself. */
    private static final Pattern SIGNATURE = Pattern.compile("(?<=[?&])(?:aliyun_api_key|auth_token=)[^&#]*&?");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Finding SWITCHED_OFF = new Finding(
            Check.SETTINGS,
            Verdict.UNKNOWN,
            "gshare is switched off: pages show placeholders, and nothing is signed",
            "set gshare.url and a key, and remove gshare.enabled=false where it is set");

    /**
     * Who is examined.
     *
     * @param gshare signs for the workspace alone
     * @param page holds the frame
     * @param link the dashboard to open, and {@code isChosen} whether somebody has named it
     */
    record Subject(
            GShare gshare,
            String workspace,
            @Nullable Origin page,
            String link,
            boolean isChosen,
            @Nullable Credential credential) {}

    private final Subject subject;
    private final HttpClient client;
    private final Duration timeout;
    private final InstantSource clock;

    private Doctor(Subject subject, HttpClient client, Duration timeout, InstantSource clock) {
        this.subject = subject;
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * {@return a builder of a doctor for what signs}
     *
     * @param gshare what signs
     */
    public static Builder of(GShare gshare) {
        return new Builder(gshare);
    }

    /** {@return what every check finds} */
    public Report examine() {
        return examine(EnumSet.allOf(Check.class), Progress.NONE);
    }

    /**
     * Runs some checks. Those that need an answer of the workspace are left out once it has not answered, and where gshare is switched off all but
     * {@link Check#SETTINGS}, which says so.
     *
     * @param checks which
     * @param progress follows them
     * @return what they found
     */
    public Report examine(Set<Check> checks, Progress progress) {
        Examination examination = subject.gshare().isEnabled()
                ? new Examination(subject, new Browser(client, timeout, clock), clock)
                : null;
        List<Finding> findings = new ArrayList<>();
        for (Check check : Check.values()) {
            if (checks.contains(check) && (examination != null || check == Check.SETTINGS)) {
                progress.checking(check);
                Finding finding = examination == null ? SWITCHED_OFF : examination.examine(check);
                if (finding != null) {
                    findings.add(finding);
                    progress.found(finding);
                }
            }
        }
        return new Report(subject.workspace(), findings);
    }

    /** Builds a {@link Doctor}. Not thread-safe. */
    public static final class Builder {

        private final GShare gshare;
        private String workspace = GShare.DEFAULT_WORKSPACE;
        private @Nullable Origin page;
        private @Nullable String link;
        private @Nullable Credential credential;
        private @Nullable HttpClient client;
        private Duration timeout = TIMEOUT;
        private InstantSource clock = InstantSource.system();

        private Builder(GShare gshare) {
            this.gshare = gshare;
        }

        /**
         * {@return this, for a workspace; without it, for the default one}
         *
         * @param name its name in the settings
         */
        public Builder workspace(String name) {
            this.workspace = name;
            return this;
        }

        /**
         * {@return this, for the page that holds the frame; without it, some checks cannot tell} Whether page and workspace are one site is told by
         * the public suffix list of Guava ({@code com.google.guava:guava}) where that is there, and else as far as it is sure.
         *
         * @param url the page's address, or its origin
         * @throws IllegalArgumentException if it is no address of HTTP
         */
        public Builder page(String url) {
            this.page = Origin.of("page", url);
            return this;
        }

        /**
         * {@return this, for the dashboard that is opened; without it, the first embed of the workspace, or its home}
         *
         * @param link the dashboard's link; a signature in it does not count
         */
        public Builder link(String link) {
            this.link = link;
            return this;
        }

        /**
         * {@return this, with the token, so that Grafana can be asked what it may do}
         *
         * @param credential the token
         */
        public Builder credential(Credential credential) {
            this.credential = credential;
            return this;
        }

        /**
         * {@return this, with the client to ask by, with certificates or a proxy of your own; without it, Java's defaults} It must neither follow
         * redirects nor keep cookies.
         *
         * @param client the client
         */
        public Builder client(HttpClient client) {
            this.client = client;
            return this;
        }

        /**
         * {@return this, with how long a request may take; without it, 10 s}
         *
         * @param timeout the time
         */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * {@return this, with the time that the workspace's clock is compared with; without it, the system's}
         *
         * @param clock tells the time that links are signed by
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * {@return the doctor}
         *
         * @throws IllegalArgumentException if there is no such workspace, or the client follows redirects or keeps cookies
         * @throws LinkRefusedException if the workspace's links may not be signed as this one
         */
        public Doctor build() {
            if (client != null && client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "the client follows redirects, but where they lead is part of the diagnosis; build it without");
            }
            if (client != null && client.cookieHandler().isPresent()) {
                throw new IllegalArgumentException(
                        "the client keeps cookies, but a link must open without those of another; build it without");
            }
            GShare own = gshare.workspace(workspace);
            String chosen = link;
            if (chosen == null) {
                chosen = gshare.configuration().embeds().values().stream()
                        .filter(embed -> embed.workspace().equals(workspace))
                        .map(embed -> embed.link())
                        .findFirst()
                        .orElse(null);
            }
            String opened = chosen == null ? "/" : SIGNATURE.matcher(chosen).replaceAll("");
            if (own.isEnabled()) {
                own.sign(opened);
            }
            HttpClient asking = client != null
                    ? client
                    : HttpClient.newBuilder().connectTimeout(timeout).build();
            return new Doctor(
                    new Subject(own, workspace, page, opened, chosen != null, credential), asking, timeout, clock);
        }
    }
}
