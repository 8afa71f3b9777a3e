/**
 * Links, to the byte: {@link io.gshare.link.Workspace} decides whether one may be signed, and else refuses it; {@link io.gshare.link.LinkSigner}
 * appends the parameters that a key makes, and the workspace, or {@link io.gshare.link.LinkVerifier} in its place, accepts the link for a minute.
 * {@link io.gshare.link.Refinement} is the table of what refines a dashboard.
 *
 * <p>Trusted with the decision what is signed and what is accepted, and with the keys that it takes for that. The format is the one of Alibaba Cloud's
 * Managed Service for Grafana, "Share Grafana dashboards with API key links"; or that of Grafana's own {@code [auth.jwt] url_login}.
 */
@NullMarked
package io.gshare.link;

import org.jspecify.annotations.NullMarked;
