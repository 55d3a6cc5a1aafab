package io.signalbox.router.dispatch;

import io.signalbox.messaging.HeldPartitions;
import jakarta.inject.Singleton;

/** Which partitions of admitted and rerouted jobs are this router's. */
@Singleton
final class HeldJobs extends HeldPartitions {}
