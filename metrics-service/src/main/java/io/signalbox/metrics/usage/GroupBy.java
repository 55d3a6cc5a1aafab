package io.signalbox.metrics.usage;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What usage may be grouped by, and where the ledger has it. The SQL is of this enum alone: no text
 * of a caller is ever part of a statement.
 */
enum GroupBy {
    PROVIDER("j.provider", "a.provider"),
    MODEL("j.model", "a.model"),
    AGENT("j.agent", "a.agent"),
    TASK_TYPE("j.task_type", "coalesce(a.task_type, j.task_type)"),
    TENANT("j.tenant", "coalesce(a.tenant, j.tenant)"),
    PROFILE("j.profile", "coalesce(a.profile, j.profile)"),
    KEY("j.key_id", "coalesce(a.key_id, j.key_id)"),
    /** Start of the hour, as an instant: an hour that comes twice in autumn is two buckets. */
    HOUR(hour("j.at"), hour("a.started_at")),
    /** Date in the query's zone. */
    DAY(day("j.at"), day("a.started_at"));

    private final String ofJob;
    private final String ofAttempt;

    GroupBy(String ofJob, String ofAttempt) {
        this.ofJob = ofJob;
        this.ofAttempt = ofAttempt;
    }

    /** As callers write it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Over {@code metrics.jobs j}; $3 is the zone. */
    String ofJob() {
        return ofJob;
    }

    /** Over {@code metrics.attempts a}, its job being {@code j}; $3 is the zone. */
    String ofAttempt() {
        return ofAttempt;
    }

    /**
     * @throws InvalidParameter for a name that is not one
     */
    static GroupBy parse(String text) {
        return Stream.of(values())
                .filter(it -> it.wireName().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidParameter(
                                "group_by",
                                "'%s' is nothing to group by; use one or more of %s, separated by commas"
                                        .formatted(text, wireNames())));
    }

    private static String wireNames() {
        return Stream.of(values()).map(GroupBy::wireName).collect(Collectors.joining(", "));
    }

    private static String hour(String column) {
        return "to_char(date_trunc('hour', %s, $3::text) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                .formatted(column);
    }

    private static String day(String column) {
        return "to_char(%s at time zone $3::text, 'YYYY-MM-DD')".formatted(column);
    }
}
