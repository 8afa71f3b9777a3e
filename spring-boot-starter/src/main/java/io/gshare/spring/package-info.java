/** gshare in Spring Boot applications: configured by {@code application.yml}, every bean replaceable. */
@NullMarked
package io.gshare.spring;

import org.jspecify.annotations.NullMarked;
