/** One set of tests on every container. */
@NullMarked
package io.gshare.compatibility.containers;

import org.jspecify.annotations.NullMarked;
