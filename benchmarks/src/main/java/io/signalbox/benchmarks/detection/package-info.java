/** How long it takes to find the local servers. */
@NullMarked
package io.signalbox.benchmarks.detection;

import org.jspecify.annotations.NullMarked;
