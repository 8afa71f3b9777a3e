/** An application of Spring Boot's own kind, and its tests, which the starter joins. */
@NullMarked
package org.example.shop;

import org.jspecify.annotations.NullMarked;
