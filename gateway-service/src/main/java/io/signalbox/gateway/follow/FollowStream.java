package io.signalbox.gateway.follow;

import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.event.JobFinished;
import io.signalbox.contracts.job.JobResult;
import io.signalbox.contracts.wire.Json;
import io.signalbox.messaging.RecordReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One follower's stream: what was written before it came, then what is written, each record once.
 * Who reads too slowly loses its seat at the tail, reads back what it missed and sits down again;
 * so its memory is bounded and it misses nothing. Used by one thread, but for {@link #leave}.
 */
final class FollowStream {

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);

    /** How soon a client comes again after the stream broke. */
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private static final Duration SEAT_LIMIT = Duration.ofSeconds(10);

    private final JobTrack track;
    private final Position position;
    private final JobStory story;
    private final JobEvent.@Nullable Accepted accepted;
    private final Tail tail;
    private final History history;
    private final Pace pace;
    private volatile boolean left;
    private volatile @Nullable Seat seat;
    private long finishAtNanos;
    private long silentSinceNanos;

    /**
     * @param keepAlive how often a silent stream sends a comment
     * @param reorderWindow how long a record waits for those that belong before it
     * @param endGrace how long an end waits for facts
     * @param maxBufferedEvents of a seat
     */
    record Pace(
            Duration keepAlive, Duration reorderWindow, Duration endGrace, int maxBufferedEvents) {}

    /**
     * @param accepted told first; null for a stream that is resumed
     */
    FollowStream(
            JobTrack track,
            Position position,
            JobEvent.@Nullable Accepted accepted,
            Tail tail,
            History history,
            Pace pace) {
        this.track = track;
        this.position = position;
        this.story = new JobStory(position);
        this.accepted = accepted;
        this.tail = tail;
        this.history = history;
        this.pace = pace;
    }

    /** The follower is gone, or has to go: its stream ends soon, without an end event. */
    void leave() {
        left = true;
        Seat current = seat;
        if (current != null) {
            current.wake();
        }
    }

    /** Follows a job to its end. */
    void follow(OutputStream out) throws IOException {
        begin(out);
        try {
            while (!left && !followUntilLost(out)) {
                flush(out);
            }
            flush(out);
        } catch (KafkaException e) {
            throw new IOException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while following");
        }
    }

    /**
     * Tells of a job that ended a while ago.
     *
     * @param until where its records have ended
     * @param kept its end, in case that Kafka does not have it any more
     */
    void retell(OutputStream out, Map<TopicPartition, Long> until, JobResult kept)
            throws IOException {
        begin(out);
        try {
            tellAll(history.read(track, position.nextOffsets(), until), out);
        } catch (KafkaException e) {
            throw new IOException("the broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading back");
        }
        JobResult end = story.end();
        finish(end == null ? kept : end, out);
        flush(out);
    }

    private void begin(OutputStream out) throws IOException {
        out.write(RETRY);
        if (accepted != null) {
            write(accepted.name(), accepted, out);
        }
        flush(out);
    }

    /** Returns whether the stream is over; else the seat was lost. */
    private boolean followUntilLost(OutputStream out) throws IOException, InterruptedException {
        Seat mine = new Seat(track, pace.maxBufferedEvents());
        seat = mine;
        tail.join(mine);
        try {
            Optional<Map<TopicPartition, Long>> joinedAt = mine.awaitSeated(SEAT_LIMIT);
            if (joinedAt.isEmpty()) {
                throw new IOException("the broker does not answer");
            }
            readBack(joinedAt.get(), out);
            return listen(mine, out);
        } finally {
            tail.leave(mine);
        }
    }

    private void readBack(Map<TopicPartition, Long> until, OutputStream out)
            throws IOException, InterruptedException {
        tellAll(history.read(track, position.nextOffsets(), until), out);
        until.forEach((partition, offset) -> {
            // The end was not told yet: who resumes must find it.
            if (story.end() == null || !partition.equals(track.results())) {
                position.advance(partition, offset);
            }
        });
        flush(out);
    }

    private void tellAll(ReadBack past, OutputStream out) throws IOException, InterruptedException {
        for (List<ConsumerRecord<String, byte[]>> page = past.next();
                !page.isEmpty();
                page = past.next()) {
            for (ConsumerRecord<String, byte[]> record : page) {
                tell(record, out);
            }
        }
    }

    private boolean listen(Seat mine, OutputStream out) throws IOException, InterruptedException {
        InOrder ordered = new InOrder();
        while (!left) {
            JobResult end = story.end();
            long now = System.nanoTime();
            if (end != null && (story.isWhole() || now - finishAtNanos >= 0)) {
                finish(end, out);
                return true;
            }
            if (mine.isLost()) {
                return false;
            }
            ConsumerRecord<String, byte[]> arrived =
                    mine.poll(ordered.untilNext(now, untilNextDuty(end, now)));
            if (arrived != null) {
                ordered.add(arrived, System.nanoTime(), pace.reorderWindow());
            }
            if (!tellDue(ordered, out)
                    && System.nanoTime() - silentSinceNanos >= pace.keepAlive().toNanos()) {
                out.write(KEEP_ALIVE);
                flush(out);
            }
        }
        return true;
    }

    private Duration untilNextDuty(@Nullable JobResult end, long now) {
        long keepAlive = silentSinceNanos + pace.keepAlive().toNanos() - now;
        long next = end == null ? keepAlive : Math.min(keepAlive, finishAtNanos - now);
        return Duration.ofNanos(Math.max(0, next));
    }

    private boolean tellDue(InOrder ordered, OutputStream out) throws IOException {
        boolean any = false;
        long now = System.nanoTime();
        for (ConsumerRecord<String, byte[]> due = ordered.poll(now);
                due != null;
                due = ordered.poll(now)) {
            tell(due, out);
            any = true;
        }
        if (any) {
            flush(out);
        }
        return any;
    }

    private void tell(ConsumerRecord<String, byte[]> raw, OutputStream out) throws IOException {
        if (left) {
            throw new IOException("the follower is gone");
        }
        if (!(RecordReader.read(raw) instanceof RecordReader.Read.Known known)) {
            return;
        }
        if (known.value() instanceof JobFinished) {
            // Not passed before it is told: who resumes must find it.
            if (story.end() == null) {
                finishAtNanos = System.nanoTime() + pace.endGrace().toNanos();
            }
        } else if (!position.pass(new TopicPartition(raw.topic(), raw.partition()), raw.offset())) {
            return;
        }
        Optional<JobEvent> event = story.tell(known.value());
        if (event.isPresent()) {
            write(event.get().name(), event.get(), out);
        }
    }

    private void finish(JobResult end, OutputStream out) throws IOException {
        for (AttemptReport report : end.attempts()) {
            Optional<JobEvent> failure = story.tell(report);
            if (failure.isPresent()) {
                write(failure.get().name(), failure.get(), out);
            }
        }
        position.end();
        write("finished", end, out);
    }

    private void write(String name, Object data, OutputStream out) throws IOException {
        out.write(
                "event: %s\nid: %s\ndata: "
                        .formatted(name, position)
                        .getBytes(StandardCharsets.UTF_8));
        out.write(Json.bytes(data));
        out.write('\n');
        out.write('\n');
    }

    private void flush(OutputStream out) throws IOException {
        out.flush();
        silentSinceNanos = System.nanoTime();
    }
}
