package io.signalbox.gateway.follow;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What was written of one job between two offsets, page by page, in the order of the records'
 * times. Between two pages it holds nothing but records, at most a page of each partition: who
 * tells them may be as slow as its caller. Used by one thread.
 */
final class ReadBack {

    private final Pages pages;
    private final Map<TopicPartition, Long> to;

    /** The offset of the first record that was not read, of partitions that are not read out. */
    private final Map<TopicPartition, Long> open = new HashMap<>();

    private final InOrder ordered = new InOrder();

    /** Reads at most a page; blocks. */
    @FunctionalInterface
    interface Pages {

        /**
         * @param from the partitions to read, and the offset to begin at
         */
        Page read(Map<TopicPartition, Long> from) throws IOException, InterruptedException;
    }

    /**
     * Some of the job's records.
     *
     * @param records each partition's in the order of its offsets
     * @param next the offset to go on at, of each partition that was asked for
     */
    record Page(List<ConsumerRecord<String, byte[]>> records, Map<TopicPartition, Long> next) {}

    /**
     * @param from inclusive; 0 where a partition is missing
     * @param to exclusive; nothing is read where a partition is missing
     */
    ReadBack(
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Pages pages) {
        this.to = Map.copyOf(to);
        this.pages = pages;
        partitions.forEach(partition -> goOn(partition, from.getOrDefault(partition, 0L)));
    }

    /** The next records in order, each once; none when all were read. */
    List<ConsumerRecord<String, byte[]>> next() throws IOException, InterruptedException {
        List<ConsumerRecord<String, byte[]>> due = due();
        while (due.isEmpty() && !open.isEmpty()) {
            readMore();
            due = due();
        }
        return due;
    }

    private List<ConsumerRecord<String, byte[]>> due() {
        long horizon = horizon();
        List<ConsumerRecord<String, byte[]>> due = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> next = ordered.pollUntil(horizon);
                next != null;
                next = ordered.pollUntil(horizon)) {
            due.add(next);
        }
        return due;
    }

    /** Up to this time no partition can have a record that was not read. */
    private long horizon() {
        return open.keySet().stream().mapToLong(ordered::latestTime).min().orElse(Long.MAX_VALUE);
    }

    /** Only of partitions that hold the others back: nothing of theirs is held. */
    private void readMore() throws IOException, InterruptedException {
        long horizon = horizon();
        Map<TopicPartition, Long> behind = new HashMap<>(open);
        behind.keySet().removeIf(partition -> ordered.latestTime(partition) > horizon);
        Page page = pages.read(behind);
        page.records().forEach(record -> ordered.add(record, 0, Duration.ZERO));
        page.next().forEach(this::goOn);
    }

    private void goOn(TopicPartition partition, long offset) {
        if (offset < to.getOrDefault(partition, 0L)) {
            open.put(partition, offset);
        } else {
            open.remove(partition);
        }
    }
}
