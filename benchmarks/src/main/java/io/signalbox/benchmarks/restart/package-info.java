/** How long a start takes and how much memory is held. */
@NullMarked
package io.signalbox.benchmarks.restart;

import org.jspecify.annotations.NullMarked;
