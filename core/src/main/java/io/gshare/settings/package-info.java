/**
 * What the operator says: {@link io.gshare.settings.Settings} gathers it, one table names it, {@link io.gshare.settings.SettingsReader} checks it, and a {@link
 * io.gshare.settings.Configuration} is what an application is built from.
 *
 * <p>Sees secrets as text on their way to {@link io.gshare.key}, and repeats none.
 */
@NullMarked
package io.gshare.settings;

import org.jspecify.annotations.NullMarked;
