package io.signalbox.gateway.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final TopicPartition PROGRESS = new TopicPartition("progress", 0);
    private static final TopicPartition RESULTS = new TopicPartition("results", 0);
    private static final List<TopicPartition> ALL = List.of(EVENTS, PROGRESS, RESULTS);
    private static final int PAGE = 2;

    /** The times of each partition's records; offsets count from 0. */
    private final Map<TopicPartition, List<Long>> log =
            Map.of(
                    EVENTS, List.of(100L, 101L, 105L, 140L),
                    PROGRESS, List.of(102L, 103L, 104L, 110L, 109L, 120L, 130L),
                    RESULTS, List.of(135L));

    private final Map<TopicPartition, Long> ends =
            new HashMap<>(Map.of(EVENTS, 4L, PROGRESS, 7L, RESULTS, 1L));
    private int reads;

    @Test
    void pagesAreMergedInOrderEachRecordOnce() throws IOException, InterruptedException {
        assertThat(told(Map.of()))
                .containsExactly(
                        "events-0",
                        "events-1",
                        "progress-0",
                        "progress-1",
                        "progress-2",
                        "events-2",
                        "progress-3",
                        "progress-4",
                        "progress-5",
                        "progress-6",
                        "results-0",
                        "events-3");
    }

    @Test
    void itBeginsAndEndsWhereItIsTold() throws IOException, InterruptedException {
        ends.put(PROGRESS, 5L);
        ends.remove(RESULTS);

        assertThat(told(Map.of(EVENTS, 2L, PROGRESS, 2L)))
                .containsExactly("progress-2", "events-2", "progress-3", "progress-4", "events-3");
    }

    @Test
    void whereThereIsNothingNothingIsRead() throws IOException, InterruptedException {
        assertThat(told(ends)).isEmpty();
        assertThat(reads).isZero();
    }

    @Test
    void itReadsNoFurtherThanItIsAsked() throws IOException, InterruptedException {
        ReadBack past = new ReadBack(ALL, Map.of(), ends, this::page);

        // Before the first is told a page of each partition is read, and nothing after that
        assertThat(past.next()).hasSizeLessThanOrEqualTo(PAGE * ALL.size());
        assertThat(reads).isLessThanOrEqualTo(ALL.size());
    }

    private List<String> told(Map<TopicPartition, Long> from)
            throws IOException, InterruptedException {
        ReadBack past = new ReadBack(ALL, from, ends, this::page);
        List<String> told = new ArrayList<>();
        for (var page = past.next(); !page.isEmpty(); page = past.next()) {
            page.forEach(record -> told.add(record.topic() + "-" + record.offset()));
        }
        return told;
    }

    /** All partitions share a page, as with Kafka: some may get no room in it. */
    private ReadBack.Page page(Map<TopicPartition, Long> from) {
        reads++;
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Map<TopicPartition, Long> next = new HashMap<>(from);
        for (TopicPartition partition : ALL) {
            long end = from.containsKey(partition) ? ends.getOrDefault(partition, 0L) : 0;
            for (long offset = from.getOrDefault(partition, 0L);
                    offset < end && records.size() < PAGE;
                    offset++) {
                records.add(written(partition, offset));
                next.put(partition, offset + 1);
            }
        }
        return new ReadBack.Page(records, next);
    }

    private ConsumerRecord<String, byte[]> written(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                log.getOrDefault(partition, List.of()).get((int) offset),
                TimestampType.CREATE_TIME,
                1,
                0,
                "J",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
