-- One row per job: how it was asked, how it was routed, how it ended. Each part may come first.
create table metrics.jobs (
    job_id          text primary key,
    tenant          text,
    task_type       text,
    task_risk       text,
    task_area       text,
    task_role       text,
    task_complexity text,
    profile         text,
    key_id          text,
    model_asked     text,
    strategy_asked  text,
    streamed        boolean,
    admitted_at     timestamptz,
    deadline        timestamptz,
    routed_at       timestamptz,
    strategy        text,
    finished_at     timestamptz,
    status          text,
    finish_reason   text,
    error_class     text,
    attempts        integer,
    kind            text,
    provider        text,
    model           text,
    agent           text,
    cache           text,
    latency_ms      bigint,
    ttft_ms         bigint,
    result_offset   bigint,
    first_seen_at   timestamptz not null,
    at              timestamptz not null generated always as (coalesce(admitted_at, first_seen_at)) stored
) with (fillfactor = 80);

create index jobs_at on metrics.jobs (at);

comment on column metrics.jobs.status is 'null while the job runs; then succeeded, failed, cancelled or expired';
comment on column metrics.jobs.kind is 'with provider, model, agent: who answered; who was tried last where nobody answered';
comment on column metrics.jobs.result_offset is 'of the result that stands: the lowest in the job''s results partition';
comment on column metrics.jobs.at is 'the time that windows and buckets go by';

-- One row per attempt. Tokens and cost are sums over its finished runs; how it ended is that of one of them.
create table metrics.attempts (
    attempt_id          text primary key,
    job_id              text not null,
    number              integer not null,
    tenant              text,
    kind                text not null,
    provider            text,
    model               text,
    agent               text,
    task_type           text,
    profile             text,
    key_id              text,
    outcome             text,
    error_class         text,
    http_status         integer,
    input_tokens        bigint,
    cached_read_tokens  bigint,
    cached_write_tokens bigint,
    output_tokens       bigint,
    reasoning_tokens    bigint,
    estimated           boolean,
    cost_usd            numeric(20, 12),
    unpriced            boolean,
    started_at          timestamptz not null,
    finished_at         timestamptz,
    latency_ms          bigint,
    ttft_ms             bigint,
    run                 text not null,
    worker              text,
    run_ids             text[] not null,
    finished_run_ids    text[] not null,
    runs                integer not null generated always as (cardinality(run_ids)) stored
) with (fillfactor = 80);

create index attempts_started_at on metrics.attempts (started_at);
create index attempts_job on metrics.attempts (job_id, number);

comment on column metrics.attempts.outcome is 'null while it runs; then succeeded, failed, cancelled or expired';
comment on column metrics.attempts.cost_usd is 'sum of the known costs; null where none is known';
comment on column metrics.attempts.unpriced is 'tokens were used whose price is unknown';
comment on column metrics.attempts.run is 'the run whose outcome, times and latency stand: a succeeded one, else the first to finish, else the first to start';
comment on column metrics.attempts.runs is 'how often the upstream call was started; more than 1 after a crash in between';
comment on column metrics.attempts.finished_run_ids is 'the runs whose tokens and cost are in the sums';
