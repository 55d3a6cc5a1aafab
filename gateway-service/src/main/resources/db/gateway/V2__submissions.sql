-- Which id and which Idempotency-Key names which job. A row is written before the broker gets the
-- job; while state is 'pending' or 'refused' it keeps the admitted record, so that whoever brings
-- the job again brings the same one.
create table submissions (
    job_id          text primary key,
    tenant          text not null,
    idempotency_key text,
    body_hash       text not null,
    source          text,
    state           text not null check (state in ('pending', 'refused', 'accepted')),
    admitted        text,
    admitted_at     timestamptz not null,
    deadline        timestamptz not null,
    claimed_at      timestamptz not null,
    unique (tenant, idempotency_key),
    check (admitted is not null or state = 'accepted')
);

create index submissions_pending on submissions (claimed_at) where state = 'pending';
create index submissions_age on submissions (admitted_at);

-- Where a job's result goes besides the results topic. A result that was not sent there yet is
-- found by the index; who sends it sets reply_after to when somebody else may.
alter table jobs
    add column reply_topic text,
    add column replied_at  timestamptz,
    add column reply_tries integer not null default 0,
    add column reply_after timestamptz;

create index jobs_to_reply on jobs (coalesce(reply_after, finished_at))
    where reply_topic is not null and replied_at is null and status_rank >= 4;

-- Newest first is by admission: a caller's id need not tell its time.
drop index jobs_newest;
create index jobs_by_admission on jobs (tenant, admitted_at desc, job_id desc);
