package io.gshare.sample;

import java.nio.file.Path;

/** {@link CookieCases} in WebKit, as far as it needs no names but the machine's own. */
class WebKitCookieIT extends CookieCases {

    @Override
    Engine start(Path files) {
        return new WebKitEngine(files);
    }

    @Override
    String column() {
        return "WebKitGTK";
    }

    @Override
    boolean findsNames() {
        return false;
    }
}
