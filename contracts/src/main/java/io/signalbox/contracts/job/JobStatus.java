package io.signalbox.contracts.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a job is. The last four are terminal: the first of them that is written stands. */
public enum JobStatus {
    ACCEPTED(0),
    ROUTED(1),
    RUNNING(2),
    WAITING(3),
    SUCCEEDED(4),
    FAILED(4),
    CANCELLED(4),
    EXPIRED(4);

    /** The rank of every end. */
    public static final int TERMINAL_RANK = 4;

    private final int rank;

    JobStatus(int rank) {
        this.rank = rank;
    }

    /**
     * How far a job has come with its latest attempt: 0 to 4. Of one attempt a status only gives
     * way to one of a higher rank; a later attempt begins anew.
     */
    public int rank() {
        return rank;
    }

    public boolean isTerminal() {
        return rank == TERMINAL_RANK;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for a name that is not a status; the message quotes it
     */
    @JsonCreator
    public static JobStatus parse(String text) {
        return Stream.of(values())
                .filter(status -> status.wireName().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "'%s' is not a status; it is one of %s".formatted(text, names())));
    }

    private static String names() {
        return Stream.of(values()).map(JobStatus::wireName).collect(Collectors.joining(", "));
    }
}
