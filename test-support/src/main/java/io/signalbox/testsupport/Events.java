package io.signalbox.testsupport;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.AttemptDispatched;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptRerouted;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.Chunk;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.ProviderReport;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records for tests, each complete and plausible, in the order of a job's life: what a test cares
 * about is a parameter, everything else is always the same. Times count from {@link #NOON}.
 */
public final class Events {

    /** When every job here is admitted. */
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    public static final String TENANT = "default";
    public static final String WORKER = "worker-1";
    public static final Candidate ACME = Candidate.api("acme", "acme-large");
    public static final Candidate BOLT = Candidate.api("bolt", "bolt-small");
    public static final Usage USAGE = new Usage(12, 0, 0, 14, 0, false);

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Usd COST = Usd.parse("0.000012");
    private static final long LATENCY_MS = 812;
    private static final long TTFT_MS = 140;
    private static final long HEARTBEAT_MS = 1_000;

    private Events() {}

    /** A chat job for any candidate. */
    public static JobAdmitted admitted(String question) {
        return admitted(Job.chat("auto", ChatInput.of(question)));
    }

    /** Under a new id, to be answered in partition 0, deadline after two minutes. */
    public static JobAdmitted admitted(Job job) {
        return admitted(JobId.create(), job, NOON);
    }

    public static JobAdmitted admitted(JobId id, Job job, Instant at) {
        return new JobAdmitted(id, TENANT, job, at, at.plus(TIMEOUT), 0, false, null, null);
    }

    /** The first attempt: on the first candidate, the others left for later. */
    public static AttemptDispatched dispatched(JobAdmitted admitted, Candidate... candidates) {
        return new AttemptDispatched(
                admitted,
                new AttemptId(admitted.jobId(), 1),
                candidates[0],
                Stream.of(candidates).skip(1).toList(),
                List.of(),
                List.of(),
                admitted.admittedAt());
    }

    /** The attempt after a failed one: on the next candidate of the rest. */
    public static AttemptDispatched fallback(AttemptRerouted failed) {
        AttemptDispatched before = failed.dispatched();
        return new AttemptDispatched(
                before.admitted(),
                before.attemptId().next(),
                before.rest().getFirst(),
                before.rest().subList(1, before.rest().size()),
                before.retries(),
                Stream.concat(before.history().stream(), Stream.of(failed.failure())).toList(),
                before.dispatchedAt().plusMillis(LATENCY_MS));
    }

    /** The decision that led to a first attempt. */
    public static JobRouted routed(AttemptDispatched dispatched) {
        List<Plan.Planned> planned =
                Stream.concat(Stream.of(dispatched.candidate()), dispatched.rest().stream())
                        .map(candidate -> new Plan.Planned(candidate, "able"))
                        .toList();
        return new JobRouted(
                dispatched.jobId(),
                dispatched.admitted().tenant(),
                dispatched.attemptId(),
                dispatched.candidate(),
                new Plan("priority", planned, List.of()),
                "first by priority",
                dispatched.dispatchedAt());
    }

    public static AttemptStarted started(AttemptDispatched dispatched, String run) {
        return new AttemptStarted(
                dispatched.attemptId(),
                dispatched.admitted().tenant(),
                run,
                dispatched.candidate(),
                WORKER,
                dispatched.dispatchedAt());
    }

    public static Chunk chunk(AttemptDispatched dispatched, String run, int seq, String text) {
        return new Chunk(dispatched.attemptId(), run, seq, text, null, List.of());
    }

    public static AttemptFinished succeeded(AttemptDispatched dispatched, String run) {
        return finished(dispatched, run, Outcome.SUCCEEDED, null);
    }

    public static AttemptFinished failed(
            AttemptDispatched dispatched, String run, ErrorClass errorClass) {
        return finished(dispatched, run, Outcome.FAILED, error(errorClass));
    }

    /** A worker's giving back of an attempt that nobody has seen content of. */
    public static AttemptRerouted rerouted(AttemptDispatched dispatched, ErrorClass errorClass) {
        return new AttemptRerouted(
                dispatched,
                report(dispatched, Outcome.FAILED, error(errorClass)),
                false,
                null,
                true);
    }

    /** A job's good end. */
    public static JobFinished answered(AttemptDispatched dispatched, String output) {
        AttemptReport last = report(dispatched, Outcome.SUCCEEDED, null);
        return new JobFinished(
                new JobResult(
                        dispatched.jobId(),
                        JobStatus.SUCCEEDED,
                        "stop",
                        output,
                        List.of(),
                        null,
                        List.of(),
                        null,
                        null,
                        List.of(),
                        dispatched.candidate(),
                        null,
                        USAGE,
                        COST,
                        LATENCY_MS,
                        TTFT_MS,
                        Stream.concat(dispatched.history().stream(), Stream.of(last)).toList(),
                        null,
                        dispatched.admitted().job().metadata()));
    }

    /** A job's other end: failed, cancelled or expired. */
    public static JobFinished ended(JobAdmitted admitted, JobStatus status, ErrorClass errorClass) {
        return new JobFinished(
                JobResult.ended(
                        admitted.jobId(),
                        status,
                        error(errorClass),
                        LATENCY_MS,
                        List.of(),
                        Map.of()));
    }

    /** A worker's word that a provider is usable. */
    public static ProviderReport usable(String provider, Instant at, String... models) {
        return new ProviderReport(
                WORKER, provider, true, null, null, List.of(models), HEARTBEAT_MS, at);
    }

    /** A worker's word that a provider is not usable. */
    public static ProviderReport unusable(String provider, Instant at, String code) {
        return new ProviderReport(
                WORKER, provider, false, code, "because of " + code, List.of(), HEARTBEAT_MS, at);
    }

    private static AttemptFinished finished(
            AttemptDispatched dispatched,
            String run,
            Outcome outcome,
            @Nullable AttemptError error) {
        boolean good = outcome == Outcome.SUCCEEDED;
        Job job = dispatched.admitted().job();
        Instant startedAt = dispatched.dispatchedAt();
        return new AttemptFinished(
                dispatched.attemptId(),
                dispatched.admitted().tenant(),
                run,
                dispatched.candidate(),
                WORKER,
                job.task().type(),
                job.profile(),
                dispatched.admitted().keyId(),
                outcome,
                error,
                good ? USAGE : null,
                good ? COST : null,
                false,
                startedAt,
                startedAt.plusMillis(LATENCY_MS),
                LATENCY_MS,
                good ? TTFT_MS : null);
    }

    private static AttemptReport report(
            AttemptDispatched dispatched, Outcome outcome, @Nullable AttemptError error) {
        return new AttemptReport(
                dispatched.attemptId().number(),
                dispatched.candidate(),
                outcome,
                error,
                dispatched.dispatchedAt(),
                LATENCY_MS);
    }

    private static AttemptError error(ErrorClass errorClass) {
        return AttemptError.of(errorClass, "simulated " + errorClass.tag());
    }
}
