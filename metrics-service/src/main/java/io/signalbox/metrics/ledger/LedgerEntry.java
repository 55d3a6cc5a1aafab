package io.signalbox.metrics.ledger;

import io.signalbox.contracts.event.SignalboxRecord;
import java.time.Instant;

/**
 * A record as it lay on its topic.
 *
 * @param offset in its partition; of a job's results the lowest stands
 * @param writtenAt when the broker or the writer stamped it
 */
record LedgerEntry(SignalboxRecord value, long offset, Instant writtenAt) {}
