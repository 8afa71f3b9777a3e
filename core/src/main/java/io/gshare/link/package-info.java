/**
 * Links, to the byte: {@link io.gshare.link.Workspace} decides whether one shows a dashboard of its own, and else refuses it; {@link
 * io.gshare.link.LinkSigner}, one for each link version, refuses what its key is not good for, and appends the parameters that it makes; the workspace, or {@link
 * io.gshare.link.LinkVerifier} in its place, accepts the link: for a minute, or while its token lasts. {@link io.gshare.link.Workspaces} says whose a link is;
 * {@link io.gshare.link.Refinement} is the table of what refines a dashboard.
 *
 * <p>Trusted with the decision what is signed and what is accepted, and with the keys that it takes for that. The format is the one of Alibaba Cloud's
 * Managed Service for Grafana, "Share Grafana dashboards with API key links"; or that of Grafana's own {@code [auth.jwt] url_login}. Knows {@link
 * io.gshare.text}, {@link io.gshare.key} and {@link io.gshare.token}.
 */
@NullMarked
package io.gshare.link;

import org.jspecify.annotations.NullMarked;
