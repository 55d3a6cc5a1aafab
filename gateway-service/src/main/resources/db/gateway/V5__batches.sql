-- Jobs that were submitted together: a row is written with the submissions of all of them, or not at
-- all. How they fare is told by jobs.
create table batches (
    batch_id        text primary key,
    tenant          text not null,
    idempotency_key text,
    body_hash       text not null,
    job_ids         text[] not null,
    created_at      timestamptz not null,
    unique (tenant, idempotency_key)
);

create index batches_age on batches (created_at);

comment on column batches.job_ids is 'in the order of the body';
