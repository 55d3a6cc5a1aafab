package io.signalbox.router.step;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.Candidate;

/** How much candidates can read. Pure. */
final class ContextWindows {

    private ContextWindows() {}

    /** In tokens; 0 where the registry does not say: then it is not known to be larger than any. */
    static long of(Candidate candidate, Catalog catalog) {
        String provider = candidate.provider();
        String id = candidate.model();
        Long window =
                provider == null || id == null
                        ? null
                        : catalog.model(provider, id).map(Model::contextWindow).orElse(null);
        return window == null ? 0 : window;
    }
}
