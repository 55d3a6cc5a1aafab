package io.signalbox.messaging.cancel;

import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import io.signalbox.messaging.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the controls topic from its beginning, so that a cancel is known however late the job's
 * order comes. Thread-safe.
 */
public final class CancelReader implements AutoCloseable {

    private final String name;
    private final KafkaAddress address;
    private final RecentIds cancelled;
    private final Consumer<JobId> follower;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable AssignedReader reader;

    /**
     * Not started yet: nothing is known.
     *
     * @param name names the thread and the Kafka client
     * @param remembered most jobs that are known; the oldest are forgotten
     * @param follower told of each cancel after it is known, on the reader's thread
     */
    public CancelReader(
            String name, KafkaAddress address, int remembered, Consumer<JobId> follower) {
        this.name = name;
        this.address = address;
        this.cancelled = new RecentIds(remembered);
        this.follower = follower;
    }

    /** To be called once. */
    public void start() {
        AssignedReader started =
                AssignedReader.start(
                        name,
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.CONTROLS), 0)),
                        AssignedReader.From.BEGINNING,
                        this::apply);
        reader = started;
        CompletionStage<Boolean> _ = started.ready().thenApply(ignored -> ready.complete(null));
    }

    public boolean contains(JobId jobId) {
        return cancelled.contains(jobId.value());
    }

    /** Whether every cancel that was there at start is known. */
    public boolean isReady() {
        return ready.isDone();
    }

    /** Blocks until then; false: it took longer. */
    public boolean awaitReady(Duration limit) {
        try {
            ready.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("readiness never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (RecordReader.read(raw) instanceof RecordReader.Read.Known known
                && known.value() instanceof CancelRequested request) {
            cancelled.add(request.jobId().value());
            follower.accept(request.jobId());
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
