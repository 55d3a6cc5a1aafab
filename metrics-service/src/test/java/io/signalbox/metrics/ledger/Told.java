package io.signalbox.metrics.ledger;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptId;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.attempt.Outcome;
import io.signalbox.contracts.attempt.Usage;
import io.signalbox.contracts.attempt.Usd;
import io.signalbox.contracts.event.AttemptFinished;
import io.signalbox.contracts.event.AttemptStarted;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.JobRouted;
import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.job.Limits;
import io.signalbox.contracts.job.Routing;
import io.signalbox.contracts.job.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the topics tell of one job, as ledger entries. */
public final class Told {

    public static final Candidate GROQ = Candidate.api("groq", "llama-4");
    public static final Candidate OPENAI = Candidate.api("openai", "gpt-6");

    private final JobId jobId;
    private final String tenant;
    private final @Nullable String taskType;
    private final Instant at;

    private Told(JobId jobId, String tenant, @Nullable String taskType, Instant at) {
        this.jobId = jobId;
        this.tenant = tenant;
        this.taskType = taskType;
        this.at = at;
    }

    /**
     * @param number names the job
     * @param at when it was admitted
     */
    public static Told job(int number, String tenant, @Nullable String taskType, Instant at) {
        return new Told(
                JobId.parse("00000000-0000-4000-8000-%012d".formatted(number)),
                tenant,
                taskType,
                at);
    }

    public LedgerEntry admitted() {
        Job job =
                new Job(
                        null,
                        ChatInput.of("secret prompt"),
                        null,
                        null,
                        null,
                        taskType == null ? null : Task.ofType(taskType),
                        Routing.DEFAULT,
                        Limits.UNSPECIFIED,
                        "reviewer",
                        Map.of(),
                        null);
        return entry(
                new JobAdmitted(
                        jobId, tenant, job, at, at.plusSeconds(120), 3, false, null, "key-1"));
    }

    public LedgerEntry routed(int number, Candidate candidate) {
        Plan plan =
                number == 1
                        ? new Plan(
                                "cost_based",
                                List.of(new Plan.Planned(candidate, "cheapest")),
                                List.of())
                        : null;
        return entry(
                new JobRouted(
                        jobId, tenant, id(number), candidate, plan, "able", at.plusMillis(number)));
    }

    public LedgerEntry started(int number, Candidate candidate, String run) {
        return entry(
                new AttemptStarted(
                        id(number), tenant, run, candidate, "worker-1", startOf(number, run)));
    }

    public LedgerEntry succeeded(
            int number, Candidate candidate, String run, @Nullable String costUsd, long latencyMs) {
        return finished(number, candidate, run, null, costUsd, latencyMs);
    }

    public LedgerEntry failed(
            int number, Candidate candidate, String run, ErrorClass error, long latencyMs) {
        return finished(number, candidate, run, error, "0", latencyMs);
    }

    /** Given back without a call. */
    public LedgerEntry deferred(int number, Candidate candidate, String run) {
        Instant start = startOf(number, run);
        return entry(
                new AttemptFinished(
                        id(number),
                        tenant,
                        run,
                        candidate,
                        "worker-1",
                        taskType,
                        "reviewer",
                        "key-1",
                        Outcome.DEFERRED,
                        null,
                        null,
                        null,
                        false,
                        start,
                        start.plusSeconds(5),
                        5_000,
                        null));
    }

    private LedgerEntry finished(
            int number,
            Candidate candidate,
            String run,
            @Nullable ErrorClass error,
            @Nullable String costUsd,
            long latencyMs) {
        Instant start = startOf(number, run);
        boolean failed = error != null;
        return entry(
                new AttemptFinished(
                        id(number),
                        tenant,
                        run,
                        candidate,
                        "worker-1",
                        taskType,
                        "reviewer",
                        "key-1",
                        failed ? Outcome.FAILED : Outcome.SUCCEEDED,
                        error == null ? null : new AttemptError(error, "upstream said no", 429),
                        failed ? null : new Usage(100, 40, 10, 50, 20, false),
                        costUsd == null ? null : Usd.parse(costUsd),
                        costUsd == null,
                        start,
                        start.plusMillis(latencyMs),
                        latencyMs,
                        failed ? null : latencyMs / 2));
    }

    public LedgerEntry ended(JobStatus status, @Nullable Candidate candidate, long offset) {
        JobResult result =
                status == JobStatus.SUCCEEDED
                        ? new JobResult(
                                jobId,
                                status,
                                "stop",
                                "secret answer",
                                List.of(),
                                null,
                                List.of(),
                                null,
                                null,
                                List.of(),
                                candidate,
                                null,
                                null,
                                null,
                                1_000L,
                                100L,
                                List.of(),
                                null,
                                Map.of())
                        : JobResult.ended(
                                jobId,
                                status,
                                AttemptError.of(ErrorClass.UNAVAILABLE, "nobody answered"),
                                900L,
                                List.of(),
                                Map.of());
        return new LedgerEntry(new JobFinished(result), offset, at.plusSeconds(offset));
    }

    private AttemptId id(int number) {
        return new AttemptId(jobId, number);
    }

    /** Later attempts and later runs start later. */
    private Instant startOf(int number, String run) {
        return at.plusMillis(10L * number + run.charAt(run.length() - 1) - '0');
    }

    private LedgerEntry entry(SignalboxRecord value) {
        return new LedgerEntry(value, 7, at);
    }
}
