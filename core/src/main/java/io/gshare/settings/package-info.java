/**
 * What the operator says: {@link io.gshare.settings.Settings} gathers it, {@code Setting} is the one table that names it, {@link io.gshare.settings.SettingsReader} checks it, and a {@link
 * io.gshare.settings.Configuration} is what an application is built from.
 *
 * <p>Sees secrets as text on their way to {@link io.gshare.key}, and repeats none; a private key's file it only names to {@link io.gshare.token}. Knows these, {@link
 * io.gshare.text}, {@link io.gshare.link} and {@link io.gshare.ticket}.
 */
@NullMarked
package io.gshare.settings;

import org.jspecify.annotations.NullMarked;
