/** Readings of the ledger: who used how much, at what cost, how well and how fast. */
@NullMarked
package io.signalbox.metrics.usage;

import org.jspecify.annotations.NullMarked;
