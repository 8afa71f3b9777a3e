package io.gshare.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@link CookieCases} in Firefox. */
class FirefoxCookieIT extends CookieCases {

    @Override
    Engine start(Path files) {
        try {
            Files.writeString(
                    files.resolve("prefs.js"),
                    "user_pref(\"network.dns.localDomains\", \"portal.example.com,grafana.example.com,grafana.example.org\");\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FirefoxEngine(files);
    }

    @Override
    String column() {
        return "Firefox";
    }
}
