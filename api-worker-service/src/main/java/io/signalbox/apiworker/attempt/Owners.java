package io.signalbox.apiworker.attempt;

import io.signalbox.apiworker.ApiWorkerConfig;
import io.signalbox.apiworker.WorkerId;
import io.signalbox.messaging.EventTail;
import io.signalbox.messaging.KafkaAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Looks, while an order waits for another worker, at that worker's membership and at the events. In
 * between it holds no connection. What cannot be looked at now is looked at the next time: until
 * then an owner counts as living.
 */
@ApplicationScoped
class Owners {

    private static final Logger LOG = Logger.getLogger(Owners.class);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);

    private final KafkaAddress address;
    private final Attempts attempts;
    private final OwnerWatch watch;
    private final Duration interval;
    private final String clientId;
    private final Semaphore news = new Semaphore(0);
    private boolean looking;
    private volatile boolean stopped;

    Owners(KafkaAddress address, Attempts attempts, ApiWorkerConfig config, WorkerId worker) {
        this.address = address;
        this.attempts = attempts;
        this.watch = new OwnerWatch(attempts);
        this.interval = config.ownerCheck();
        this.clientId = "api-worker-owners-" + worker.value();
    }

    /** Watches until {@link #forget}; its verdict is cancelled when this worker stops. */
    void watch(OwnerWatch.Wait wait) {
        watch.add(wait);
        news.release();
        if (stopped) {
            watch.cancelAll();
            return;
        }
        synchronized (this) {
            if (!looking) {
                looking = true;
                Thread.ofVirtual().name("api-worker-owners").start(this::run);
            }
        }
    }

    void forget(OwnerWatch.Wait wait) {
        watch.remove(wait);
    }

    void stop() {
        stopped = true;
        watch.cancelAll();
        news.release();
    }

    private void run() {
        while (!isIdle()) {
            try (Admin admin = Admin.create(address.adminConfig(clientId));
                    EventTail tail = new EventTail(address, clientId)) {
                lookWhileAnyWaits(admin, tail);
            } catch (RuntimeException e) {
                LOG.warnf("owners of attempts cannot be looked at now: %s", e.getMessage());
                pause();
            }
        }
    }

    private void lookWhileAnyWaits(Admin admin, EventTail tail) {
        while (!watch.isEmpty() && !stopped) {
            watch.look(
                    groups -> clientIds(admin, groups),
                    waits -> {
                        waits.forEach(wait ->
                                tail.follow(wait.start().partition(), wait.start().offset()));
                        tail.readOn(attempts::rememberEnd);
                    });
            pause();
        }
    }

    /** Under the lock, so that no wait is added unseen. */
    private synchronized boolean isIdle() {
        looking = !watch.isEmpty() && !stopped;
        return !looking;
    }

    private void pause() {
        try {
            boolean _ = news.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
            news.drainPermits();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the looker", e);
        }
    }

    private static Map<String, Set<String>> clientIds(Admin admin, Set<String> groups) {
        try {
            return admin
                    .describeConsumerGroups(groups)
                    .all()
                    .get(ASK_LIMIT.toNanos(), TimeUnit.NANOSECONDS)
                    .entrySet()
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    Map.Entry::getKey,
                                    group ->
                                            group.getValue().members().stream()
                                                    .map(MemberDescription::clientId)
                                                    .collect(Collectors.toSet())));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the group's members cannot be told", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the looker", e);
        }
    }
}
