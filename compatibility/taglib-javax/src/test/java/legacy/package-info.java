/** The classes of the application in {@code src/test/legacy}. */
@NullMarked
package legacy;

import org.jspecify.annotations.NullMarked;
