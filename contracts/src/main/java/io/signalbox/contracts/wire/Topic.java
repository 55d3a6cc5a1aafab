package io.signalbox.contracts.wire;

import java.time.Duration;
import java.util.Map;

/**
 * Every topic: what its key is, how many partitions it has and how long it is kept. Standalone and
 * the chart create topics from this list; start-up checks them against it.
 */
public enum Topic {
    /** Intake: the public job JSON, any key. */
    JOBS("jobs", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobAdmitted} by jobId. */
    ADMITTED("admitted", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code AttemptDispatched} by jobId, interactive. */
    ATTEMPTS_API("attempts.api", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code AttemptDispatched} by jobId, batch. */
    ATTEMPTS_API_BATCH("attempts.api.batch", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code AttemptRerouted}, and {@code JobPostponed} whose time has come, by jobId. */
    REROUTES("reroutes", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobPostponed} by jobId; each record stays 5 s. */
    WAITING_5S("waiting.5s", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobPostponed} by jobId; each record stays a minute. */
    WAITING_1M("waiting.1m", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobPostponed} by jobId; each record stays ten minutes. */
    WAITING_10M("waiting.10m", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobPostponed} by jobId; each record stays an hour. */
    WAITING_1H("waiting.1h", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code JobFinished} by jobId, in the job's reply partition. */
    RESULTS("results", Partitions.DEFAULT, Duration.ofDays(7), false),
    /** {@code Chunk} by jobId, in the job's reply partition. */
    PROGRESS("progress", Partitions.DEFAULT, Duration.ofHours(1), false),
    /**
     * {@code JobRouted}, {@code AttemptStarted}, {@code AttemptFinished}, {@code JobWaiting} by
     * jobId; partitioned like {@link #ATTEMPTS_API}, kept longer than it. The audit log.
     */
    EVENTS("events", Partitions.DEFAULT, Duration.ofDays(30), false),
    /** {@code ProviderReport} by worker/provider. */
    FLEET("fleet", Partitions.SINGLE, Duration.ofHours(1), true),
    /** {@code Insight} by subject: what the ledger has learnt. */
    INSIGHTS("insights", Partitions.SINGLE, Duration.ofHours(1), true),
    /**
     * {@code CancelRequested} by jobId, {@code ModelCommand} by its own id, read by every worker;
     * kept longer than any deadline.
     */
    CONTROLS("controls", Partitions.SINGLE, Duration.ofDays(2), false),
    /** The bytes as they came, the reason in headers. */
    DEAD_LETTERS("dead-letters", Partitions.SINGLE, Duration.ofDays(28), false);

    /** Default of {@code signalbox.topic-prefix}. */
    public static final String DEFAULT_PREFIX = "signalbox";

    /** Largest record that every topic must take, in bytes: 8 MiB. A broker's own default is 1. */
    public static final int MAX_RECORD_BYTES = 8 * 1024 * 1024;

    private final String baseName;
    private final Partitions partitions;
    private final Duration retention;
    private final boolean compacted;

    /** How many partitions a topic has by default. */
    private enum Partitions {
        DEFAULT(12),
        SINGLE(1);

        private final int count;

        Partitions(int count) {
            this.count = count;
        }
    }

    Topic(String baseName, Partitions partitions, Duration retention, boolean compacted) {
        this.baseName = baseName;
        this.partitions = partitions;
        this.retention = retention;
        this.compacted = compacted;
    }

    /** The full name under a prefix: {@code <prefix>.<name>}. */
    public String fullName(String prefix) {
        return prefix + "." + baseName;
    }

    public int defaultPartitions() {
        return partitions.count;
    }

    public Duration retention() {
        return retention;
    }

    public boolean compacted() {
        return compacted;
    }

    /** The topic's own settings, as Kafka names them. */
    public Map<String, String> settings() {
        return Map.of(
                "retention.ms",
                Long.toString(retention.toMillis()),
                "cleanup.policy",
                compacted ? "compact,delete" : "delete",
                // Ids and deadlines of jobs count from the record's time: the broker's clock, not
                // the producer's.
                "message.timestamp.type",
                this == JOBS ? "LogAppendTime" : "CreateTime");
    }
}
