/**
 * Tests pages that embed dashboards, without a Grafana and without an account.
 *
 * <p>Start at {@link io.gshare.test.StandInWorkspace}, a workspace on this machine that accepts and refuses share links as the managed
 * one does.
 */
@NullMarked
package io.gshare.test;

import org.jspecify.annotations.NullMarked;
