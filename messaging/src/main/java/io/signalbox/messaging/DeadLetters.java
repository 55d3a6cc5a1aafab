package io.signalbox.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.signalbox.contracts.event.SignalboxRecord;
import io.signalbox.contracts.wire.Headers;
import io.smallrye.mutiny.Uni;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where records of the topics of work go that nobody can work on: kept as they came with the
 * reason, named in the log without their content, and counted. Thread-safe.
 */
public final class DeadLetters {

    /** Why nobody can; the counter's {@code cause}. */
    public enum Cause {
        /** Bytes that are not what their header says. */
        UNREADABLE,
        /** A type of another version. */
        UNKNOWN_TYPE,
        /** A type that is not read here. */
        OUT_OF_PLACE,
        /** Read, but whoever worked on it failed again and again. */
        FAILED
    }

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    /** Longer reasons are cut, so that the letter fits where its record did. */
    private static final int MAX_REASON = 1_000;

    private final RecordPublisher publisher;
    private final MeterRegistry meters;
    private final String service;

    /**
     * @param service for the counter
     */
    public DeadLetters(RecordPublisher publisher, MeterRegistry meters, String service) {
        this.publisher = publisher;
        this.meters = meters;
        this.service = service;
    }

    /**
     * Reads a record and works on it; what is none, or none of ours, is put here and so done.
     *
     * @param work returns null for a type that is not read here
     */
    public Uni<RecordFlow.Disposition> unless(
            ConsumerRecord<String, byte[]> raw,
            Function<SignalboxRecord, @Nullable Uni<RecordFlow.Disposition>> work) {
        return switch (RecordReader.read(raw)) {
            case RecordReader.Read.Known known -> {
                Uni<RecordFlow.Disposition> done = work.apply(known.value());
                yield done == null
                        ? putAside(raw, Cause.OUT_OF_PLACE, "not a record for this topic")
                        : done;
            }
            case RecordReader.Read.Foreign foreign ->
                    putAside(raw, Cause.UNKNOWN_TYPE, "unknown type " + foreign.type());
            case RecordReader.Read.Unreadable unreadable ->
                    putAside(raw, Cause.UNREADABLE, unreadable.reason());
        };
    }

    /** A record that was read and is none of ours. */
    public Uni<Void> put(ConsumerRecord<String, byte[]> raw) {
        return unless(raw, value -> null).replaceWithVoid();
    }

    private Uni<RecordFlow.Disposition> putAside(
            ConsumerRecord<String, byte[]> raw, Cause cause, String reason) {
        return put(raw, cause, reason).replaceWith(RecordFlow.Disposition.DONE);
    }

    /** Records on which a handler fails so often come here. */
    public FailureLimit after(int failures) {
        return new FailureLimit((raw, reason) -> put(raw, Cause.FAILED, reason), failures);
    }

    /**
     * @param reason may quote the record: it goes with it and nowhere else
     */
    private Uni<Void> put(ConsumerRecord<String, byte[]> raw, Cause cause, String reason) {
        String cut = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        return publisher
                .publishDeadLetter(raw, cut)
                .onFailure(DeadLetters::isTooLarge)
                .recoverWithUni(() ->
                        publisher.publishEmptyDeadLetter(
                                raw, cut + "; its value is too large to be kept here"))
                .invoke(() -> tell(raw, cause));
    }

    /** A record of almost the largest size there is has no room for a reason. */
    private static boolean isTooLarge(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(RecordTooLargeException.class::isInstance);
    }

    private void tell(ConsumerRecord<String, byte[]> raw, Cause cause) {
        String word = cause.name().toLowerCase(Locale.ROOT);
        LOG.warnf(
                "%s-%d@%d (%s) is now a dead letter: %s; the reason stands in its headers",
                raw.topic(),
                raw.partition(),
                raw.offset(),
                RecordReader.header(raw, Headers.CE_TYPE),
                word);
        meters.counter("signalbox.dead.letters", "service", service, "cause", word).increment();
    }
}
