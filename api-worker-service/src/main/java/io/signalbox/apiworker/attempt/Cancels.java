package io.signalbox.apiworker.attempt;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.call.CallCancel;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import io.signalbox.messaging.RecordReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are cancelled, and the calls to break off for it. Reads the controls topic from its
 * beginning, so that a cancel is known however late the job's order comes. Thread-safe.
 */
@ApplicationScoped
class Cancels {

    private final KafkaAddress address;
    private final RecentIds cancelled;
    private final OpenCalls calls = new OpenCalls();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable AssignedReader reader;

    Cancels(KafkaAddress address, ApiWorkerConfig config) {
        this.address = address;
        this.cancelled = new RecentIds(config.rememberedAttempts());
    }

    /** A token for one of the job's calls; already cancelled where the job is. */
    CallCancel begin(JobId jobId) {
        CallCancel cancel = calls.begin(jobId);
        if (isCancelled(jobId)) {
            cancel.cancel();
        }
        return cancel;
    }

    /** The call has ended; the job's others stay. */
    void end(JobId jobId, CallCancel cancel) {
        calls.end(jobId, cancel);
    }

    boolean isCancelled(JobId jobId) {
        return cancelled.contains(jobId.value());
    }

    /** Whether every cancel that was there at start is known. */
    boolean isReady() {
        return ready.isDone();
    }

    /** Blocks until then; false: it took longer. */
    boolean awaitReady(Duration limit) {
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

    void start(@Observes StartupEvent event) {
        AssignedReader started =
                AssignedReader.start(
                        "api-worker-controls",
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.CONTROLS), 0)),
                        AssignedReader.From.BEGINNING,
                        this::apply);
        reader = started;
        CompletionStage<Boolean> _ = started.ready().thenApply(ignored -> ready.complete(null));
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (RecordReader.read(raw) instanceof RecordReader.Read.Known known
                && known.value() instanceof CancelRequested request) {
            cancelled.add(request.jobId().value());
            calls.cancel(request.jobId());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }
}
