/** The metrics service: what every job and attempt was, used and cost, and the readings of it. */
@NullMarked
package io.signalbox.metrics;

import org.jspecify.annotations.NullMarked;
