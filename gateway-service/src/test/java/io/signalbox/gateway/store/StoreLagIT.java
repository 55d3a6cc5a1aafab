package io.signalbox.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLagIT {

    private static final String RESULTS = Topic.RESULTS.fullName(Topic.DEFAULT_PREFIX);

    @TempDir private Path directory;

    @Test
    void whatTheBrokerHasDeletedIsNotWaitedFor() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(directory))) {
            // Given results that nobody has read
            broker.createTopics(Topic.DEFAULT_PREFIX);
            TopicPartition place = new TopicPartition(RESULTS, 3);
            write(broker, place);
            StoreLag lag =
                    new StoreLag(new KafkaAddress(broker.bootstrapServers(), Topic.DEFAULT_PREFIX));
            StoreLag.Mark mark = lag.markOfResults();
            assertThat(lag.isPast(mark)).isFalse();

            // When the broker deletes them, as it does after their retention
            try (Admin admin = Admin.create(config(broker))) {
                admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(1))).all().get();
            }

            // Then
            assertThat(lag.isPast(mark)).isTrue();
            lag.stop(new ShutdownEvent());
        }
    }

    private static void write(EmbeddedBroker broker, TopicPartition place) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        config(broker), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    place.topic(), place.partition(), "key", new byte[1]))
                    .get();
        }
    }

    private static Map<String, Object> config(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
