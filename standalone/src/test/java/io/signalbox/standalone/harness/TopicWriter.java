package io.signalbox.standalone.harness;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records as any Kafka client can, and makes topics. Used by one thread. */
public final class TopicWriter implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;
    private static final int LARGEST_BYTES = 7 * 1024 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrapServers;

    public TopicWriter(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                LARGEST_BYTES),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Returns when the broker has it. */
    public RecordMetadata write(String topic, int partition, byte[] key, byte[] value) {
        return await(() ->
                producer.send(new ProducerRecord<>(topic, partition, key, value))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    public RecordMetadata write(String topic, int partition, String key, String value) {
        return write(
                topic,
                partition,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a topic of one partition. */
    public void create(String topic) {
        try (Admin admin =
                Admin.create(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            await(() ->
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                            .all()
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    private interface Call<T> {
        T get() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T await(Call<T> call) {
        try {
            return call.get();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
