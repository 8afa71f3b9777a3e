/**
 * {@code gshare keys}: the vendor's advice on keys as commands, over Grafana's own API. A command a class; {@link io.gshare.cli.keys.Grafana} asks the
 * API, {@link io.gshare.cli.keys.Advice} judges what it lists, {@link io.gshare.cli.keys.Rotation} replaces a key without a gap.
 */
@NullMarked
package io.gshare.cli.keys;

import org.jspecify.annotations.NullMarked;
