package io.gshare.settings;

/** What a page shows in place of a link that is refused. */
public enum OnRefused {
    /** The page fails, and its error says why: the developer sees it at once. */
    FAIL,
    /** A quiet box stands in the frame's place; the log says why. */
    PLACEHOLDER
}
