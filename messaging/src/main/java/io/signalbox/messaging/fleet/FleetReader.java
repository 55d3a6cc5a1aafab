package io.signalbox.messaging.fleet;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.AssignedReader;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a {@link Fleet} up to date from the fleet topic; one per process. */
@ApplicationScoped
public class FleetReader {

    private static final Logger LOG = Logger.getLogger(FleetReader.class);

    private final KafkaAddress address;
    private final InstantSource clock = InstantSource.system();
    private final Fleet fleet = new Fleet();
    private final List<Consumer<ProviderReport>> followers = new CopyOnWriteArrayList<>();
    private @Nullable AssignedReader reader;

    FleetReader(KafkaAddress address) {
        this.address = address;
    }

    public Fleet fleet() {
        return fleet;
    }

    /**
     * From now on called with every report, after it counts, on the thread that reads: it must not
     * take long.
     */
    public void onReport(Consumer<ProviderReport> follower) {
        followers.add(follower);
    }

    /** Whether everything that was known at start has been read. */
    public boolean isReady() {
        AssignedReader started = reader;
        return started != null && started.isReady();
    }

    void start(@Observes StartupEvent event) {
        reader =
                AssignedReader.start(
                        "fleet-reader",
                        address,
                        List.of(new TopicPartition(address.topicName(Topic.FLEET), 0)),
                        AssignedReader.From.BEGINNING,
                        this::apply);
    }

    private void apply(ConsumerRecord<String, byte[]> raw) {
        if (raw.value() == null) {
            return;
        }
        try {
            ProviderReport report = Json.read(raw.value(), ProviderReport.class);
            fleet.apply(timed(report, isReady(), clock.instant()));
            followers.forEach(follower -> follower.accept(report));
        } catch (IOException e) {
            LOG.warnf("fleet record at %d is unreadable: %s", raw.offset(), e.getMessage());
        }
    }

    /**
     * What comes while this process runs has the time of its arrival: no worker's clock is compared
     * with ours. What was there before has its worker's time, but none to come: the next heartbeat
     * sets it right.
     */
    static ProviderReport timed(ProviderReport report, boolean arrivesNow, Instant now) {
        return arrivesNow || report.at().isAfter(now) ? report.seenAt(now) : report;
    }

    void stop(@Observes ShutdownEvent event) {
        if (reader != null) {
            reader.close();
        }
    }
}
