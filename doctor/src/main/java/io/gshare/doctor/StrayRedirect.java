package io.gshare.doctor;

import io.gshare.text.Redaction;
import java.io.IOException;

/** An answer that sends on to what no frame can open: a broken address, or one of another scheme, such as {@code mailto:}. */
final class StrayRedirect extends IOException {

    private static final long serialVersionUID = 1L;

    StrayRedirect(String location, IllegalArgumentException cause) {
        super(
                "sent on to " + Redaction.quote(location.replaceFirst("[?#;].*", ""))
                        + ", which is no address of a page",
                cause);
    }
}
