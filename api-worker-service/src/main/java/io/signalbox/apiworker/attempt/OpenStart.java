package io.signalbox.apiworker.attempt;

/**
 * A run of an attempt that another worker began, and of which no end is known.
 *
 * @param worker who runs it
 * @param partition of the events topic
 * @param offset of its AttemptStarted there: its end comes after
 */
record OpenStart(String worker, int partition, long offset) {}
