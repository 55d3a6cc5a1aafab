package io.signalbox.router.strategy;

import io.signalbox.catalog.Model;
import io.signalbox.contracts.attempt.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that could run the job now.
 *
 * @param position its place in the chain, alias or list that named it, from 0; the same for all
 *     where nothing named an order
 * @param priority its provider's or agent's, lower is earlier
 * @param model what the registry knows; null where it knows nothing
 * @param reason how it came to be considered, in words
 */
public record AbleCandidate(
        Candidate candidate, int position, int priority, @Nullable Model model, String reason) {}
