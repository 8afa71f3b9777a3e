package io.gshare.sample;

import java.nio.file.Path;

/** {@link LiveFrameCases} in WebKit. */
class WebKitLiveFrameIT extends LiveFrameCases {

    @Override
    Engine start(Path files) {
        return new WebKitEngine(files);
    }
}
