package io.gshare.sample;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, with its cookie rules as they are by default: third-party cookies are blocked. */
final class Chromium implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        Path chromium = installed("chromium");
        Path node = installed("node");
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-sync",
                                // A page that a test puts into the place of another comes from no local network.
                                "--disable-features=LocalNetworkAccessChecks")));
    }

    /** The path of a program; without it the tests are skipped, and in CI they fail. */
    private static Path installed(String program) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    String missing = "the browser tests need " + program + ", which is not installed;"
                            + " install Debian's packages chromium and nodejs";
                    if (Boolean.parseBoolean(System.getenv("CI"))) {
                        throw new IllegalStateException(missing);
                    }
                    System.out.println("SKIPPED: " + missing);
                    return Assumptions.abort(missing);
                });
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
