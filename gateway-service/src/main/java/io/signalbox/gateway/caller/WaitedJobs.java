package io.signalbox.gateway.caller;

import io.signalbox.contracts.job.Job;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.admission.Claim;
import io.signalbox.gateway.admission.Submissions;
import io.signalbox.gateway.http.ApiException;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJobs;
import io.signalbox.gateway.store.StoredEnds;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Submits jobs whose callers wait for the answer. */
@ApplicationScoped
public class WaitedJobs {

    /** How long a job that was submitted before may take to be found in the store, at least. */
    private static final Duration LOOK_FOR = Duration.ofSeconds(5);

    private final Admission admission;
    private final Submissions submissions;
    private final PendingJobs pendingJobs;
    private final StoredEnds storedEnds;
    private final HangUps hangUps;
    private final boolean cancelOnHangUp;

    WaitedJobs(
            Admission admission,
            Submissions submissions,
            PendingJobs pendingJobs,
            StoredEnds storedEnds,
            HangUps hangUps,
            GatewayConfig config) {
        this.admission = admission;
        this.submissions = submissions;
        this.pendingJobs = pendingJobs;
        this.storedEnds = storedEnds;
        this.hangUps = hangUps;
        this.cancelOnHangUp = config.cancelOnHangUp();
    }

    /**
     * Has the broker keep the job, or finds that it does. Blocks until it does. A caller that hangs
     * up cancels the job, unless it can ask for the same one again or the settings say otherwise.
     *
     * @return to be closed by whoever gets it
     * @throws ApiException where the job was not accepted
     */
    public WaitedJob submit(
            Job job, boolean streamed, @Nullable String idempotencyKey, RoutingContext exchange) {
        Claim claim = submissions.claim(job, Admission.DEFAULT_TENANT, streamed, idempotencyKey);
        boolean heard =
                claim instanceof Claim.Open open
                        && !open.repeated()
                        && admission.hears(open.admitted());
        PendingJob pending =
                submissions.before(
                        claim,
                        () ->
                                heard
                                        ? pendingJobs.register(claim.jobId())
                                        : pendingJobs.registerForEnd(claim.jobId()));
        try {
            Runnable hungUp = begin(claim, exchange, pending);
            Instant deadline = heard ? claim.deadline() : feed(claim, pending);
            return new WaitedJob(
                    claim, pending, deadline, hungUp, () -> pendingJobs.forget(pending));
        } catch (RuntimeException e) {
            pendingJobs.forget(pending);
            throw e;
        }
    }

    /**
     * Has the broker keep the job, if it does not yet.
     *
     * @return what to do when the caller hangs up: nothing where the job goes on
     */
    private Runnable begin(Claim claim, RoutingContext exchange, PendingJob pending) {
        if (claim instanceof Claim.Open open) {
            submissions.accept(open);
            if (cancelOnHangUp && !open.keyed()) {
                hangUps.watch(exchange, open.admitted(), pending);
                return () -> hangUps.hungUp(open.admitted(), pending);
            }
        }
        return () -> {};
    }

    /** Returns until when the store is looked into for the end. */
    private Instant feed(Claim claim, PendingJob pending) {
        Instant soonest = Instant.now().plus(LOOK_FOR);
        Instant until = claim.deadline().isAfter(soonest) ? claim.deadline() : soonest;
        storedEnds.feed(pending, Admission.DEFAULT_TENANT, until);
        return until;
    }
}
