package io.signalbox.apiworker.attempt;

import io.signalbox.messaging.HeldPartitions;
import jakarta.inject.Singleton;

/** Which partitions of orders are this worker's. */
@Singleton
final class HeldOrders extends HeldPartitions {}
