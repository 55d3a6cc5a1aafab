package io.signalbox.router.plan;

import io.signalbox.contracts.event.Plan;
import io.signalbox.contracts.event.Retry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who can do a job now, and who in time.
 *
 * @param later those that the plan leaves out for a while only, each with the time from which on it
 *     may be asked; the earliest first
 */
public record Outlook(Plan plan, List<Retry> later) {

    public Outlook {
        later = List.copyOf(later);
    }

    /** When the first of those who are left out for a while may be asked; empty for none. */
    public Optional<Instant> ableAgainAt() {
        return later.stream().map(Retry::notBefore).min(Instant::compareTo);
    }
}
