package io.signalbox.gateway.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signalbox.gateway.GatewayConfig;
import io.signalbox.gateway.intake.IntakePublisher;
import io.signalbox.gateway.intake.ReplyTopics;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Sends results to the reply topics that jobs have named. The table of jobs is what is still to be
 * sent: a result is sent at least once, and nothing waits for it. A topic that refuses is tried
 * {@code reply-tries} times, then the result becomes a dead letter; a broker that is away is waited
 * for.
 */
@ApplicationScoped
class ReplyFeed {

    private static final Logger LOG = Logger.getLogger(ReplyFeed.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Until a topic is tried again that is there and takes nothing now. */
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ReplyStore store;
    private final StoreSchema schema;
    private final IntakePublisher publisher;
    private final ReplyTopics topics;
    private final MeterRegistry meters;
    private final GatewayConfig.Intake config;
    private final Semaphore due = new Semaphore(0);
    private volatile boolean stopping;

    ReplyFeed(
            ReplyStore store,
            StoreSchema schema,
            IntakePublisher publisher,
            ReplyTopics topics,
            MeterRegistry meters,
            GatewayConfig config) {
        this.store = store;
        this.schema = schema;
        this.publisher = publisher;
        this.topics = topics;
        this.meters = meters;
        this.config = config.intake();
    }

    /** There may be something to send now. Never blocks. */
    void wake() {
        due.release();
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("gateway-reply-feed").start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                if (due.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    due.drainPermits();
                }
                if (schema.isReady()) {
                    sendAll();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The store's consumer tells of a Postgres that is away.
                LOG.debugf("replies not sent now: %s", e.getMessage());
            }
        }
    }

    private void sendAll() {
        List<ReplyStore.Reply> replies;
        do {
            replies = store.take(LEASE).await().atMost(LIMIT);
            if (!replies.isEmpty()) {
                Map<String, ReplyTopics.State> states = new HashMap<>();
                replies.forEach(reply -> states.computeIfAbsent(reply.topic(), topics::state));
                Uni.join()
                        .all(replies.stream().map(reply -> send(reply, states)).toList())
                        .andCollectFailures()
                        .await()
                        .atMost(LEASE);
            }
        } while (!replies.isEmpty() && !stopping);
    }

    private Uni<Void> send(ReplyStore.Reply reply, Map<String, ReplyTopics.State> states) {
        return switch (Objects.requireNonNull(states.get(reply.topic()))) {
            case EXISTS ->
                    publisher
                            .publishReply(reply.topic(), reply.jobId(), reply.result())
                            .call(() -> store.done(reply.jobId()))
                            .invoke(() -> count("sent"))
                            .onFailure()
                            .recoverWithUni(e -> failed(reply, e));
            case MISSING ->
                    refused(
                            reply,
                            "there is no topic '%s' that may be written to"
                                    .formatted(reply.topic()));
            case UNKNOWN -> store.later(reply.jobId(), reply.tries(), AWAY_PAUSE);
        };
    }

    private Uni<Void> failed(ReplyStore.Reply reply, Throwable e) {
        return e instanceof RetriableException
                ? store.later(reply.jobId(), reply.tries(), AWAY_PAUSE)
                : refused(reply, String.valueOf(e.getMessage()));
    }

    private Uni<Void> refused(ReplyStore.Reply reply, String reason) {
        int tries = reply.tries() + 1;
        LOG.warnf(
                "a reply was refused (%d of %d), jobId=%s: %s",
                tries, config.replyTries(), reply.jobId(), reason);
        if (tries < config.replyTries()) {
            count("refused");
            return store.later(reply.jobId(), tries, pause(tries));
        }
        count("given_up");
        return publisher
                .publishReplyDeadLetter(
                        reply.topic(),
                        reply.jobId(),
                        reply.result(),
                        "the result was not sent after %d tries: %s".formatted(tries, reason))
                .chain(() -> store.done(reply.jobId()));
    }

    private Duration pause(int tries) {
        Duration pause = config.replyPause().multipliedBy(1L << Math.min(tries - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void count(String outcome) {
        meters.counter("signalbox.gateway.replies", "outcome", outcome).increment();
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
        due.release();
    }
}
