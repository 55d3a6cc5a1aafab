package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Candidate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ordered candidates for a job, and who was left out, each with the reason.
 *
 * @param strategy how the candidates were ordered
 * @param candidates first choice first
 * @param exclusions everyone considered and left out
 */
public record Plan(String strategy, List<Planned> candidates, List<Exclusion> exclusions) {

    /**
     * @param reason why it stands here, in words
     */
    public record Planned(Candidate candidate, String reason) {}

    /**
     * @param subject a candidate's name, or a provider's or agent's where it was left out whole
     * @param code a stable word, for example {@code disabled}, {@code no_key}, {@code not_capable}
     * @param detail why, in words, with what would make it able where that is known
     * @param until from then on it is able again, as far as known; null where time changes nothing
     */
    public record Exclusion(
            String subject, String code, @Nullable String detail, @Nullable Instant until) {

        /** For what does not pass by itself. */
        public Exclusion(String subject, String code, @Nullable String detail) {
            this(subject, code, detail, null);
        }

        /** Whether it passes some time that nobody can tell. */
        public boolean passesSomeTime() {
            return code.equals(NO_WORKER) || code.equals(STARTING);
        }
    }

    public Plan {
        candidates = List.copyOf(candidates);
        exclusions = List.copyOf(exclusions);
    }

    /** The code of a candidate that no worker reports now; nobody knows until when. */
    public static final String NO_WORKER = "no_worker";

    /** The code of a candidate whose server says that it is still starting. */
    public static final String STARTING = "starting";

    /** Whether somebody is left out for what a worker will report, some time, to be over. */
    public boolean waitsForWorkers() {
        return exclusions.stream().anyMatch(Exclusion::passesSomeTime);
    }

    /** When the first of those who are left out for a while is able again; empty for none. */
    public Optional<Instant> ableAgainAt() {
        return exclusions.stream()
                .flatMap(exclusion -> Optional.ofNullable(exclusion.until()).stream())
                .min(Instant::compareTo);
    }
}
