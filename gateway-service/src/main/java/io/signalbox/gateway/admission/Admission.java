package io.signalbox.gateway.admission;

import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.CancelRequested;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.event.ModelCommand;
import io.signalbox.contracts.job.ChatInput;
import io.signalbox.contracts.job.Job;
import io.signalbox.contracts.job.JobId;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.job.JobStatus;
import io.signalbox.contracts.wire.Topic;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.reply.ReplyReader;
import io.signalbox.messaging.KafkaAddress;
import io.signalbox.messaging.RecordPublisher;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Takes jobs in. A job is accepted when the broker has acknowledged its {@code admitted} record,
 * and not before.
 */
@ApplicationScoped
public class Admission implements Batches.Door {

    /** Who asks where no keys are configured. */
    public static final String DEFAULT_TENANT = "default";

    /** Jobs of a batch that are given to the broker at once. */
    private static final int AT_ONCE = 256;

    private static final Logger LOG = Logger.getLogger(Admission.class);

    private final RecordPublisher publisher;
    private final ReplyReader replies;
    private final JobRules rules;
    private final Duration ackTimeout;
    private final InstantSource clock = InstantSource.system();

    Admission(
            @Channel("gateway-out")
                    @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 16_384)
                    MutinyEmitter<byte[]> emitter,
            KafkaAddress address,
            ReplyReader replies,
            JobRules rules,
            GatewayConfig config) {
        this.publisher = new RecordPublisher(emitter, emitter, address, "gateway", clock);
        this.replies = replies;
        this.rules = rules;
        this.ackTimeout = config.ackTimeout();
    }

    /**
     * Checks a job that came by HTTP and gives it an id and a deadline. Nothing is written yet.
     *
     * @throws ApiException 400 with what is wrong
     */
    public JobAdmitted prepare(Job job, String tenant, boolean streamed) {
        return prepare(job, tenant, streamed, JobId.create());
    }

    /**
     * The same for a job of a batch.
     *
     * @param ours its id, unless its caller gave it one
     * @throws ApiException 400 with what is wrong
     */
    @Override
    public JobAdmitted prepare(Job job, String tenant, JobId ours) {
        return prepare(job, tenant, false, ours);
    }

    private JobAdmitted prepare(Job job, String tenant, boolean streamed, JobId ours) {
        rules.check(job);
        rules.checkNoReplyTopic(job);
        Instant now = clock.instant();
        return new JobAdmitted(
                job.id() == null ? ours : rules.callersId(job.id()),
                tenant,
                job,
                now,
                now.plus(rules.timeout(job)),
                replies.partition(),
                streamed,
                null,
                null);
    }

    /**
     * Checks a job that came by Kafka and gives it an id, where it has none, and a deadline. A
     * record that comes again gets the same id and reply partition, whoever reads it. Nothing is
     * written yet.
     *
     * <p>A timeout of the job's own counts from the record's time, the catalog's from now: what lay
     * in the topic during an outage is still run, unless it says itself that it is too old.
     *
     * @throws ApiException 400 with what is wrong
     */
    public JobAdmitted prepare(Job job, String tenant, SourceRecord source) {
        rules.check(job);
        JobId jobId = job.id() == null ? source.jobId() : rules.callersId(job.id());
        Instant now = clock.instant();
        boolean ownTimeout = job.limits().timeout() != null;
        Instant from = ownTimeout && source.at().isBefore(now) ? source.at() : now;
        return new JobAdmitted(
                jobId,
                tenant,
                job,
                now,
                from.plus(rules.timeout(job)),
                SourceRecord.replyPartition(jobId),
                false,
                null,
                null);
    }

    /** Whether the end of the job wakes callers of this instance. */
    public boolean hears(JobAdmitted admitted) {
        return admitted.replyPartition() == replies.partition();
    }

    /** A warm-up job: goes the whole road, reaches no provider, is kept nowhere. */
    public JobAdmitted prepareProbe() {
        Instant now = clock.instant();
        return new JobAdmitted(
                JobId.createProbe(),
                DEFAULT_TENANT,
                Job.chat("probe", ChatInput.of("probe")),
                now,
                now.plusSeconds(30),
                replies.partition(),
                false,
                null,
                null);
    }

    /**
     * Has the broker keep the job. Blocks until it has.
     *
     * @throws ApiException 503 when it did not in time, 413 where it never will
     */
    public void accept(JobAdmitted admitted) {
        try {
            publisher.publish(Topic.ADMITTED, admitted).await().atMost(ackTimeout);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "job cannot be written, jobId=%s", admitted.jobId());
            throw ApiException.of(
                    ErrorClass.INTERNAL, null, "internal error; the gateway's log tells more");
        } catch (RuntimeException e) {
            throw away(admitted, e);
        }
    }

    /**
     * Has the broker keep the jobs: the first, for which it blocks, and then the others, several at
     * once.
     *
     * @param taken is told of each that it has acknowledged, the first among them, on any thread
     * @return completes when it has answered for the others, however
     * @throws ApiException as {@link #accept} of the first; the broker was given no other then
     */
    @Override
    public CompletionStage<?> acceptAll(List<JobAdmitted> jobs, Consumer<JobId> taken) {
        JobAdmitted first = jobs.getFirst();
        accept(first);
        taken.accept(first.jobId());
        List<Uni<Void>> others =
                jobs.stream()
                        .skip(1)
                        .map(job ->
                                publisher
                                        .publish(Topic.ADMITTED, job)
                                        .invoke(() -> taken.accept(job.jobId())))
                        .toList();
        return others.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : Uni.join()
                        .all(others)
                        .usingConcurrencyOf(AT_ONCE)
                        .andCollectFailures()
                        .subscribeAsCompletionStage();
    }

    private static ApiException away(JobAdmitted admitted, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException) {
                return ApiException.bodyTooLarge("the job is larger than the broker's records");
            }
        }
        LOG.warnf("job not accepted, jobId=%s: %s", admitted.jobId(), e);
        return ApiException.away(
                "broker_unavailable",
                "the message broker does not answer; the job was not accepted, send it again",
                Duration.ofSeconds(2));
    }

    /**
     * Ends a job as cancelled and asks the workers to stop. Unless the job had ended: the first end
     * that is written stands.
     */
    public Uni<Void> cancel(JobId jobId, int replyPartition, Instant admittedAt, String reason) {
        Instant now = clock.instant();
        JobResult end =
                JobResult.ended(
                        jobId,
                        JobStatus.CANCELLED,
                        AttemptError.of(ErrorClass.CANCELLED, reason),
                        Duration.between(admittedAt, now).toMillis(),
                        List.of(),
                        Map.of());
        return publisher
                .publishResult(replyPartition, new JobFinished(end), null)
                .chain(() ->
                        publisher.publish(Topic.CONTROLS, new CancelRequested(jobId, reason, now)));
    }

    /**
     * As {@link #cancel}, and blocks until it is written.
     *
     * @throws ApiException 503 when the broker did not take it in time
     */
    public void cancelNow(JobId jobId, int replyPartition, Instant admittedAt, String reason) {
        try {
            cancel(jobId, replyPartition, admittedAt, reason)
                    .await()
                    .atMost(ackTimeout.multipliedBy(2));
        } catch (RuntimeException e) {
            LOG.warnf("job not cancelled, jobId=%s: %s", jobId, e);
            throw ApiException.away(
                    "broker_unavailable",
                    "the message broker does not answer; the job was not cancelled, try again",
                    Duration.ofSeconds(2));
        }
    }

    /**
     * Tells every worker, and blocks until it is written.
     *
     * @throws ApiException 503 when the broker did not take it in time
     */
    public void command(ModelCommand command) {
        try {
            publisher.publish(Topic.CONTROLS, command).await().atMost(ackTimeout);
        } catch (RuntimeException e) {
            LOG.warnf("command not written, provider=%s: %s", command.provider(), e);
            throw ApiException.away(
                    "broker_unavailable",
                    "the message broker does not answer; nothing was asked for, try again",
                    Duration.ofSeconds(2));
        }
    }

    /** Ends a job that nobody else will end. The first end that is written stands. */
    public Uni<Void> end(JobFinished end, int replyPartition) {
        return publisher.publishResult(replyPartition, end, null);
    }
}
