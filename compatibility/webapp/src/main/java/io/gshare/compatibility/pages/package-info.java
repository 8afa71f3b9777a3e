/** Pages of an application that knows nothing of gshare, written in each of the ways in which a servlet can write. */
@NullMarked
package io.gshare.compatibility.pages;

import org.jspecify.annotations.NullMarked;
