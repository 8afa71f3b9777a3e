/** Finds out why a frame does not show its dashboard: start with {@link io.gshare.doctor.Doctor}. */
@NullMarked
package io.gshare.doctor;

import org.jspecify.annotations.NullMarked;
