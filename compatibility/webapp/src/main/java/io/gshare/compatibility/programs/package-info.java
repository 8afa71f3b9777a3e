/**
 * Servlets that a test makes up: what they do stands in their request.
 *
 * <p>{@link io.gshare.compatibility.programs.ProgramServlet} runs a program, behind the filters that {@link
 * io.gshare.compatibility.programs.Surroundings} puts before gshare's.
 */
@NullMarked
package io.gshare.compatibility.programs;

import org.jspecify.annotations.NullMarked;
