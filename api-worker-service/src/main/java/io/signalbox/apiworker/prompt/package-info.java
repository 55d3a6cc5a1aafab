/** Owns where the worker's own words go in a caller's conversation. */
@NullMarked
package io.signalbox.apiworker.prompt;

import org.jspecify.annotations.NullMarked;
