package io.signalbox.catalog.active;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.yaml.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, and what is wrong with the files as they are now.
 *
 * @param loadedAt when it came into force
 * @param files the operator's files that it was read from; empty for the shipped defaults alone
 * @param refusal null where the files hold what is in force
 */
public record CatalogState(
        Catalog catalog, Instant loadedAt, List<String> files, @Nullable Refusal refusal) {

    /**
     * An edit that was not taken.
     *
     * @param at when it was looked at
     * @param problems all of them, by file, then by line; never a secret
     */
    public record Refusal(Instant at, List<Problem> problems) {
        public Refusal {
            problems = List.copyOf(problems);
        }
    }

    public CatalogState {
        files = List.copyOf(files);
    }
}
