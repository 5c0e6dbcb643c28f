-- What the procedure needs beside the journal: who was asked for an opinion, who broke a promise, which notices were attempted against the law.

alter table casework.matter add column consulted text[] not null default '{}';
create index matter_consulted on casework.matter using gin (consulted) where consulted <> '{}';
comment on column casework.matter.consulted is '征求意见: 统一社会信用代码 of the departments that were asked; their reviewers see the case. Derived from the journal.';

create table casework.broken_promise (
  case_id      uuid        primary key references casework.matter,
  division     text        not null check (division ~ '^\d{12}$'),
  applicant_id text        not null,
  found_on     date        not null
);
create index broken_promise_applicant on casework.broken_promise (applicant_id);
comment on table casework.broken_promise is '告知承诺: what 事后核查 found untrue. Who is in it is not accepted on a promise again.';

create table casework.violation (
  id         bigint      generated always as identity primary key,
  case_id    uuid        not null references casework.matter,
  division   text        not null check (division ~ '^\d{12}$'),
  department text        not null,
  kind       text        not null check (kind in ('second-correction')),
  by         text        not null,
  by_name    text        not null,
  stage      text        not null,
  on_day     date        not null,
  at         timestamptz not null default now()
);
create index violation_case on casework.violation (case_id, id);
create index violation_division on casework.violation (division, on_day, id);
comment on table casework.violation is '一次性告知: a second notice that was attempted and refused (行政许可法第七十二条第四项). It is counted though nothing happened to the case.';

create function casework.keep_violation() returns trigger language plpgsql as $$
begin
  raise exception 'violations are append-only';
end $$;
create trigger keep_violation before update or delete on casework.violation for each row execute function casework.keep_violation();
