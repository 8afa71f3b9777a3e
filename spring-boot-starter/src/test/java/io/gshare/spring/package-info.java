@NullMarked
package io.gshare.spring;

import org.jspecify.annotations.NullMarked;
