package io.gshare.sample;

import java.nio.file.Path;

/** {@link LiveFrameCases} in Firefox. */
class FirefoxLiveFrameIT extends LiveFrameCases {

    @Override
    Engine start(Path files) {
        return new FirefoxEngine(files);
    }
}
