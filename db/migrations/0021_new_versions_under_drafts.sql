-- A new version of a guide under an open draft: which one it was begun under, which one the applicant was told of, what he is to confirm
-- again; and the draft of a successor that took over what a closed item's draft held.

alter table casework.draft
  add column begun_version integer,
  add column told_version  integer,
  add column reopened      text[]  not null default '{}',
  add column carried_from  uuid;
update casework.draft set begun_version = guide_version, told_version = guide_version;
alter table casework.draft
  alter column begun_version set not null,
  alter column told_version set not null;
create unique index draft_carried on casework.draft (carried_from) where carried_from is not null;
comment on column casework.draft.guide_version is 'The version whose ids the answers and files have.';
comment on column casework.draft.begun_version is 'The version it was begun under: what changed since is told on the 任务单.';
comment on column casework.draft.told_version is 'The version whose changes the applicant was told of; only under this one it is submitted.';
comment on column casework.draft.reopened is 'Tasks that a new version touched and nobody has confirmed since (m-…, q-…, start, deliver).';
comment on column casework.draft.carried_from is 'The draft of a closed item whose content this one took over.';
