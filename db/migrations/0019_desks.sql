-- The desks of officers: what lists sort and filter by, saved filters, batches of acts, who looked across departments, news of lists.

alter table casework.matter
  add column steps        text[] not null default '{}',
  add column handler_name text,
  add column pending      text[] not null default '{}';
comment on column casework.matter.steps is 'The names of the review steps a case waits in; derived from the journal.';
comment on column casework.matter.handler_name is 'The name of the officer who acted last; derived from the journal.';
comment on column casework.matter.pending is 'What waits for somebody beside the stage: a proposed special procedure, a supervision to answer, an opinion asked for.';

create index matter_pending on casework.matter (division, due_on, id) where pending <> '{}';

create table casework.saved_filter (
  id         uuid        primary key,
  owner      text        not null,
  name       text        not null check (length(name) between 1 and 40),
  list       text        not null,
  query      text        not null check (length(query) <= 1000),
  created_at timestamptz not null default now(),
  unique (owner, name)
);
comment on table casework.saved_filter is 'A worklist with filters under a name of an officer''s own; the query is that of the address.';

create table casework.batch (
  id         uuid        primary key,
  owner      text        not null,
  actor      jsonb       not null,
  act        text        not null,
  details    jsonb       not null,
  state      text        not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled')),
  ordered_at timestamptz not null default now(),
  send_at    timestamptz not null,
  ended_at   timestamptz
);
create index batch_owner on casework.batch (owner, ordered_at desc);
comment on table casework.batch is 'One act ordered for many cases at once; nothing is done before send_at, so that it can be taken back.';

create table casework.batch_case (
  batch_id uuid    not null references casework.batch on delete cascade,
  place    integer not null check (place between 1 and 200),
  no       text    not null,
  case_id  uuid,
  seen     integer,
  state    text    not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
  refusal  jsonb,
  at       timestamptz,
  primary key (batch_id, place)
);
comment on table casework.batch_case is 'A case of a batch and what became of it; done is written in the transaction of the act, so a batch that runs again repeats nothing.';
comment on column casework.batch_case.seen is 'The position of the journal when the batch was ordered: a case that moved on meanwhile is refused as stale.';

create table casework.access_log (
  id      bigint      generated always as identity primary key,
  at      timestamptz not null,
  day     date        not null,
  account text        not null,
  name    text        not null,
  unit    text        not null,
  what    text        not null check (what in ('case', 'list')),
  subject text        not null,
  query   text        not null default '',
  rows    integer
);
create index access_log_account on casework.access_log (account, at desc);
create unique index access_log_case on casework.access_log (account, subject, day) where what = 'case';
comment on table casework.access_log is 'Looks of officers beyond their own department: a case once a day, every exported list with its filter and how many rows left the house.';

create function casework.keep_access_log() returns trigger language plpgsql as $$
begin
  raise exception 'the access log is append-only';
end $$;
create trigger keep_access_log before update or delete on casework.access_log for each row execute function casework.keep_access_log();
create trigger keep_access_log_whole before truncate on casework.access_log for each statement execute function casework.keep_access_log();

-- Officers who look at a list hear that it changed; no name and no number leaves with the news.
create function casework.tell_desks() returns trigger language plpgsql as $$
begin
  perform pg_notify('casework.desks', json_build_object(
    'division', new.division,
    'departmentCode', new.department_code,
    'queues', case when tg_op = 'UPDATE' and old.queue <> new.queue then json_build_array(old.queue, new.queue) else json_build_array(new.queue) end
  )::text);
  return null;
end $$;
create trigger tell_desks after insert or update of position on casework.matter for each row execute function casework.tell_desks();
