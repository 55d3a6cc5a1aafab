package io.signalbox.gateway.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.attempt.ErrorClass;
import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.contracts.job.Job;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.admission.Claim;
import io.signalbox.gateway.admission.SourceRecord;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.http.Bodies;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Takes one record in. When {@link #take} returns, the broker has the job or the dead letter, or
 * the job was there before: the record may be acknowledged. It throws while something that is
 * needed is away; then it may be called again, for the same record any number of times.
 */
@ApplicationScoped
class JobIntake {

    private static final Logger LOG = Logger.getLogger(JobIntake.class);
    private static final byte[] NOTHING = new byte[0];
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SERVER_ERROR = 500;

    private final Admission admission;
    private final Submissions submissions;
    private final TenantBinding tenants;
    private final ReplyTopics replyTopics;
    private final IntakePublisher publisher;
    private final MeterRegistry meters;
    private final int maxBodyBytes;

    JobIntake(
            Admission admission,
            Submissions submissions,
            TenantBinding tenants,
            ReplyTopics replyTopics,
            IntakePublisher publisher,
            MeterRegistry meters,
            GatewayConfig config) {
        this.admission = admission;
        this.submissions = submissions;
        this.tenants = tenants;
        this.replyTopics = replyTopics;
        this.publisher = publisher;
        this.meters = meters;
        this.maxBodyBytes = config.maxBodyBytes();
    }

    /** Blocks. */
    void take(ConsumerRecord<String, byte[]> raw) {
        SourceRecord source =
                new SourceRecord(
                        raw.topic(),
                        raw.partition(),
                        raw.offset(),
                        Instant.ofEpochMilli(raw.timestamp()));
        try {
            admit(read(raw, source), source);
        } catch (ApiException e) {
            if (e.status() >= SERVER_ERROR && !isOurFault(e)) {
                throw e;
            }
            refuse(raw, source, e);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            refuse(raw, source, ourFault(source, e));
        }
    }

    private JobAdmitted read(ConsumerRecord<String, byte[]> raw, SourceRecord source) {
        try {
            String tenant = tenants.tenant(raw);
            byte[] value = raw.value() == null ? NOTHING : raw.value();
            Job job = Bodies.read(value, Job.class, maxBodyBytes);
            replyTopics.check(job.replyTopic());
            return admission.prepare(job, tenant, source);
        } catch (ApiException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ourFault(source, e);
        }
    }

    /** A bug of ours, which the same record would meet again for ever. */
    private static ApiException ourFault(SourceRecord source, RuntimeException e) {
        LOG.errorf(e, "%s cannot be taken", source.place());
        return ApiException.of(
                ErrorClass.INTERNAL, null, "internal error; the gateway's log tells more");
    }

    private static boolean isOurFault(ApiException e) {
        return ErrorClass.INTERNAL.openAiCode().equals(e.code());
    }

    private void admit(JobAdmitted admitted, SourceRecord source) {
        switch (submissions.claim(admitted, source)) {
            case Claim.Open open -> {
                submissions.accept(open);
                count("admitted");
            }
            case Claim.Taken taken when source.place().equals(taken.source()) ->
                    count("redelivered");
            case Claim.Taken taken -> {
                if (admitted.job().replyTopic() != null) {
                    submissions.replyAgain(taken.jobId());
                }
                count("duplicate");
            }
        }
    }

    private void refuse(
            ConsumerRecord<String, byte[]> raw, SourceRecord source, ApiException refusal) {
        LOG.infof("%s is no job: %s", source.place(), refusal.code());
        publisher.publishDeadLetter(raw, source.place(), refusal).await().atMost(LIMIT);
        count("refused");
    }

    private void count(String outcome) {
        meters.counter("signalbox.gateway.intake", "outcome", outcome).increment();
    }
}
