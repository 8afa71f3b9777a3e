package io.gshare.test;

/**
 * A request that the workspace has let in. Immutable and thread-safe.
 *
 * @param link what was asked for, from its path on, without a signature
 * @param root what stands before every path of the workspace where a reverse proxy has put it below one and says so in
 *     {@code X-Forwarded-Prefix}: such as {@code /grafana}; empty otherwise
 */
public record Visit(Link link, String root) {}
