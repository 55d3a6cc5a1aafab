package io.signalbox.testsupport.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The few things that the broker's tests do as a client. */
record KafkaProbe(String bootstrapServers) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    void send(String topic, String value) throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "max.request.size",
                        16_000_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
        }
    }

    /** Joins a group of the new protocol and never leaves it; returns once it owns partitions. */
    void joinForEver(String group, String topic) {
        KafkaConsumer<String, String> consumer = subscribed(group, topic);
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (consumer.assignment().isEmpty() && System.nanoTime() < giveUpAt) {
            consumer.poll(Duration.ofMillis(50));
        }
    }

    /** The first value that a group gets from a topic, joining it anew. */
    String firstValue(String group, String topic) {
        try (KafkaConsumer<String, String> consumer = subscribed(group, topic)) {
            long giveUpAt = System.nanoTime() + LIMIT.toNanos();
            while (System.nanoTime() < giveUpAt) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(50))) {
                    return found.value();
                }
            }
            throw new IllegalStateException("no record on " + topic + " within " + LIMIT);
        }
    }

    private KafkaConsumer<String, String> subscribed(String group, String topic) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        group,
                        "group.protocol",
                        "consumer",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false");
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }
}
