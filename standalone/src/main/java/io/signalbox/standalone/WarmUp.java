package io.signalbox.standalone;

import io.signalbox.contracts.event.JobAdmitted;
import io.signalbox.gateway.admission.Admission;
import io.signalbox.gateway.reply.PendingJob;
import io.signalbox.gateway.reply.PendingJobs;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until every service is ready, then sends probes over the whole road (admitted, attempts,
 * results), so that the first callers meet a warm system: a hundred, on a slow machine as many as
 * come back in a second, but not fewer than twenty.
 */
@ApplicationScoped
class WarmUp {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(15);
    private static final int PROBES = 100;
    private static final int LEAST_PROBES = 20;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    private final SmallRyeHealthReporter health;
    private final Admission admission;
    private final PendingJobs pendingJobs;
    private volatile boolean done;

    WarmUp(SmallRyeHealthReporter health, Admission admission, PendingJobs pendingJobs) {
        this.health = health;
        this.admission = admission;
        this.pendingJobs = pendingJobs;
    }

    boolean isDone() {
        return done;
    }

    void run() throws InterruptedException {
        while (!servicesReady()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while starting");
            }
        }
        long begun = System.nanoTime();
        for (int back = 0; back < PROBES && (back < LEAST_PROBES || !isLongAgo(begun)); ) {
            if (probe()) {
                back++;
            }
        }
        done = true;
    }

    private static boolean isLongAgo(long nanos) {
        return System.nanoTime() - nanos > LONG_ENOUGH.toNanos();
    }

    private boolean servicesReady() {
        return health.getReadiness().getPayload().getJsonArray("checks").stream()
                .map(check -> check.asJsonObject())
                .filter(check -> !check.getString("name").equals(StandaloneReadiness.NAME))
                .allMatch(check -> check.getString("status").equals("UP"));
    }

    private boolean probe() throws InterruptedException {
        JobAdmitted admitted = admission.prepareProbe();
        PendingJob pending = pendingJobs.register(admitted.jobId());
        try {
            admission.accept(admitted);
            return pending.await(PROBE_LIMIT) != null;
        } finally {
            pendingJobs.forget(pending);
        }
    }
}
