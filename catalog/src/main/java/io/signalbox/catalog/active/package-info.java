/**
 * The catalog that is in force, followed as its files change; all services of a process share it.
 */
@NullMarked
package io.signalbox.catalog.active;

import org.jspecify.annotations.NullMarked;
