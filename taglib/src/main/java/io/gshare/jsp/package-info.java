/**
 * The JSP tag library {@code io.gshare.tags}. Pages use it; Java code has {@link io.gshare.GShare}.
 *
 * <p>Each tag reads its attributes, calls {@code io.gshare.html} and writes the result.
 */
@NullMarked
package io.gshare.jsp;

import org.jspecify.annotations.NullMarked;
