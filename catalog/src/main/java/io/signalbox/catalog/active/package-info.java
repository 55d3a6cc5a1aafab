/** The catalog that is in force, as a bean that all services of a process share. */
@NullMarked
package io.signalbox.catalog.active;

import org.jspecify.annotations.NullMarked;
