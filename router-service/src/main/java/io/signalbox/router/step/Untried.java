package io.signalbox.router.step;

import io.signalbox.catalog.Catalog;
import io.signalbox.contracts.attempt.AttemptError;
import io.signalbox.contracts.attempt.AttemptReport;
import io.signalbox.contracts.attempt.Candidate;
import io.signalbox.contracts.attempt.ErrorClass;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whom a job has not asked yet, and whose window is larger than any that was too small. Pure. */
public final class Untried {

    /** Of a job to which no window was too small. */
    private static final long NONE = -1;

    private Untried() {}

    public static Predicate<Candidate> of(Slip slip, Catalog catalog) {
        Set<Candidate> asked =
                slip.history().stream()
                        .map(AttemptReport::candidate)
                        .collect(Collectors.toUnmodifiableSet());
        long tooSmall =
                slip.history().stream()
                        .filter(Untried::wasTooSmall)
                        .mapToLong(report -> ContextWindows.of(report.candidate(), catalog))
                        .max()
                        .orElse(NONE);
        return candidate ->
                !asked.contains(candidate) && ContextWindows.of(candidate, catalog) > tooSmall;
    }

    private static boolean wasTooSmall(AttemptReport report) {
        AttemptError error = report.error();
        return error != null && error.errorClass() == ErrorClass.CONTEXT_TOO_LONG;
    }
}
