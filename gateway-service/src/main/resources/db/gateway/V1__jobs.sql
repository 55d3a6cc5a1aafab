-- Every job this suite has taken, as its caller sees it. Written in batches from admitted, events
-- and results, in any order; status_rank only grows, the first terminal result stands. Documents
-- are json, not jsonb: callers get their fields in the order of the documentation.
create table jobs (
    job_id          text primary key,
    tenant          text,
    status          text not null default 'accepted',
    status_rank     smallint not null default 0,
    task_type       text,
    model           text,
    reply_partition integer,
    admitted_at     timestamptz,
    deadline        timestamptz,
    finished_at     timestamptz,
    plan            json,
    result          json,
    metadata        json
);

create index jobs_newest on jobs (job_id desc);
create index jobs_open on jobs (deadline) where status_rank < 4;
create index jobs_ended on jobs (finished_at) where status_rank >= 4;

-- Attempts as they happen, for jobs that have not ended; an ended job's result holds them too.
create table attempts (
    job_id     text not null,
    number     integer not null,
    candidate  json not null,
    outcome    text,
    error      json,
    started_at timestamptz not null,
    latency_ms bigint,
    primary key (job_id, number)
);
