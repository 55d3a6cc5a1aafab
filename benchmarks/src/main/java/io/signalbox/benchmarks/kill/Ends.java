package io.signalbox.benchmarks.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The terminal records of jobs, read from the results topic itself. */
final class Ends {

    private static final String TOPIC = "signalbox.results";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, List<Long>> writtenAtMs = new HashMap<>();

    private Ends() {}

    /**
     * Reads until each of the jobs has an end, and then for the quiet time, or until the limit.
     *
     * @param quiet in which second ends may come
     */
    static Ends read(String brokers, Set<String> jobs, Duration limit, Duration quiet) {
        Ends ends = new Ends();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", brokers, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(TOPIC).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long until = System.nanoTime() + limit.toNanos();
            boolean allThere = false;
            while (System.nanoTime() < until) {
                consumer.poll(POLL)
                        .forEach(record ->
                                ends.writtenAtMs
                                        .computeIfAbsent(record.key(), _ -> new ArrayList<>())
                                        .add(record.timestamp()));
                if (!allThere && ends.writtenAtMs.keySet().containsAll(jobs)) {
                    allThere = true;
                    until = System.nanoTime() + quiet.toNanos();
                }
            }
        }
        ends.writtenAtMs.keySet().retainAll(jobs);
        return ends;
    }

    /** Jobs with an end. */
    int jobs() {
        return writtenAtMs.size();
    }

    /** Jobs whose first end was written by then, in ms since 1970. */
    long writtenBy(long timeMs) {
        return writtenAtMs.values().stream().filter(times -> times.getFirst() <= timeMs).count();
    }

    /** Ends after a job's first: written, and hidden from every reader. */
    int hidden() {
        return writtenAtMs.values().stream().mapToInt(times -> times.size() - 1).sum();
    }
}
