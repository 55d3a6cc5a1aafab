package io.signalbox.router.dispatch;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecentIds;
import io.signalbox.messaging.RecordReader;
import io.signalbox.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Jobs whose end is written already, so that one that waits is dropped when it comes up. Reads the
 * controls topic from its beginning. Thread-safe.
 */
@ApplicationScoped
class CancelledJobs {

    private final KafkaAddress address;
    private final RecentIds cancelled;
    private @Nullable AssignedReader reader;

    CancelledJobs(KafkaAddress address, RouterConfig config) {
        this.address = address;
        this.cancelled = new RecentIds(config.rememberedDecisions());
    }

    boolean contains(JobId jobId) {
        return cancelled.contains(jobId.value());
    }

    void start(@Observes StartupEvent event) {
        reader =
                AssignedReader.start(
                        "router-controls",
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.CONTROLS), 0)),
                        AssignedReader.From.BEGINNING,
                        this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (RecordReader.read(raw) instanceof RecordReader.Read.Known known
                && known.value() instanceof CancelRequested request) {
            cancelled.add(request.jobId().value());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }
}
