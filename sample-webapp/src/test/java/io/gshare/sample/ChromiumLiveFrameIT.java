package io.gshare.sample;

import java.nio.file.Path;

/** {@link LiveFrameCases} in Chromium. */
class ChromiumLiveFrameIT extends LiveFrameCases {

    @Override
    Engine start(Path files) {
        return new ChromiumEngine();
    }
}
