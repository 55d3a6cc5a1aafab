package io.signalbox.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads partitions by assignment, without a group: every instance that has one sees every record.
 * For replies and for compacted tables.
 *
 * <p>The handler runs on the reader's one thread, in offset order per partition; what it throws is
 * logged and skipped. Broken connections heal by themselves.
 */
public final class AssignedReader implements AutoCloseable {

    /** Where reading begins. */
    public enum From {
        /** Every record that is kept; ready once the end as of start has been read. */
        BEGINNING,
        /** Only what comes after; ready once the end is known. */
        END
    }

    private static final Logger LOG = Logger.getLogger(AssignedReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final List<TopicPartition> partitions;
    private final From from;
    private final Consumer<ConsumerRecord<String, byte[]>> handler;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final String name;
    private final ConsumerThread thread;

    private AssignedReader(
            String name,
            KafkaAddress address,
            List<TopicPartition> partitions,
            From from,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        this.name = name;
        this.partitions = List.copyOf(partitions);
        this.from = from;
        this.handler = handler;
        this.thread =
                new ConsumerThread(
                        name, () -> new KafkaConsumer<>(address.readerConfig(name)), this::consume);
    }

    /**
     * @param name names the thread and the Kafka client
     */
    public static AssignedReader start(
            String name,
            KafkaAddress address,
            List<TopicPartition> partitions,
            From from,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        AssignedReader reader = new AssignedReader(name, address, partitions, from, handler);
        reader.thread.start();
        return reader;
    }

    /** Completes once, when this reader stands where {@link From} says. */
    public CompletionStage<Void> ready() {
        return ready.copy();
    }

    public boolean isReady() {
        return ready.isDone();
    }

    private void consume(KafkaConsumer<String, byte[]> consumer) {
        try {
            read(consumer);
        } finally {
            // There is no group to leave; by default it would wait for what the broker answers to a
            // fetch that it holds back for lack of records.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            Long known = positions.get(partition);
            if (known != null) {
                consumer.seek(partition, known);
            } else if (from == From.END) {
                consumer.seek(partition, ends.getOrDefault(partition, 0L));
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
            positions.put(partition, consumer.position(partition));
        }
        thread.goesWell();
        while (!thread.isClosed()) {
            if (!ready.isDone() && hasReached(ends)) {
                ready.complete(null);
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                handle(record);
            }
            partitions.forEach(p -> positions.put(p, consumer.position(p)));
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            handler.accept(record);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "%s: the handler failed at %s-%d@%d",
                    name,
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    /** Stops the thread and waits for it, at most 5 s. */
    @Override
    public void close() {
        thread.close();
    }
}
