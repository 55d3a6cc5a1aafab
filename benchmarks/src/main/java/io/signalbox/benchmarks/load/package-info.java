/** Requests at a fixed number in flight, and how long each took. */
@NullMarked
package io.signalbox.benchmarks.load;

import org.jspecify.annotations.NullMarked;
