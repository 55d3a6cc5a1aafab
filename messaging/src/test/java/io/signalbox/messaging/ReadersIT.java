package io.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersIT {

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(BrokerSettings.in(data));
        broker.createTopics("t");
        broker.createTopics("u");
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void aReaderFromTheEndSeesOnlyWhatComesAfterItIsReady() throws Exception {
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), "t");
        String topic = address.topicName(Topic.RESULTS);
        send(new ProducerRecord<>(topic, 4, "before", new byte[] {1}));
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        try (AssignedReader reader =
                AssignedReader.start(
                        "test-reader",
                        address,
                        List.of(new TopicPartition(topic, 4)),
                        AssignedReader.From.END,
                        record -> seen.add(record.key()))) {
            reader.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
            send(new ProducerRecord<>(topic, 4, "after", new byte[] {2}));

            assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo("after");
        }
    }

    @Test
    void aReaderFromTheBeginningIsReadyWhenItHasReadWhatWasThere() throws Exception {
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), "t");
        String topic = address.topicName(Topic.FLEET);
        send(new ProducerRecord<>(topic, 0, "one", new byte[] {1}));
        send(new ProducerRecord<>(topic, 0, "two", new byte[] {1}));
        List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());

        try (AssignedReader reader =
                AssignedReader.start(
                        "test-table",
                        address,
                        List.of(new TopicPartition(topic, 0)),
                        AssignedReader.From.BEGINNING,
                        record -> seen.add(record.key()))) {
            reader.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(seen).containsExactly("one", "two");
        }
    }

    @Test
    void eventsSinceTheFirstUncommittedRecordAreReadBack() throws Exception {
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), "u");
        String work = address.topicName(Topic.ADMITTED);
        String events = address.topicName(Topic.EVENTS);
        Instant then = Instant.now().minusSeconds(3600);
        JobId old = JobId.create();
        JobId fresh = JobId.create();
        // Work: one record an hour ago (committed), one now. Events: one for each.
        send(new ProducerRecord<>(work, 3, then.toEpochMilli(), old.value(), new byte[] {1}));
        send(event(events, 3, then.toEpochMilli() - 120_000, JobId.create()));
        send(event(events, 3, then.toEpochMilli(), old));
        send(event(events, 3, Instant.now().toEpochMilli(), fresh));
        send(event(events, 5, Instant.now().toEpochMilli(), JobId.create()));
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        committed.put(new TopicPartition(work, 3), new OffsetAndMetadata(1));
        List<SignalboxRecord> read = new ArrayList<>();

        new EventReplay(address, "test-replay").replay(committed, read::add);

        assertThat(read).extracting(SignalboxRecord::jobId).containsExactly(old, fresh);
    }

    @Test
    void aPartitionWithoutWorkNeedsNoEvents() {
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), "u");
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        committed.put(
                new TopicPartition(address.topicName(Topic.REROUTES), 0), new OffsetAndMetadata(0));
        List<SignalboxRecord> read = new ArrayList<>();

        new EventReplay(address, "test-replay").replay(committed, read::add);

        assertThat(read).isEmpty();
    }

    @Test
    void partitionsAreTakenAlthoughReadingBackFailsAtFirst() {
        // Given a memory that cannot be read back the first time
        KafkaAddress address = new KafkaAddress(broker.bootstrapServers(), "u");
        TopicPartition partition = new TopicPartition(address.topicName(Topic.FLEET), 0);
        List<Set<TopicPartition>> readBack = new ArrayList<>();
        Set<TopicPartition> taken = new HashSet<>();
        ReplayListener listener =
                new ReplayListener(
                        committed -> {
                            readBack.add(Set.copyOf(committed.keySet()));
                            if (readBack.size() == 1) {
                                throw new TimeoutException("the leader is away");
                            }
                        },
                        taken::addAll,
                        taken::removeAll) {};

        // When a group's consumer gets the partition
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(address.groupConfig("test-replay", "test-replay"))) {
            consumer.subscribe(
                    List.of(partition.topic()),
                    new ConsumerRebalanceListener() {
                        @Override
                        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                            listener.onPartitionsAssigned(consumer, partitions);
                        }

                        @Override
                        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                            listener.onPartitionsRevoked(consumer, partitions);
                        }
                    });
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100));
            }

            // Then
            assertThat(taken).containsExactly(partition);
            assertThat(listener.isAssigned()).isTrue();
            assertThat(readBack).containsExactly(Set.of(partition), Set.of(partition));
        }
        assertThat(taken).isEmpty();
    }

    private static ProducerRecord<String, byte[]> event(
            String topic, int partition, long timestamp, JobId jobId) {
        JobRouted routed =
                new JobRouted(
                        jobId, "t", new AttemptId(jobId, 1), null, null, "test", Instant.now());
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        topic, partition, timestamp, jobId.value(), Json.bytes(routed));
        record.headers()
                .add(
                        Headers.CE_TYPE,
                        RecordType.of(routed).typeName().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static void send(ProducerRecord<String, byte[]> record) throws Exception {
        producer.send(record).get(60, TimeUnit.SECONDS);
    }
}
