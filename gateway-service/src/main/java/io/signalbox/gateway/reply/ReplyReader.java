package io.signalbox.gateway.reply;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads this instance's partition of results and progress, from its end on, and wakes the callers
 * that wait here. Jobs of others in the same partition are passed over without being parsed.
 */
@ApplicationScoped
public class ReplyReader {

    private final KafkaAddress address;
    private final PendingJobs pendingJobs;
    private final int partition;
    private @Nullable AssignedReader results;
    private @Nullable AssignedReader progress;

    ReplyReader(KafkaAddress address, PendingJobs pendingJobs, GatewayConfig config) {
        this.address = address;
        this.pendingJobs = pendingJobs;
        this.partition =
                config.replyPartition()
                        .orElseGet(() ->
                                ThreadLocalRandom.current()
                                        .nextInt(Topic.RESULTS.defaultPartitions()));
    }

    /** Where the ends of jobs that are admitted here go. */
    public int partition() {
        return partition;
    }

    /** Whether no end can be missed any more. */
    public boolean isReady() {
        AssignedReader ofResults = results;
        AssignedReader ofProgress = progress;
        return ofResults != null
                && ofResults.isReady()
                && ofProgress != null
                && ofProgress.isReady();
    }

    void start(@Observes StartupEvent event) {
        results = start(Topic.RESULTS);
        progress = start(Topic.PROGRESS);
    }

    private AssignedReader start(Topic topic) {
        String name = address.topicName(topic);
        return AssignedReader.start(
                "gateway-reply-" + name,
                address,
                List.of(new TopicPartition(name, partition)),
                AssignedReader.From.END,
                this::wake);
    }

    private void wake(ConsumerRecord<String, byte[]> raw) {
        String key = raw.key();
        if (key == null) {
            return;
        }
        List<PendingJob> callers = pendingJobs.find(key);
        if (!callers.isEmpty() && RecordReader.read(raw) instanceof RecordReader.Read.Known known) {
            if (known.value() instanceof Chunk chunk) {
                callers.forEach(pending -> pending.offer(chunk));
            } else if (known.value() instanceof JobFinished finished) {
                PendingJob.Piece.End end =
                        new PendingJob.Piece.End(
                                finished.result(), RecordReader.header(raw, Headers.RUN));
                callers.forEach(pending -> pending.complete(end));
            }
        }
    }

    void stop(@Observes ShutdownEvent event) {
        for (AssignedReader reader : new AssignedReader[] {results, progress}) {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
