/**
 * Text that others wrote, and how it is read: what is secret in it ({@link io.gshare.text.Redaction}), what was meant by a misspelled name, how it is
 * percent-encoded, and which attributes its markup has ({@link io.gshare.text.Markup}, which only reads). And what visitors read, in
 * their language: {@link io.gshare.text.Texts}. Knows no other room.
 *
 * <p>Trusted with {@link io.gshare.text.Redaction}: what it does not hide, logs show.
 */
@NullMarked
package io.gshare.text;

import org.jspecify.annotations.NullMarked;
