/** How long a caller waits longer where the first candidate fails. */
@NullMarked
package io.signalbox.benchmarks.failover;

import org.jspecify.annotations.NullMarked;
