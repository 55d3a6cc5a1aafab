package io.signalbox.gateway.admission;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes many jobs at once: all or none. They are noted in Postgres together before the broker gets
 * any; once it has one of them, the others follow whatever happens: what this instance cannot give
 * it, {@link SubmissionSweeper} does. Blocks.
 */
@ApplicationScoped
public class Batches {

    private static final Logger LOG = Logger.getLogger(Batches.class);

    /** So many mistakes are told at once. */
    private static final int TOLD = 10;

    /** What one job needs; all of it is {@link Admission}'s. */
    interface Door {

        JobAdmitted prepare(Job job, String tenant, JobId ours);

        CompletionStage<?> acceptAll(List<JobAdmitted> jobs, Consumer<JobId> taken);
    }

    private final Door door;
    private final BatchStore store;
    private final Duration timeout;

    @Inject
    Batches(Admission admission, BatchStore store, GatewayConfig config) {
        this(admission, store, config.submissions().timeout());
    }

    Batches(Door door, BatchStore store, Duration timeout) {
        this.door = door;
        this.store = store;
        this.timeout = timeout;
    }

    /**
     * Returns when the broker has the first of them at least and the others cannot be lost: it
     * waits for those too, but not longer than Postgres may take.
     *
     * @param besides what is to be checked of each besides the rules for all jobs; throws {@link
     *     ApiException}
     * @return the batch; the earlier one, as it is now, where it was sent before under its key
     * @throws ApiException 400 with every job that is not as it must be, 409 where the key or a
     *     job's id means something else already, 503 where Postgres or the broker does not answer:
     *     nothing was accepted then
     */
    public StoredBatch submit(
            List<Job> jobs, String tenant, @Nullable String idempotencyKey, Consumer<Job> besides) {
        IdempotencyKey.check(idempotencyKey);
        check(jobs, tenant, besides);
        Batch batch = prepare(jobs, tenant, idempotencyKey);
        Optional<JobId> earlier =
                await(store.note(batch, lastMoment()), "the batch was not accepted, send it again");
        if (earlier.isPresent()) {
            return find(earlier.get(), tenant).orElseGet(batch::accepted);
        }
        accept(batch);
        return batch.accepted();
    }

    /** A while before the caller is refused: what is committed then is known in time. */
    private Instant lastMoment() {
        return Instant.now().plus(timeout.multipliedBy(4).dividedBy(5));
    }

    /** Of jobs that were checked: an id that is none has no hash. */
    private Batch prepare(List<Job> jobs, String tenant, @Nullable String idempotencyKey) {
        String hash = Batch.hash(jobs);
        Batch.Ids ids = Batch.Ids.of(tenant, idempotencyKey, hash);
        return new Batch(
                ids.ofBatch(),
                tenant,
                idempotencyKey,
                hash,
                IntStream.range(0, jobs.size())
                        .mapToObj(i -> door.prepare(jobs.get(i), tenant, ids.ofJob(i)))
                        .map(admitted -> Submission.of(admitted, null, null))
                        .toList());
    }

    private void check(List<Job> jobs, String tenant, Consumer<Job> besides) {
        List<String> mistakes = new ArrayList<>();
        Set<JobId> seen = new HashSet<>();
        for (int i = 0; i < jobs.size(); i++) {
            try {
                besides.accept(jobs.get(i));
                JobId id = door.prepare(jobs.get(i), tenant, JobId.create()).jobId();
                if (!seen.add(id)) {
                    throw ApiException.invalid("id", "id '%s' is there twice".formatted(id));
                }
            } catch (ApiException e) {
                mistakes.add("[%d]: %s".formatted(i, e.getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw wrong(mistakes, jobs.size());
        }
    }

    /**
     * @param mistakes each begins with the job's place in brackets
     */
    public static ApiException wrong(List<String> mistakes, int jobs) {
        String first = mistakes.getFirst();
        return ApiException.invalid(
                first.substring(0, first.indexOf(']') + 1),
                "%d of %d jobs cannot be taken, so nothing was accepted: %s%s"
                        .formatted(
                                mistakes.size(),
                                jobs,
                                mistakes.stream().limit(TOLD).collect(Collectors.joining("; ")),
                                mistakes.size() > TOLD ? "; and more" : ""));
    }

    private void accept(Batch batch) {
        List<JobAdmitted> jobs = batch.jobs().stream().map(Submission::admitted).toList();
        Set<JobId> taken = ConcurrentHashMap.newKeySet();
        CompletionStage<?> others;
        try {
            others = door.acceptAll(jobs, taken::add);
        } catch (ApiException e) {
            quietly(store.forget(batch), batch, "refused and kept all the same");
            throw e.status() == 503
                    ? away(
                            "broker_unavailable",
                            "the message broker does not answer; the batch was not accepted, send it again")
                    : e;
        }
        quietly(store.accepted(taken), batch, "not noted as accepted yet");
        CompletableFuture<Void> noted =
                others.handle((done, failure) -> null)
                        .thenCompose(done -> note(batch, taken))
                        .toCompletableFuture();
        try {
            noted.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.infof("batch %s is still being given to the broker", batch.id());
        } catch (ExecutionException e) {
            throw new IllegalStateException("what cannot fail has failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Never fails. What is not noted, and what the broker refused, the sweeper gives it again. */
    private CompletionStage<Void> note(Batch batch, Set<JobId> taken) {
        if (taken.size() < batch.jobs().size()) {
            LOG.warnf(
                    "%d of the %d jobs of batch %s wait for the broker",
                    batch.jobs().size() - taken.size(), batch.jobs().size(), batch.id());
        }
        return store.accepted(taken)
                .onFailure()
                .invoke(e ->
                        LOG.warnf("batch %s: not noted what the broker has: %s", batch.id(), e))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    private void quietly(Uni<Void> change, Batch batch, String otherwise) {
        try {
            change.await().atMost(timeout);
        } catch (RuntimeException e) {
            LOG.warnf("batch %s is %s: %s", batch.id(), otherwise, e.getMessage());
        }
    }

    /** Empty where the tenant has none of that id. */
    public Optional<StoredBatch> find(JobId id, String tenant) {
        return await(store.find(id, tenant), "try again");
    }

    private static ApiException away(String code, String message) {
        return ApiException.away(code, message, Duration.ofSeconds(2));
    }

    private <T> T await(Uni<T> query, String remedy) {
        try {
            return query.await().atMost(timeout);
        } catch (ApiException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("batches cannot be noted or read: %s", e.getMessage());
            throw away(
                    "store_unavailable", "the store that keeps batches does not answer; " + remedy);
        }
    }
}
