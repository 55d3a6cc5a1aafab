package io.signalbox.gateway.follow;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is written from now on, once for all followers of this instance: only the partitions
 * of jobs that somebody follows, and without parsing what is not followed. Its one thread lives
 * from the first follower on; {@link #join} and {@link #leave} do not block.
 */
@ApplicationScoped
class Tail {

    private static final Logger LOG = Logger.getLogger(Tail.class);

    /** Who joins waits for the poll to end. */
    private static final Duration POLL = Duration.ofMillis(20);

    private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(500);

    /** Somebody comes or goes. */
    private record Move(@Nullable Seat joining, @Nullable Seat leaving) {}

    private final FollowReaders readers;
    private final BlockingQueue<Move> moves = new LinkedBlockingQueue<>();
    private final Map<String, Set<Seat>> seats = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().name("gateway-follow-tail").daemon().unstarted(this::run);
    private volatile boolean closed;

    Tail(FollowReaders readers) {
        this.readers = readers;
    }

    /** The seat is told when it is taken, and gets records from then on. */
    void join(Seat seat) {
        moves.add(new Move(seat, null));
        startOnce();
    }

    void leave(Seat seat) {
        moves.add(new Move(null, seat));
    }

    private synchronized void startOnce() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!closed) {
                try (KafkaConsumer<String, byte[]> consumer = readers.open("tail")) {
                    serve(consumer);
                } catch (KafkaException e) {
                    LOG.warnf("followers wait for the broker: %s", e.getMessage());
                    loseAll();
                    Thread.sleep(PAUSE_AFTER_ERROR);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
        while (!closed) {
            List<Move> due = new ArrayList<>();
            if (seats.isEmpty()) {
                due.add(moves.take());
            }
            moves.drainTo(due);
            if (!due.isEmpty()) {
                apply(due, consumer);
            }
            if (!seats.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    deliver(record);
                }
            }
        }
    }

    private void apply(List<Move> due, KafkaConsumer<String, byte[]> consumer) {
        List<Seat> joined = new ArrayList<>();
        for (Move move : due) {
            if (move.joining() != null) {
                Seat seat = move.joining();
                seats.computeIfAbsent(seat.track().jobId(), _ -> new HashSet<>()).add(seat);
                joined.add(seat);
            } else if (move.leaving() != null) {
                Seat seat = move.leaving();
                joined.remove(seat);
                seats.computeIfPresent(
                        seat.track().jobId(),
                        (_, ofJob) -> ofJob.remove(seat) && ofJob.isEmpty() ? null : ofJob);
            }
        }
        assign(consumer);
        for (Seat seat : joined) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            seat.track().partitions().forEach(p -> positions.put(p, consumer.position(p)));
            seat.seated(positions);
        }
    }

    /** Partitions that were read before go on where they are, new ones begin at their end. */
    private void assign(KafkaConsumer<String, byte[]> consumer) {
        Set<TopicPartition> wanted = new HashSet<>();
        seats.values()
                .forEach(ofJob -> ofJob.forEach(seat -> wanted.addAll(seat.track().partitions())));
        Set<TopicPartition> added = new HashSet<>(wanted);
        added.removeAll(consumer.assignment());
        if (added.isEmpty() && wanted.size() == consumer.assignment().size()) {
            return;
        }
        consumer.assign(wanted);
        if (!added.isEmpty()) {
            consumer.endOffsets(added).forEach(consumer::seek);
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> record) {
        Set<Seat> ofJob = record.key() == null ? null : seats.get(record.key());
        if (ofJob != null) {
            ofJob.forEach(seat -> seat.offer(record));
        }
    }

    /** Everybody must come again, those who have not been seated yet too. */
    private void loseAll() {
        seats.values().forEach(ofJob -> ofJob.forEach(Seat::lose));
        seats.clear();
        moves.forEach(move -> {
            if (move.joining() != null) {
                move.joining().lose();
            }
        });
        moves.clear();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closed = true;
        thread.interrupt();
        if (thread.isAlive()) {
            thread.join(Duration.ofSeconds(5));
        }
    }
}
