/**
 * A stand-in for the managed Grafana workspace, so that the sample shows its links being accepted and refused without an account.
 *
 * <p>Start at {@link io.gshare.sample.workspace.StandInWorkspace}. It verifies links and keeps sessions as the managed workspace
 * does; its one dashboard shows what the running JVM measures of itself.
 */
@NullMarked
package io.gshare.sample.workspace;

import org.jspecify.annotations.NullMarked;
