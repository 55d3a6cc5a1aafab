/** Availability: how many of the last day's calls each provider served, as the ledger has it. */
@NullMarked
package io.signalbox.metrics.availability;

import org.jspecify.annotations.NullMarked;
