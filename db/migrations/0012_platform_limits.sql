-- Counters of what may be done only so often. Columns and their order are those of rate-limiter-flexible.

create table platform.rate_limit (
  key     varchar(255) primary key,
  points  integer      not null default 0,
  expire  bigint
);
create index rate_limit_expire on platform.rate_limit (expire);
comment on table platform.rate_limit is 'Spent points by the hash of what they count for (S-016); expire in milliseconds since 1970. Rows are deleted an hour after they expire.';
