package io.signalbox.apiworker.attempt;

import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.messaging.HeldPartitions;

/**
 * An order as it came.
 *
 * @param hold how the partition was held that it came from
 * @param group the consumer group that it came by
 * @param freeSlot run where the next order may be taken although this one is not done
 */
record Delivery(
        AttemptDispatched order, HeldPartitions.Hold hold, String group, Runnable freeSlot) {}
