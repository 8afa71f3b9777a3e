/**
 * What signing and rewriting cost, each beside a baseline in the same class; {@link io.gshare.benchmarks.Main} runs it all and
 * writes the tables of {@code docs/performance.md}, {@code load.sh} the one of whole requests.
 */
@NullMarked
package io.gshare.benchmarks;

import org.jspecify.annotations.NullMarked;
