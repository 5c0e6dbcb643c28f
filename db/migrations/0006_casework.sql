-- 办件: drafts, the append-only journal of every case, and the listings made from it.

create schema casework;

create table casework.matter (
  id              uuid        primary key,
  no              text        not null unique,
  division        text        not null check (division ~ '^\d{12}$'),
  item            text        not null,
  item_name       text        not null,
  guide_version   integer     not null,
  department      text        not null,
  department_code text        not null,
  applicant_id    text        not null,
  applicant_kind  text        not null check (applicant_kind in ('person', 'organisation')),
  applicant_name  text        not null,
  filed_by        text        not null,
  stage           text        not null,
  queue           text        not null check (queue in ('preReview', 'accept', 'applicant', 'review', 'decide', 'deliver', 'closed')),
  handler         text,
  position        integer     not null check (position > 0),
  outcome         text        check (outcome in ('granted', 'denied')),
  submitted_on    date,
  received_on     date,
  accepted_on     date,
  decided_on      date,
  ended_on        date,
  promised_due    date,
  legal_due       date,
  due_on          date        not null default 'infinity',
  yellow_on       date,
  paused          boolean     not null default false,
  submitted_at    timestamptz not null,
  updated_at      timestamptz not null
);
comment on table casework.matter is 'One row a case: handles and what lists need. Everything but the handles is derived from the journal and can be rebuilt from it.';
comment on column casework.matter.queue is 'Whose turn it is: the officers of a step, the applicant, or nobody.';
comment on column casework.matter.due_on is 'By when the next thing must happen in this stage; infinity when no date runs.';
comment on column casework.matter.yellow_on is 'First day of the yellow lamp; with due_on and paused the lamp follows from the day, so nothing is rewritten at midnight.';
comment on column casework.matter.handler is 'The officer who acted last.';

create index matter_queue on casework.matter (division, queue, due_on, id) where queue <> 'closed';
create index matter_department_queue on casework.matter (division, department_code, queue, due_on, id) where queue <> 'closed';
create index matter_due on casework.matter (division, due_on, id) where queue not in ('closed', 'applicant');
create index matter_handler on casework.matter (handler, due_on, id) where queue <> 'closed';
create index matter_stage_due on casework.matter (stage, due_on) where stage in ('received', 'correcting', 'acceptedWithGaps');
create index matter_applicant on casework.matter (applicant_id, submitted_at desc, id);
create index matter_open_of on casework.matter (applicant_id, due_on, id) where queue <> 'closed';
create index matter_accepted on casework.matter (division, accepted_on) where accepted_on is not null;
create index matter_decided on casework.matter (division, decided_on desc, id) where decided_on is not null;
create index matter_no on casework.matter (no text_pattern_ops);
create index matter_name on casework.matter (applicant_name text_pattern_ops);
create index matter_open on casework.matter (id) where queue <> 'closed';

create table casework.journal (
  case_id   uuid        not null references casework.matter,
  position  integer     not null check (position > 0),
  division  text        not null,
  body      jsonb       not null,
  sealed    bytea,
  at        timestamptz not null,
  prev_hash text        not null,
  hash      text        not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (case_id, position)
);
comment on table casework.journal is 'What happened to a case, in order and for ever. The key refuses a stale writer; each row carries the hash of the one before.';
comment on column casework.journal.sealed is 'The personal part of the entry: applicant, answers, delivery (S-091).';

create function casework.keep_journal() returns trigger language plpgsql as $$
begin
  raise exception 'the journal of a case is append-only';
end $$;
create trigger keep_journal before update or delete on casework.journal for each row execute function casework.keep_journal();
create trigger keep_journal_whole before truncate on casework.journal for each statement execute function casework.keep_journal();

create table casework.number (
  item text    not null,
  day  date    not null,
  last integer not null,
  primary key (item, day)
);
comment on table casework.number is 'The last serial of an item and day (办件编号, S-074). Locked until the submission commits: no number is given twice.';

create table casework.draft (
  id             uuid        primary key,
  division       text        not null,
  item           text        not null,
  guide_version  integer     not null,
  owner          text        not null,
  applicant_id   text        not null,
  situation      jsonb       not null default '{}',
  sealed         bytea       not null,
  revision       integer     not null default 1,
  saved_at       timestamptz not null,
  saved_by       text        not null,
  saved_by_name  text        not null,
  created_at     timestamptz not null,
  expires_on     date        not null
);
create index draft_applicant on casework.draft (applicant_id, saved_at desc);
create index draft_expiry on casework.draft (expires_on);
comment on table casework.draft is 'What an applicant is still filling in: before submission, and again while a 补正 runs. Kept 30 days after the last change.';
comment on column casework.draft.sealed is 'Applicant, answers and delivery (S-091).';

create table casework.upload (
  id        uuid        primary key,
  case_id   uuid        not null,
  division  text        not null,
  material  text        not null,
  sha256    text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name      text        not null,
  size      bigint      not null,
  type      text        not null,
  by        text        not null,
  at        timestamptz not null
);
create index upload_case on casework.upload (case_id, at);
comment on table casework.upload is 'Files handed in and not yet submitted; the act that submits them takes them into the journal.';

create table casework.queue_count (
  division        text     not null,
  department_code text     not null,
  queue           text     not null,
  stage           text     not null,
  slot            smallint not null,
  n               bigint   not null,
  primary key (division, department_code, queue, stage, slot)
);
comment on table casework.queue_count is 'How many cases are in each queue: the sum over slots. A connection writes its own slot, so that submissions do not wait for each other.';

create function casework.count_queue() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (old.division, old.department_code, old.queue, old.stage) = (new.division, new.department_code, new.queue, new.stage) then
    return null;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then
    insert into casework.queue_count values (old.division, old.department_code, old.queue, old.stage, pg_backend_pid() % 16, -1)
    on conflict (division, department_code, queue, stage, slot) do update set n = queue_count.n - 1;
  end if;
  if tg_op in ('UPDATE', 'INSERT') then
    insert into casework.queue_count values (new.division, new.department_code, new.queue, new.stage, pg_backend_pid() % 16, 1)
    on conflict (division, department_code, queue, stage, slot) do update set n = queue_count.n + 1;
  end if;
  return null;
end $$;
create trigger count_queue after insert or update or delete on casework.matter for each row execute function casework.count_queue();

create table casework.tick (
  name    text primary key,
  done_on date not null
);
comment on table casework.tick is 'Up to which day time has done its work (视为受理, 视为撤回); missed days are caught up in order.';
