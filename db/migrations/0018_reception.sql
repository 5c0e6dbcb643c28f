-- 综窗: the code with which a person asks the window to open what he began, who stood at a window and how he was recognised,
-- what was opened for him, what he confirmed; who applies for another by 授权书.

create table casework.visit_code (
  id         uuid        primary key,
  applicant  text        not null,
  sealed     bytea       not null,
  code_hash  text        not null,
  expires_at timestamptz not null,
  used_at    timestamptz
);
create unique index visit_code_open on casework.visit_code (code_hash) where used_at is null;
create index visit_code_applicant on casework.visit_code (applicant);
create index visit_code_expiry on casework.visit_code (expires_at);
comment on table casework.visit_code is '到窗口办理码: shown on the person''s own phone, good for ten minutes and one use. It is his consent that the window opens his drafts (S-041).';
comment on column casework.visit_code.code_hash is 'Keyed hash of the six digits; the digits are kept nowhere.';

create table casework.visit (
  id           uuid        primary key,
  division     text        not null check (division ~ '^\d{12}$'),
  officer      text        not null,
  officer_name text        not null,
  unit         text        not null,
  way          text        not null check (way in ('code', 'idNumber', 'registered')),
  applicant    text        not null,
  sealed       bytea       not null,
  opened_at    timestamptz not null default now(),
  until        timestamptz not null
);
create index visit_officer on casework.visit (officer, opened_at desc);
create index visit_applicant on casework.visit (applicant, opened_at desc);
comment on table casework.visit is 'Who stood at a window, before which officer, and by what he was recognised. The rows stay: they say who saw whose applications (S-041).';
comment on column casework.visit.sealed is 'Who stands there, for whom he applies, his 授权书 (S-091).';

create table casework.visit_look (
  visit_id uuid        not null references casework.visit,
  draft_id uuid        not null,
  what     text        not null check (what in ('begun', 'opened')),
  at       timestamptz not null default now(),
  primary key (visit_id, draft_id)
);
create index visit_look_draft on casework.visit_look (draft_id);
comment on table casework.visit_look is 'Which drafts were begun or opened during a visit.';

create table casework.confirmation (
  token_hash  text        primary key,
  draft_id    uuid        not null,
  visit_id    uuid        not null references casework.visit,
  revision    integer     not null,
  asked_at    timestamptz not null default now(),
  expires_at  timestamptz not null,
  answer      text        check (answer in ('right', 'wrong')),
  words       text        not null default '',
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create index confirmation_draft on casework.confirmation (draft_id, asked_at desc);
comment on table casework.confirmation is 'What the person at the window was shown of his application, by its revision, and whether he said it is right.';

alter table casework.draft
  add column agent_id     text,
  add column opened_by    text,
  add column opened_until timestamptz;
create index draft_agent on casework.draft (agent_id, saved_at desc) where agent_id is not null;
comment on column casework.draft.agent_id is 'Who applies for the applicant by 授权书.';
comment on column casework.draft.opened_by is 'The officer for whom the person opened this draft at the window, until opened_until.';

alter table casework.matter add column agent_id text;
create index matter_agent on casework.matter (agent_id, submitted_at desc, id) where agent_id is not null;
create index matter_agent_open on casework.matter (agent_id, due_on, id) where agent_id is not null and queue <> 'closed';
comment on column casework.matter.agent_id is 'Who applies for the applicant by 授权书; he sees the case as the applicant does.';

alter table identity.proofing
  alter column account_id drop not null,
  add column officer text,
  add constraint proofing_by check (account_id is not null or officer is not null);
create index proofing_person on identity.proofing (person_id);
comment on column identity.proofing.officer is 'Whose inquiry it was when the person had no account: an officer at the window, or who applies for him.';
