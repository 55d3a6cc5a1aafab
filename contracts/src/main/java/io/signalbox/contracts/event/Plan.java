package io.signalbox.contracts.event;

import io.signalbox.contracts.attempt.Candidate;
import java.util.List;
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
     */
    public record Exclusion(String subject, String code, @Nullable String detail) {}

    public Plan {
        candidates = List.copyOf(candidates);
        exclusions = List.copyOf(exclusions);
    }

    /** The code of a candidate that no worker reports now; the only one that passes by itself. */
    public static final String NO_WORKER = "no_worker";

    /** Whether somebody is left out only because no worker reports them now. */
    public boolean waitsForWorkers() {
        return exclusions.stream().anyMatch(exclusion -> exclusion.code().equals(NO_WORKER));
    }
}
