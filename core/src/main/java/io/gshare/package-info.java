/**
 * Signs Grafana share links: keys, links, signing, verifying, settings.
 *
 * <p>Start at {@link io.gshare.GShare}, the façade: it is built from {@link io.gshare.Settings} and signs links. A link's
 * way is short: {@link io.gshare.Workspace} decides whether a link may be signed, {@link io.gshare.LinkSigner} appends the
 * parameters that {@link io.gshare.ShareKey} makes, and the workspace, or {@link io.gshare.LinkVerifier} in its place,
 * accepts the link for a minute.
 *
 * <p>The format is the one of Alibaba Cloud's Managed Service for Grafana, "Share Grafana dashboards with API key links".
 */
@NullMarked
package io.gshare;

import org.jspecify.annotations.NullMarked;
