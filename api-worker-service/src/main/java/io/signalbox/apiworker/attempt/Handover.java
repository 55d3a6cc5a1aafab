package io.signalbox.apiworker.attempt;

import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Gives a channel's partitions to the other members of its group without leaving the group: the
 * member subscribes to a topic without orders instead.
 */
@ApplicationScoped
class Handover {

    private static final Logger LOG = Logger.getLogger(Handover.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final KafkaClientService clients;
    private final String topicWithoutOrders;

    Handover(KafkaClientService clients, KafkaAddress address) {
        this.clients = clients;
        this.topicWithoutOrders = address.topicName(Topic.CONTROLS);
    }

    /** The channels must be on hold: they get the records of the other topic. */
    void giveAway(List<String> channels) {
        channels.forEach(this::giveAway);
    }

    private void giveAway(String channel) {
        try {
            clients.getConsumers(channel)
                    .forEach(consumer -> {
                        Uni<Void> done =
                                consumer.runOnPollingThread(client -> {
                                    client.subscribe(List.of(topicWithoutOrders));
                                });
                        done.await().atMost(LIMIT);
                    });
        } catch (RuntimeException e) {
            LOG.warnf(
                    "channel %s keeps its partitions until its calls have ended: %s",
                    channel, e.getMessage());
        }
    }
}
