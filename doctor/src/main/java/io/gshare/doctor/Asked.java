package io.gshare.doctor;

import io.gshare.doctor.Browser.Visit;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What came of asking the workspace: a visit, or why there was none. */
record Asked(@Nullable Visit visit, @Nullable IOException problem) {}
