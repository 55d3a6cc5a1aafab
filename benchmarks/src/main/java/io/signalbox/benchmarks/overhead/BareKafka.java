package io.signalbox.benchmarks.overhead;

import io.signalbox.benchmarks.load.RoundTrip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The floor: a record that goes through three topics of a broker and nothing else. Each hop has a
 * producer ({@code acks=all}, {@code linger.ms=0}) and a consumer of its own, as the services have;
 * they read by assignment and commit nothing. Consumers fetch only between {@link #before} and
 * {@link #after}, so that the others are measured without them.
 */
final class BareKafka implements RoundTrip, Contender.Around, AutoCloseable {

    private static final int HOPS = 3;
    private static final int PARTITIONS = 12;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String brokers;
    private final byte[] payload;
    private final ConcurrentMap<String, CompletableFuture<Void>> pending =
            new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final List<Producer<String, byte[]>> producers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean fetching;
    private volatile boolean closed;

    private BareKafka(String brokers, int payloadBytes) {
        this.brokers = brokers;
        this.payload = new byte[payloadBytes];
    }

    /** Makes the topics and starts the hops, paused. */
    static BareKafka start(String brokers, int payloadBytes) throws InterruptedException {
        BareKafka bare = new BareKafka(brokers, payloadBytes);
        bare.createTopics();
        for (int hop = 1; hop <= HOPS; hop++) {
            bare.producers.add(
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", "0"),
                            new StringSerializer(),
                            new ByteArraySerializer()));
        }
        for (int hop = 1; hop <= HOPS; hop++) {
            int number = hop;
            bare.threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("bare-hop-" + hop)
                            .start(() -> bare.serve(number)));
        }
        return bare;
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            List<NewTopic> topics = new ArrayList<>();
            for (int hop = 1; hop <= HOPS; hop++) {
                topics.add(new NewTopic(topic(hop), PARTITIONS, (short) 1));
            }
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the bare topics", e);
        }
    }

    private static String topic(int hop) {
        return "bench.hop-" + hop;
    }

    private void serve(int hop) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic(hop)).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            boolean paused = false;
            while (!closed) {
                if (fetching == paused) {
                    paused = !fetching;
                    if (paused) {
                        consumer.pause(partitions);
                    } else {
                        consumer.resume(partitions);
                    }
                }
                consumer.poll(POLL).forEach(record -> onRecord(hop, record.key(), record.value()));
            }
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private void onRecord(int hop, String key, byte[] value) {
        if (hop < HOPS) {
            produce(hop + 1, key, value);
            return;
        }
        CompletableFuture<Void> waiting = pending.remove(key);
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    private void produce(int hop, String key, byte[] value) {
        var _ =
                producers
                        .get(hop - 1)
                        .send(
                                new ProducerRecord<>(topic(hop), key, value),
                                (_, failure) -> {
                                    CompletableFuture<Void> waiting =
                                            failure == null ? null : pending.remove(key);
                                    if (waiting != null) {
                                        waiting.completeExceptionally(
                                                Objects.requireNonNull(failure));
                                    }
                                });
    }

    @Override
    public void before(int concurrency) {
        fetching = true;
    }

    @Override
    public void after(int concurrency) {
        fetching = false;
    }

    @Override
    public CompletableFuture<Void> send() {
        String key = Long.toString(ids.incrementAndGet());
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        pending.put(key, waiting);
        produce(1, key, payload);
        return waiting;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        producers.forEach(producer -> producer.close(Duration.ofSeconds(5)));
    }
}
