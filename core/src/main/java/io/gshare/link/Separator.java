package io.gshare.link;

/** What stands between a link and the parameters that are appended to it. */
enum Separator {
    /** The link has no query yet. */
    QUESTION_MARK("?"),
    AMPERSAND("&"),
    /** The link's query is empty, or ends in {@code &}. */
    NONE("");

    final String text;

    Separator(String text) {
        this.text = text;
    }
}
