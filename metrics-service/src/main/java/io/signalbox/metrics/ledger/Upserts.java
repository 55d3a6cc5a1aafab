package io.signalbox.metrics.ledger;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two statements of the ledger. Each takes a JSON array of rows as text and may be repeated and
 * reordered at will: the rows come out the same.
 */
final class Upserts {

    private static final List<String> ASKED =
            List.of(
                    "tenant text",
                    "task_type text",
                    "task_risk text",
                    "task_area text",
                    "task_role text",
                    "task_complexity text",
                    "profile text",
                    "key_id text",
                    "model_asked text",
                    "strategy_asked text",
                    "streamed boolean",
                    "admitted_at timestamptz",
                    "deadline timestamptz");
    private static final List<String> ROUTED = List.of("routed_at timestamptz", "strategy text");
    private static final List<String> ENDED =
            List.of(
                    "finished_at timestamptz",
                    "status text",
                    "finish_reason text",
                    "error_class text",
                    "attempts integer",
                    "kind text",
                    "provider text",
                    "model text",
                    "agent text",
                    "cache text",
                    "latency_ms bigint",
                    "ttft_ms bigint",
                    "result_offset bigint");

    private static final List<String> NAMED =
            List.of(
                    "job_id text",
                    "number integer",
                    "tenant text",
                    "kind text",
                    "provider text",
                    "model text",
                    "agent text",
                    "task_type text",
                    "profile text",
                    "key_id text");
    private static final List<String> SUMMED =
            List.of(
                    "input_tokens bigint",
                    "cached_read_tokens bigint",
                    "cached_write_tokens bigint",
                    "output_tokens bigint",
                    "reasoning_tokens bigint",
                    "cost_usd numeric");
    private static final List<String> FLAGGED = List.of("estimated boolean", "unpriced boolean");
    private static final List<String> STANDING =
            List.of(
                    "outcome text",
                    "error_class text",
                    "http_status integer",
                    "finished_at timestamptz",
                    "latency_ms bigint",
                    "ttft_ms bigint",
                    "run text",
                    "worker text");

    /** Of several results the one of the lowest offset stands; all else is kept once known. */
    static final String JOBS =
            """
            insert into metrics.jobs as old (job_id, first_seen_at, %1$s)
            select job_id, first_seen_at, %1$s
            from jsonb_to_recordset($1::text::jsonb) as x(job_id text, first_seen_at timestamptz, %2$s)
            on conflict (job_id) do update set
            first_seen_at = least(old.first_seen_at, excluded.first_seen_at),
            %3$s
            """
                    .formatted(
                            names(List.of(ASKED, ROUTED, ENDED)),
                            definitions(List.of(ASKED, ROUTED, ENDED)),
                            Stream.of(
                                            each(ASKED, "%1$s = coalesce(old.%1$s, excluded.%1$s)"),
                                            each(
                                                    ROUTED,
                                                    "%1$s = case when excluded.routed_at < old.routed_at or old.routed_at is null then excluded.%1$s else old.%1$s end"),
                                            each(
                                                    ENDED,
                                                    "%1$s = case when excluded.result_offset < old.result_offset or old.result_offset is null then excluded.%1$s else old.%1$s end"))
                                    .collect(Collectors.joining(",\n")));

    /**
     * Each row is one run. A run that finishes adds its tokens and cost once; the outcome that
     * stands is that of a succeeded run, else of the first to finish, else of the first to start.
     */
    static final String ATTEMPTS =
            """
            insert into metrics.attempts as old (attempt_id, started_at, run_ids, finished_run_ids, %1$s)
            select attempt_id, started_at, array[run], case when outcome is null then '{}' else array[run] end, %1$s
            from jsonb_to_recordset($1::text::jsonb) as x(attempt_id text, started_at timestamptz, %2$s)
            on conflict (attempt_id) do update set
            started_at = least(old.started_at, excluded.started_at),
            run_ids = case when excluded.run = any(old.run_ids) then old.run_ids else %5$s end,
            finished_run_ids = case when %4$s then %6$s else old.finished_run_ids end,
            %3$s
            """
                    .formatted(
                            names(List.of(NAMED, SUMMED, FLAGGED, STANDING)),
                            definitions(List.of(NAMED, SUMMED, FLAGGED, STANDING)),
                            Stream.of(
                                            each(NAMED, "%1$s = coalesce(old.%1$s, excluded.%1$s)"),
                                            each(
                                                    SUMMED,
                                                    "%1$s = case when "
                                                            + newlyFinished()
                                                            + " then coalesce(old.%1$s + excluded.%1$s, old.%1$s, excluded.%1$s) else old.%1$s end"),
                                            each(
                                                    FLAGGED,
                                                    "%1$s = coalesce(old.%1$s or excluded.%1$s, old.%1$s, excluded.%1$s)"),
                                            each(
                                                    STANDING,
                                                    "%1$s = case when "
                                                            + standsBefore()
                                                            + " then excluded.%1$s else old.%1$s end"))
                                    .collect(Collectors.joining(",\n")),
                            newlyFinished(),
                            withRun("old.run_ids"),
                            withRun("old.finished_run_ids"));

    private Upserts() {}

    private static String withRun(String runs) {
        return "(select array_agg(run order by run) from unnest(%s || excluded.run) as run)"
                .formatted(runs);
    }

    private static String newlyFinished() {
        return "(excluded.outcome is not null and excluded.run <> all(old.finished_run_ids))";
    }

    private static String standsBefore() {
        return "(%s) < (%s)".formatted(rank("excluded"), rank("old"));
    }

    private static String rank(String row) {
        return "%1$s.outcome is null, %1$s.outcome is distinct from 'succeeded', coalesce(%1$s.finished_at, %1$s.started_at), %1$s.run"
                .formatted(row);
    }

    private static String each(List<String> columns, String pattern) {
        return columns.stream()
                .map(column -> pattern.formatted(name(column)))
                .collect(Collectors.joining(",\n"));
    }

    private static String names(List<List<String>> columns) {
        return columns.stream()
                .flatMap(List::stream)
                .map(Upserts::name)
                .collect(Collectors.joining(", "));
    }

    private static String definitions(List<List<String>> columns) {
        return columns.stream().flatMap(List::stream).collect(Collectors.joining(", "));
    }

    private static String name(String definition) {
        return definition.substring(0, definition.indexOf(' '));
    }
}
