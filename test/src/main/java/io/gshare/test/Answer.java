package io.gshare.test;

/**
 * What the workspace answers. Immutable and thread-safe.
 *
 * @param status the HTTP status, such as 200
 * @param type the {@code Content-Type}, such as {@code text/css;charset=utf-8}
 * @param content the body, sent in UTF-8
 */
public record Answer(int status, String type, String content) {}
