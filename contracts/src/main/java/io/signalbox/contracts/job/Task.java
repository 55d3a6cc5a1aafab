package io.signalbox.contracts.job;

import org.jspecify.annotations.Nullable;

/**
 * What kind of work a job is; all of it optional, none of it checked against a list.
 *
 * @param type for example {@code code_review}; the ledger groups by it, catalogs choose by it
 * @param risk {@code low}, {@code medium}, {@code high}
 * @param area for example {@code docs}, {@code core}
 * @param role for example {@code planner}, {@code reviewer}
 * @param complexity {@code simple}, {@code moderate}, {@code complex}, {@code very_complex}
 */
public record Task(
        @Nullable String type,
        @Nullable String risk,
        @Nullable String area,
        @Nullable String role,
        @Nullable String complexity) {

    public static final Task UNSPECIFIED = new Task(null, null, null, null, null);

    public static Task ofType(String type) {
        return new Task(type, null, null, null, null);
    }
}
