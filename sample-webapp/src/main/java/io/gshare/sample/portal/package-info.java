/** The portal: an ordinary web application that shows dashboards on its pages. */
@NullMarked
package io.gshare.sample.portal;

import org.jspecify.annotations.NullMarked;
