package io.signalbox.benchmarks.overhead;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much the suite's topics hold on the broker's disk. */
final class TopicUse implements AutoCloseable {

    private static final String PREFIX = "signalbox.";

    private final Admin admin;

    TopicUse(String brokers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
    }

    /** Bytes in the log and records ever written, of one topic. */
    record Amount(long bytes, long records) {

        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(bytes + other.bytes, records + other.records);
        }

        Amount minus(Amount other) {
            return new Amount(bytes - other.bytes, records - other.records);
        }
    }

    /** Now, by topic, without the prefix. */
    Map<String, Amount> now() throws InterruptedException {
        try {
            Map<TopicPartition, Long> bytes = new HashMap<>();
            for (LogDirDescription directory : directories()) {
                directory
                        .replicaInfos()
                        .forEach((partition, info) -> bytes.put(partition, info.size()));
            }
            bytes.keySet().removeIf(partition -> !partition.topic().startsWith(PREFIX));
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            bytes.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<String, Amount> use = new TreeMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) ->
                            use.merge(
                                    partition.topic().substring(PREFIX.length()),
                                    new Amount(bytes.getOrDefault(partition, 0L), end.offset()),
                                    Amount::plus));
            return use;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not tell its log sizes", e);
        }
    }

    private Collection<LogDirDescription> directories()
            throws ExecutionException, InterruptedException {
        List<Integer> nodes =
                admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
        return admin.describeLogDirs(nodes).allDescriptions().get().values().stream()
                .flatMap(byPath -> byPath.values().stream())
                .toList();
    }

    /** What came between two looks. */
    static Map<String, Amount> between(Map<String, Amount> before, Map<String, Amount> after) {
        Map<String, Amount> grown = new TreeMap<>();
        after.forEach((topic, amount) ->
                grown.put(topic, amount.minus(before.getOrDefault(topic, Amount.NONE))));
        return grown;
    }

    @Override
    public void close() {
        admin.close();
    }
}
