/** One try of one job on one candidate: who tried, how it ended, what it used and cost. */
@NullMarked
package io.signalbox.contracts.attempt;

import org.jspecify.annotations.NullMarked;
