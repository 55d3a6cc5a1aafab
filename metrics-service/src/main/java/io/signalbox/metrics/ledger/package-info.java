/** The ledger: every attempt and every job once in Postgres, from the topics that tell of them. */
@NullMarked
package io.signalbox.metrics.ledger;

import org.jspecify.annotations.NullMarked;
