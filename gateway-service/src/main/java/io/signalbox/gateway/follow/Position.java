package io.signalbox.gateway.follow;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a follower has come: the id of the event it saw last. Its text is {@code
 * e<partition>-<next offset>.p<..>-<..>.r<..>-<..>.a<attempts whose failure was told, as bits in
 * hex>}, and {@code .end} after the last event; callers give it back and read nothing from it. Used
 * by one thread.
 */
final class Position {

    private static final Pattern TEXT =
            Pattern.compile(
                    "e(\\d{1,4})-(\\d{1,18})\\.p(\\d{1,4})-(\\d{1,18})\\.r(\\d{1,4})-(\\d{1,18})"
                            + "\\.a((?:[0-9a-f]{2}){0,64})(\\.end)?");

    private final JobTrack track;
    private final Map<TopicPartition, Long> next;
    private final BitSet told;
    private boolean ended;

    private Position(JobTrack track, Map<TopicPartition, Long> next, BitSet told, boolean ended) {
        this.track = track;
        this.next = next;
        this.told = told;
        this.ended = ended;
    }

    /** Before a job's first record. */
    static Position startingAt(JobTrack track, Map<TopicPartition, Long> starts) {
        return new Position(track, new HashMap<>(starts), new BitSet(), false);
    }

    /**
     * @throws IllegalArgumentException where it is no id of this job's events; the message says so
     */
    static Position parse(String text, JobTrack track) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(1)) != track.events().partition()
                || Integer.parseInt(matcher.group(3)) != track.progress().partition()
                || Integer.parseInt(matcher.group(5)) != track.results().partition()) {
            throw new IllegalArgumentException(
                    "'%s' is not the id of an event of job %s; leave it out to begin at the start"
                            .formatted(text, track.jobId()));
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        next.put(track.events(), Long.valueOf(matcher.group(2)));
        next.put(track.progress(), Long.valueOf(matcher.group(4)));
        next.put(track.results(), Long.valueOf(matcher.group(6)));
        return new Position(
                track,
                next,
                BitSet.valueOf(HexFormat.of().parseHex(matcher.group(7))),
                matcher.group(8) != null);
    }

    /** The offset of the first record of a partition that was not told yet. */
    long next(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    Map<TopicPartition, Long> nextOffsets() {
        return Map.copyOf(next);
    }

    /** Whether a record is new here; if so it counts as told. */
    boolean pass(TopicPartition partition, long offset) {
        if (offset < next(partition)) {
            return false;
        }
        next.put(partition, offset + 1);
        return true;
    }

    /** Everything of a partition before an offset has been told. */
    void advance(TopicPartition partition, long offset) {
        next.merge(partition, offset, Math::max);
    }

    /** Whether an attempt's failure is new here; if so it counts as told. */
    boolean passFailure(int attempt) {
        if (told.get(attempt)) {
            return false;
        }
        told.set(attempt);
        return true;
    }

    void end() {
        ended = true;
    }

    /** Whether the last event was seen: nothing comes after it. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public String toString() {
        return "e%d-%d.p%d-%d.r%d-%d.a%s%s"
                .formatted(
                        track.events().partition(),
                        next(track.events()),
                        track.progress().partition(),
                        next(track.progress()),
                        track.results().partition(),
                        next(track.results()),
                        HexFormat.of().formatHex(told.toByteArray()),
                        ended ? ".end" : "");
    }
}
