/**
 * What signs, where it is read, and how it is replaced. {@link io.gshare.key.Credential#parse} reads what was pasted, {@link
 * io.gshare.key.WatchedFile} a file that holds it; the {@link io.gshare.key.ShareKey} that is derived of it signs; a {@link
 * io.gshare.key.KeySource} says which signs now.
 *
 * <p>Trusted with the keys: nothing outside reads a secret but what signs and verifies links with it. Knows {@link io.gshare.text} alone.
 */
@NullMarked
package io.gshare.key;

import org.jspecify.annotations.NullMarked;
