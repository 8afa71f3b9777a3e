package io.gshare.sample;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** {@link CookieCases} in Chromium. */
class ChromiumCookieIT {

    /** As Debian builds it. */
    @Nested
    class ThirdPartyBlocked extends CookieCases {

        @Override
        Engine start(Path files) {
            return new WithNames(files, true);
        }

        @Override
        String column() {
            return "Chromium, third-party blocked";
        }
    }

    /** As many others are. */
    @Nested
    class ThirdPartyAllowed extends CookieCases {

        @Override
        Engine start(Path files) {
            return new WithNames(files, false);
        }

        @Override
        String column() {
            return "Chromium, third-party allowed";
        }
    }

    /** A Chromium with a profile of its own, for which all names are here. */
    static final class WithNames implements Engine {

        private final Playwright playwright;
        private final Page page;

        WithNames(Path profile, boolean blocksThirdParty) {
            Path chromium = Engine.installed("chromium", "chromium and nodejs");
            Path node = Engine.installed("node", "chromium and nodejs");
            try {
                Files.createDirectories(profile.resolve("Default"));
                Files.writeString(
                        profile.resolve("Default/Preferences"),
                        "{\"profile\":{\"cookie_controls_mode\":%d,\"block_third_party_cookies\":%s}}"
                                .formatted(blocksThirdParty ? 1 : 0, blocksThirdParty));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            playwright = Playwright.create(new Playwright.CreateOptions()
                    .setEnv(Map.of(
                            "PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            page = playwright
                    .chromium()
                    .launchPersistentContext(
                            profile,
                            new BrowserType.LaunchPersistentContextOptions()
                                    .setExecutablePath(chromium)
                                    .setIgnoreHTTPSErrors(true)
                                    .setArgs(List.of(
                                            "--no-sandbox",
                                            "--disable-background-networking",
                                            "--disable-sync",
                                            "--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP *.example.org 127.0.0.1",
                                            // All names are of this machine.
                                            "--disable-features=LocalNetworkAccessChecks")))
                    .newPage();
        }

        @Override
        public void open(String url) {
            page.navigate(url);
        }

        @Override
        public String evaluate(String expression) {
            return String.valueOf(page.evaluate(expression));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }
}
