/**
 * What signs, where it is read, and how it is replaced. {@link io.gshare.key.Credential#parse} reads what was pasted, {@code
 * KeyFile} a file that holds it, for {@link io.gshare.key.WatchedFile}; the {@link io.gshare.key.ShareKey} that is derived of it signs; a {@link
 * io.gshare.key.KeySource} says which signs now.
 *
 * <p>Trusted with the keys of share links, and with {@link io.gshare.key.SealingKeys}, which seal tickets. What is derived never leaves; a token is revealed to
 * whoever calls Grafana by it, and the text of a private key to {@link io.gshare.token}, where it is read. Knows {@link io.gshare.text} alone.
 */
@NullMarked
package io.gshare.key;

import org.jspecify.annotations.NullMarked;
