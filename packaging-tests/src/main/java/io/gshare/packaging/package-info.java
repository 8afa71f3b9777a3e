/** An application that signs a link with every library of gshare, to run wherever libraries are put together. */
@NullMarked
package io.gshare.packaging;

import org.jspecify.annotations.NullMarked;
