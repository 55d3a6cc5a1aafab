package io.signalbox.gateway.caller;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.gateway.Stopping;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.reply.PendingJob;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Cancels the job of a caller that closed its connection before the answer was there. Connections
 * that close because this gateway stops cancel nothing: their jobs go on.
 */
@ApplicationScoped
public class HangUps {

    private static final Logger LOG = Logger.getLogger(HangUps.class);

    private final Admission admission;
    private final Stopping stopping;

    HangUps(Admission admission, Stopping stopping) {
        this.admission = admission;
        this.stopping = stopping;
    }

    /**
     * Watches the caller's connection from now on. A stream replaces the response's own close
     * handler, so with HTTP/1.x, where a connection has one exchange at a time, the connection's is
     * used too.
     */
    void watch(RoutingContext exchange, JobAdmitted admitted, PendingJob pending) {
        exchange.addEndHandler(end -> {
            if (end.failed()) {
                hungUp(admitted, pending);
            }
        });
        if (exchange.request().version() != HttpVersion.HTTP_2) {
            exchange.request().connection().closeHandler(closed -> hungUp(admitted, pending));
        }
        if (exchange.response().closed()) {
            // Before there was anything to tell it to.
            hungUp(admitted, pending);
        }
    }

    /**
     * Does not block; a hang-up after the job's end does nothing, nor does one after its caller was
     * told that it is too late, nor a second: exchange, connection and stream each tell of it.
     */
    void hungUp(JobAdmitted admitted, PendingJob pending) {
        if (stopping.hasBegun() || pending.hasEnded() || pending.isReleased()) {
            return;
        }
        if (!pending.hangUp()) {
            return;
        }
        admission
                .cancel(
                        admitted.jobId(),
                        admitted.replyPartition(),
                        admitted.admittedAt(),
                        "the caller hung up")
                .subscribe()
                .with(
                        done -> LOG.debugf("the caller hung up, jobId=%s", admitted.jobId()),
                        e ->
                                LOG.warnf(
                                        "the caller hung up but the job goes on, jobId=%s: %s",
                                        admitted.jobId(), e.getMessage()));
    }
}
