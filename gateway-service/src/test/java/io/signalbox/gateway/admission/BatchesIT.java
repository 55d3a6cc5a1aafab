package io.signalbox.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.wire.Json;
import io.signalbox.gateway.SharedPostgres;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.testsupport.Events;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a real Postgres, before a broker that takes what the test says. */
@ExtendWith(SharedPostgres.class)
class BatchesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** For each statement, where none is waited for in full. */
    private static final Duration STATEMENT = Duration.ofSeconds(10);

    private final Pool pool;
    private final Batches batches;
    private final List<JobAdmitted> given = new ArrayList<>();
    private List<Integer> taken = List.of();
    private Runnable meanwhile = () -> {};
    private CompletableFuture<?> others = CompletableFuture.completedFuture(null);

    BatchesIT(Pool pool) {
        this.pool = pool;
        this.batches = new Batches(new Broker(), new BatchStore(pool), STATEMENT);
    }

    private final class Broker implements Batches.Door {

        @Override
        public JobAdmitted prepare(Job job, String tenant, JobId ours) {
            return admitted(job, tenant, ours);
        }

        @Override
        public CompletionStage<?> acceptAll(List<JobAdmitted> jobs, Consumer<JobId> ok) {
            given.addAll(jobs);
            meanwhile.run();
            if (taken.isEmpty()) {
                throw ApiException.away("broker_unavailable", "away", LIMIT);
            }
            ok.accept(jobs.get(taken.getFirst()).jobId());
            return others.thenRun(
                    () -> taken.stream().skip(1).forEach(i -> ok.accept(jobs.get(i).jobId())));
        }
    }

    private static JobAdmitted admitted(Job job, String tenant, JobId id) {
        if (job.profile() != null) {
            throw ApiException.invalid("profile", "no profile " + job.profile());
        }
        return new JobAdmitted(
                id, tenant, job, Events.NOON, Events.NOON.plusSeconds(60), 3, false, null, null);
    }

    @BeforeEach
    void empty() {
        pool.query("truncate gateway.batches, gateway.submissions, gateway.jobs")
                .execute()
                .await()
                .atMost(LIMIT);
    }

    @Test
    void whereTheBrokerTakesNoneNothingIsKeptAndTheKeyMayBeUsedAgain() {
        // Given
        assertThatThrownBy(() -> submit("k1"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessageContaining("the batch was not accepted");
        assertThat(states()).isEmpty();

        // When
        taken = List.of(0, 1, 2);
        JobId id = submit("k1");

        // Then
        assertThat(states()).containsExactly("accepted", "accepted", "accepted");
        assertThat(given.subList(3, 6)).isEqualTo(given.subList(0, 3));
        assertThat(batches.find(id, Events.TENANT)).isPresent();
    }

    /** Else it would be told to be accepted, and the first sender's refusal would take it away. */
    @Test
    void whoSendsItAgainWhileTheBrokerHasNoneIsNotToldThatItIsAccepted() {
        AtomicReference<Throwable> again = new AtomicReference<>();
        meanwhile = () -> again.set(catchThrowable(() -> submit("k1")));

        assertThatThrownBy(() -> submit("k1")).isInstanceOf(ApiException.class);

        assertThat(again.get())
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(given).as("by the first only").hasSize(3);
        assertThat(states()).isEmpty();
    }

    @Test
    void whatItDoesNotTakeAfterTheFirstIsLeftToTheSweeper() {
        taken = List.of(0, 2);

        JobId id = submit("k1");

        assertThat(states()).containsExactly("accepted", "accepted", "pending");
        assertThat(batches.find(id, Events.TENANT).orElseThrow().jobs()).hasSize(3);
        assertThat(submit("k1")).isEqualTo(id);
        assertThat(given).as("sent again, it is given to nobody").hasSize(3);
    }

    @Test
    void theOthersAreNotWaitedForForEver() {
        taken = List.of(0, 1, 2);
        others = new CompletableFuture<>();
        Batches impatient = new Batches(new Broker(), new BatchStore(pool), Duration.ofSeconds(3));

        submit(impatient, "k1");

        assertThat(states()).containsExactly("accepted", "pending", "pending");
        others.complete(null);
        Instant until = Instant.now().plus(LIMIT);
        while (states().contains("pending") && Instant.now().isBefore(until)) {
            Thread.onSpinWait();
        }
        assertThat(states()).containsOnly("accepted");
    }

    @Test
    void mistakesAreToldWithTheirPlacesTenAtMost() {
        List<Job> jobs =
                Stream.concat(
                                Stream.of(Job.chat("auto", ChatInput.of("good"))),
                                Stream.generate(BatchesIT::bad).limit(11))
                        .toList();

        assertThatThrownBy(() -> batches.submit(jobs, Events.TENANT, null, job -> {}))
                .hasMessageStartingWith(
                        "11 of 12 jobs cannot be taken, so nothing was accepted: [1]: no profile x; [2]")
                .hasMessageEndingWith("[10]: no profile x; and more");
        assertThat(given).isEmpty();
        assertThat(states()).isEmpty();
    }

    private static Job bad() {
        return Json.mapper().convertValue(Map.of("instruction", "x", "profile", "x"), Job.class);
    }

    private JobId submit(String key) {
        return submit(batches, key);
    }

    private static JobId submit(Batches batches, String key) {
        StoredBatch batch =
                batches.submit(
                        Stream.of("a", "b", "c")
                                .map(it -> Job.chat("auto", ChatInput.of(it)))
                                .toList(),
                        Events.TENANT,
                        key,
                        job -> {});
        return new JobId(batch.id());
    }

    /** Of all submissions. */
    private List<String> states() {
        List<String> states = new ArrayList<>();
        pool.query("select state from gateway.submissions order by state")
                .execute()
                .await()
                .atMost(LIMIT)
                .forEach(row -> states.add(row.getString("state")));
        return states;
    }
}
