/**
 * Text that others wrote: hidden in messages where it is secret, made visible, spelled otherwise, percent-encoded, or
 * markup. Knows no other room.
 *
 * <p>Trusted with {@link io.gshare.text.Redaction}: what it does not hide, logs show.
 */
@NullMarked
package io.gshare.text;

import org.jspecify.annotations.NullMarked;
