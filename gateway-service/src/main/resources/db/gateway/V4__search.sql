alter table attempts
    add column search json;

comment on column attempts.search is 'what the search before the call came to, where there was one';
