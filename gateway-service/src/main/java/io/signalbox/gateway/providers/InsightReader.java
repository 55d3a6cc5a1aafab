package io.signalbox.gateway.providers;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.Insight;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link Insights} up to date from their topic. Nothing waits for it: they may be missing.
 */
@ApplicationScoped
class InsightReader {

    private static final Logger LOG = Logger.getLogger(InsightReader.class);

    private final KafkaAddress address;
    private final Insights insights = new Insights();
    private @Nullable AssignedReader reader;

    InsightReader(KafkaAddress address) {
        this.address = address;
    }

    Insights insights() {
        return insights;
    }

    void start(@Observes StartupEvent event) {
        reader =
                AssignedReader.start(
                        "insight-reader",
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.INSIGHTS), 0)),
                        AssignedReader.From.BEGINNING,
                        this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (raw.value() == null) {
            return;
        }
        try {
            insights.apply(Json.read(raw.value(), Insight.class));
        } catch (IOException e) {
            LOG.warnf("insight at %d is unreadable: %s", raw.offset(), e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }
}
