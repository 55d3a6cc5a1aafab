package io.signalbox.router.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.contracts.event.JobPostponed;
import io.signalbox.contracts.event.RecordType;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Headers;
import io.signalbox.contracts.wire.Json;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.testsupport.Events;
import io.signalbox.testsupport.kafka.BrokerSettings;
import io.signalbox.testsupport.kafka.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mover on a real broker; a test says what time it is. */
class WaitingMoverIT {

    private static final long LIMIT_SECONDS = 30;
    private static final Instant START = Events.NOON;

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, byte[]> producer;
    private static int prefixes;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final Recording recording = new Recording();
    private KafkaAddress address;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = EmbeddedBroker.start(BrokerSettings.in(data));
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    /** Topics and a group position of its own. */
    @BeforeEach
    void freshTopics() {
        String prefix = "mover" + prefixes++;
        broker.createTopics(prefix, 2);
        address = new KafkaAddress(broker.bootstrapServers(), prefix);
    }

    @Test
    void aRecordPassesTheTiersUntilLessThanFiveSecondsRemain() throws Exception {
        JobPostponed record = postponed(Duration.ofSeconds(73));
        write(Topic.WAITING_1M, record).get(LIMIT_SECONDS, TimeUnit.SECONDS);

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            now.set(START.plusSeconds(60));
            assertThat(recording.next()).isEqualTo(moved(Topic.WAITING_5S, record, now.get()));
            now.set(START.plusSeconds(65));
            assertThat(recording.next()).isEqualTo(moved(Topic.WAITING_5S, record, now.get()));
            now.set(START.plusSeconds(70));
            assertThat(recording.next()).isEqualTo(moved(Topic.REROUTES, record, now.get()));
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void aHeadThatIsDueLeavesBeforeItsTierIsOver() throws Exception {
        JobPostponed soon = postponed(Duration.ofSeconds(2));
        JobPostponed later = postponed(Duration.ofMinutes(5));
        write(Topic.WAITING_5S, soon).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        write(Topic.WAITING_1M, later).get(LIMIT_SECONDS, TimeUnit.SECONDS);

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            now.set(START.plusSeconds(2));

            assertThat(recording.next()).isEqualTo(moved(Topic.REROUTES, soon, now.get()));
            now.set(START.plusSeconds(60));
            assertThat(recording.next()).isEqualTo(moved(Topic.WAITING_1M, later, now.get()));
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void aStopInTheMiddleLosesNothing() throws Exception {
        Set<JobId> all = new HashSet<>();
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            JobPostponed record = postponed(Duration.ofSeconds(5 + i % 2 * 5));
            all.add(record.jobId());
            written.add(write(Topic.WAITING_5S, record));
        }
        CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        now.set(START.plusSeconds(5));
        Set<JobId> back = new HashSet<>();

        // The first mover is stopped while the acknowledgement of a batch is missing.
        recording.acknowledgements = new Semaphore(7);
        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 7)) {
            for (int i = 0; i < 14; i++) {
                back(recording.next(), back);
            }
            assertThat(mover.isAssigned()).isTrue();
        }
        recording.acknowledgements = null;
        try (WaitingMover next = WaitingMover.start(address, recording, clock, 7)) {
            now.set(START.plusSeconds(30));
            while (back.size() < all.size()) {
                back(recording.next(), back);
            }
            assertThat(next.isAssigned()).isTrue();
        }

        assertThat(back).isEqualTo(all);
    }

    @Test
    void whatIsNoJobThatWaitsIsPutAside() throws Exception {
        producer.send(new ProducerRecord<>(address.topicName(Topic.WAITING_10M), "x", new byte[1]))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            assertThat(recording.deadLetters.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("x");
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void aRecordWithoutItsFieldsIsPutAside() throws Exception {
        ProducerRecord<String, byte[]> empty =
                new ProducerRecord<>(
                        address.topicName(Topic.WAITING_5S),
                        "empty",
                        "{}".getBytes(StandardCharsets.UTF_8));
        empty.headers()
                .add(
                        Headers.CE_TYPE,
                        RecordType.JOB_POSTPONED.typeName().getBytes(StandardCharsets.UTF_8));
        producer.send(empty).get(LIMIT_SECONDS, TimeUnit.SECONDS);

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            assertThat(recording.deadLetters.poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("empty");
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void aRecordWhoseMoveThrowsIsNotLost() throws Exception {
        JobPostponed record = postponed(Duration.ofSeconds(2));
        write(Topic.WAITING_5S, record).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        now.set(START.plusSeconds(2));
        recording.before(
                record.jobId(),
                () -> {
                    throw new IllegalStateException("a bug");
                });

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            assertThat(recording.next().record().jobId()).isEqualTo(record.jobId());
            assertThat(recording.next().record().jobId()).isEqualTo(record.jobId());
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void aPartitionThatIsNotTakenHoldsUpNoOther() throws Exception {
        JobPostponed stuck = postponed(Duration.ofSeconds(2));
        JobPostponed other = postponed(Duration.ofSeconds(2));
        JobPostponed later = postponed(Duration.ofSeconds(4));
        write(Topic.WAITING_5S, 0, stuck).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        write(Topic.WAITING_5S, 1, other).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        write(Topic.WAITING_5S, 1, later).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        recording.before(stuck.jobId(), CompletableFuture::new);

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            now.set(START.plusSeconds(2));
            assertThat(
                            List.of(
                                    recording.next().record().jobId(),
                                    recording.next().record().jobId()))
                    .containsExactlyInAnyOrder(stuck.jobId(), other.jobId());
            now.set(START.plusSeconds(4));
            assertThat(recording.next().record().jobId()).isEqualTo(later.jobId());
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    @Test
    void whatWasTakenIsNotWrittenAgainWithWhatWasNot() throws Exception {
        JobPostponed refused = postponed(Duration.ofSeconds(2));
        JobPostponed taken = postponed(Duration.ofSeconds(2));
        JobPostponed last = postponed(Duration.ofSeconds(4));
        write(Topic.WAITING_5S, 0, refused).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        write(Topic.WAITING_5S, 0, taken).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        write(Topic.WAITING_5S, 0, last).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        now.set(START.plusSeconds(2));
        recording.before(
                refused.jobId(),
                () -> CompletableFuture.failedFuture(new TimeoutException("no leader")));

        try (WaitingMover mover = WaitingMover.start(address, recording, clock, 10)) {
            List<JobId> moved = new ArrayList<>();
            while (!moved.contains(last.jobId())) {
                moved.add(recording.next().record().jobId());
                if (moved.indexOf(refused.jobId()) != moved.lastIndexOf(refused.jobId())) {
                    now.set(START.plusSeconds(4));
                }
            }
            assertThat(moved).filteredOn(taken.jobId()::equals).hasSize(1);
            assertThat(moved).filteredOn(refused.jobId()::equals).hasSize(2);
            assertThat(mover.isAssigned()).isTrue();
        }
    }

    private static void back(Moved moved, Set<JobId> back) {
        if (moved.topic() == Topic.REROUTES) {
            back.add(moved.record().jobId());
        }
    }

    private static Moved moved(Topic topic, JobPostponed record, Instant at) {
        return new Moved(topic, record.entered(at));
    }

    private static JobPostponed postponed(Duration wait) {
        return new JobPostponed(
                Events.admitted(JobId.create(), Job.chat("auto", ChatInput.of("hi")), DAY_LONG),
                List.of(Events.BOLT),
                List.of(),
                List.of(),
                START.plus(wait),
                START,
                "a test");
    }

    /** So that no deadline is near. */
    private static final Instant DAY_LONG = START.plus(Duration.ofHours(24));

    private CompletableFuture<Void> write(Topic topic, SignalboxRecord value) {
        return write(topic, null, value);
    }

    private CompletableFuture<Void> write(
            Topic topic, @Nullable Integer partition, SignalboxRecord value) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(
                        address.topicName(topic),
                        partition,
                        value.jobId().value(),
                        Json.bytes(value));
        record.headers()
                .add(
                        Headers.CE_TYPE,
                        RecordType.of(value).typeName().getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        var _ =
                producer.send(
                        record,
                        (_, failure) -> {
                            if (failure == null) {
                                acknowledged.complete(null);
                            } else {
                                acknowledged.completeExceptionally(failure);
                            }
                        });
        return acknowledged;
    }

    private record Moved(Topic topic, JobPostponed record) {}

    /** Writes to the broker and remembers what. */
    private final class Recording implements WaitingMover.Outlet {

        private final BlockingQueue<Moved> moved = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> deadLetters = new LinkedBlockingQueue<>();

        /** What happens, once, instead of a write. */
        private final Map<JobId, Supplier<CompletableFuture<Void>>> before =
                new ConcurrentHashMap<>();

        void before(JobId jobId, Supplier<CompletableFuture<Void>> instead) {
            before.put(jobId, instead);
        }

        /** How many more writes are acknowledged; null is all. */
        private volatile @Nullable Semaphore acknowledgements;

        Moved next() throws InterruptedException {
            Moved next = moved.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a moved record").isNotNull();
            return next;
        }

        @Override
        public CompletableFuture<Void> move(Topic topic, JobPostponed record) {
            moved.add(new Moved(topic, record));
            Supplier<CompletableFuture<Void>> instead = before.remove(record.jobId());
            if (instead != null) {
                return instead.get();
            }
            Semaphore limited = acknowledgements;
            return limited != null && !limited.tryAcquire()
                    ? new CompletableFuture<>()
                    : write(topic, record);
        }

        @Override
        public CompletableFuture<Void> deadLetter(ConsumerRecord<String, byte[]> raw) {
            deadLetters.add(raw.key());
            return CompletableFuture.completedFuture(null);
        }
    }
}
