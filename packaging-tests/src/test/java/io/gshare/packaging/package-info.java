@NullMarked
package io.gshare.packaging;

import org.jspecify.annotations.NullMarked;
