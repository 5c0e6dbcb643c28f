-- What time does to open cases: when it acts by itself, which step limits pass on a day, and what became of a date that a calendar moved.

alter table casework.matter
  add column law_on    date,
  add column step_dues date[] not null default '{}';
comment on column casework.matter.law_on is 'The first day on which time acts on the case by itself (视为受理, 视为撤回, 视为准予延续); derived from the journal.';
comment on column casework.matter.step_dues is 'The last days of the review steps the case waits in, none while it is paused; derived from the journal.';

update casework.matter
set law_on = due_on + 1
where stage in ('received', 'correcting', 'acceptedWithGaps')
  and due_on <> 'infinity';

drop index casework.matter_stage_due;
create index matter_law on casework.matter (law_on, id) where law_on is not null;
create index matter_turns_red on casework.matter (due_on, id) where queue in ('review', 'decide');
create index matter_turns_yellow on casework.matter (yellow_on, id) where queue in ('review', 'decide');
create index matter_step_dues on casework.matter using gin (step_dues) where queue = 'review';

create table casework.date_history (
  id         bigint      generated always as identity primary key,
  case_id    uuid        not null references casework.matter,
  division   text        not null,
  date       text        not null check (date in ('noticeDue', 'correctionDue', 'supplementDue', 'promisedDue', 'legalDue', 'deliverDue')),
  was        date,
  became     date,
  because    text[]      not null,
  at         timestamptz not null default now()
);
create index date_history_case on casework.date_history (case_id, id);
comment on table casework.date_history is 'Due dates that a new calendar moved: which, from when to when, and why. The old date stays readable.';

create function casework.keep_date_history() returns trigger language plpgsql as $$
begin
  raise exception 'the history of dates is append-only';
end $$;
create trigger keep_date_history before update or delete on casework.date_history for each row execute function casework.keep_date_history();
