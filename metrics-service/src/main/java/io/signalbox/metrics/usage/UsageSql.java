package io.signalbox.metrics.usage;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one statement of a reading. Parameters: $1 from, $2 to, $3 zone, $4 tenant or null, $5 most
 * rows. The row with {@code is_total = 1} is over all.
 */
final class UsageSql {

    private UsageSql() {}

    static String of(List<GroupBy> groupBy) {
        return """
        with zone as (
            select $3::text -- named here too, so that its type is known where no bucket uses it
        ), job_rows as (
            select 1 as one %1$s, j.status, j.latency_ms
            from metrics.jobs j
            where j.at >= $1 and j.at < $2 and ($4::text is null or j.tenant = $4)
        ), attempt_rows as (
            select 1 as one %2$s, a.*,
                   p.attempt_id is not null
                       and (p.provider, p.model, p.agent) is distinct from (a.provider, a.model, a.agent) as is_fallback
            from metrics.attempts a
            left join metrics.jobs j on j.job_id = a.job_id
            left join lateral (
                -- numbers have gaps where an attempt was deferred
                select * from metrics.attempts b
                where b.job_id = a.job_id and b.number < a.number
                order by b.number desc limit 1) p on true
            where a.started_at >= $1 and a.started_at < $2
              and ($4::text is null or coalesce(a.tenant, j.tenant) = $4)
        ), asked as (
            select grouping(one) as asked_total, jsonb_build_array(%4$s) as asked_keys,
                   count(*) as requests,
                   count(*) filter (where status = 'succeeded') as succeeded,
                   count(*) filter (where status = 'failed') as failed,
                   count(*) filter (where status = 'cancelled') as cancelled,
                   count(*) filter (where status = 'expired') as expired,
                   count(*) filter (where status is null) as running,
                   %5$s
            from job_rows
            group by grouping sets ((one %3$s), ())
        ), tried as (
            select grouping(one) as tried_total, jsonb_build_array(%4$s) as tried_keys,
                   count(*) as attempts,
                   count(*) filter (where outcome = 'succeeded') as attempts_succeeded,
                   count(*) filter (where outcome = 'failed') as attempts_failed,
                   count(*) filter (where is_fallback) as fallbacks,
                   sum(runs - 1)::bigint as repeats,
                   sum(input_tokens)::bigint as input_tokens,
                   sum(cached_read_tokens)::bigint as cached_read_tokens,
                   sum(cached_write_tokens)::bigint as cached_write_tokens,
                   sum(output_tokens)::bigint as output_tokens,
                   sum(reasoning_tokens)::bigint as reasoning_tokens,
                   count(*) filter (where estimated) as estimated,
                   sum(cost_usd) as cost_usd,
                   count(*) filter (where unpriced) as unpriced,
                   %6$s,
                   %7$s
            from attempt_rows
            group by grouping sets ((one %3$s), ())
        )
        select coalesce(asked_total, tried_total) as is_total,
               coalesce(asked_keys, tried_keys)::text as keys,
               asked.*, tried.*
        from asked full join tried on asked_total = tried_total and asked_keys = tried_keys
        order by coalesce(asked_total, tried_total) desc, coalesce(asked_keys, tried_keys)
        limit $5
        """
                .formatted(
                        selected(groupBy, GroupBy::ofJob),
                        selected(groupBy, GroupBy::ofAttempt),
                        keys(groupBy).map(", "::concat).collect(Collectors.joining()),
                        keys(groupBy).collect(Collectors.joining(", ")),
                        percentiles("request_latency", "latency_ms", "status = 'succeeded'"),
                        percentiles("latency", "latency_ms", "outcome = 'succeeded'"),
                        percentiles("ttft", "ttft_ms", "outcome = 'succeeded'"));
    }

    private static String selected(List<GroupBy> groupBy, Function<GroupBy, String> expression) {
        return IntStream.range(0, groupBy.size())
                .mapToObj(i -> ", %s as k%d".formatted(expression.apply(groupBy.get(i)), i))
                .collect(Collectors.joining());
    }

    private static Stream<String> keys(List<GroupBy> groupBy) {
        return IntStream.range(0, groupBy.size()).mapToObj(i -> "k" + i);
    }

    /** An array of p50, p90, p95, p99; null elements where nothing was measured. */
    private static String percentiles(String name, String column, String filter) {
        return "percentile_cont(array[0.5, 0.9, 0.95, 0.99]) within group (order by %s) filter (where %s) as %s"
                .formatted(column, filter, name);
    }
}
