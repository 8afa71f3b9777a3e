/** The transformed jars where they are used: in an old application on Tomcat 9. */
@NullMarked
package io.gshare.javax;

import org.jspecify.annotations.NullMarked;
