/** An application as a team has it, with gshare's starter. */
@NullMarked
package io.gshare.compatibility.boot;

import org.jspecify.annotations.NullMarked;
