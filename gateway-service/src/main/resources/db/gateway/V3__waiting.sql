-- Before its end a job's status follows its attempts: one that waited runs again. progress is 4 x the
-- attempt's number + the status' rank.
alter table jobs
    add column progress integer not null default 0,
    add column waiting  json;

comment on column jobs.waiting is 'until when and why, while the status is waiting';
