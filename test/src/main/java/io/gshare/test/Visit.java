package io.gshare.test;

import org.jspecify.annotations.Nullable;

/**
 * A request that the workspace has let in. Immutable and thread-safe.
 *
 * @param link what was asked for, from its path on, without a signature
 * @param root what stands before every path of the workspace where a reverse proxy has put it below one and says so in
 *     {@code X-Forwarded-Prefix}: such as {@code /grafana}; empty otherwise
 * @param login who is looking, by his login in a Grafana of one's own; {@code null} in a managed workspace, where that is nobody
 */
public record Visit(Link link, String root, @Nullable String login) {}
