/**
 * JSON Web Tokens, which a Grafana of one's own takes in links: what they say about whom ({@link io.gshare.token.TokenRules}, {@link
 * io.gshare.token.Claims}), and the private keys that sign them ({@link io.gshare.token.TokenKey}). The cryptography is a service, {@link
 * io.gshare.token.TokenKeys}, which the artifact {@code io.gshare:gshare-jwt} brings: who signs no tokens needs none.
 *
 * <p>Trusted with private keys, and with the decision who may be named in a token. Knows {@link io.gshare.key} and {@link io.gshare.text}.
 */
@NullMarked
package io.gshare.token;

import org.jspecify.annotations.NullMarked;
