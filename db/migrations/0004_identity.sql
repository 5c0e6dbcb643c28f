-- 统一用户: who there is, how they sign in, whom they may act for. Numbers of persons and telephones are sealed (S-091):
-- *_sealed columns hold ciphertext bound to their row and column, *_hash columns a keyed hash (HMAC-SM3) for looking up.

create schema identity;

create table identity.person (
  id               uuid        primary key,
  name             text        not null,
  id_number_sealed bytea       not null,
  id_number_hash   text        not null unique,
  sex              text        not null check (sex in ('男', '女')),
  ethnicity        text,
  created_at       timestamptz not null default now()
);
comment on table identity.person is 'Persons whose name and 公民身份号码 were confirmed (R-029). Written once; changed only by a correction case (S-009).';
comment on column identity.person.id_number_hash is 'One person, one row, over every channel (R-044).';

create table identity.organisation (
  id                      uuid        primary key,
  name                    text        not null,
  uscc                    text        not null unique,
  kind                    text        not null,
  legal_representative_id uuid        not null references identity.person,
  source                  text        not null,
  evidence                text        not null,
  proofed_at              timestamptz not null default now()
);
comment on table identity.organisation is 'Organisations confirmed by the enterprise registry, by 统一社会信用代码 (R-036 to R-038, R-044).';

create table identity.membership (
  organisation_id uuid        not null references identity.organisation,
  person_id       uuid        not null references identity.person,
  standing        text        not null check (standing in ('legalRepresentative', 'agent')),
  since           timestamptz not null default now(),
  until           timestamptz,
  primary key (organisation_id, person_id)
);
create index membership_person on identity.membership (person_id);
comment on table identity.membership is 'Who may act for an organisation: its 法定代表人, or a 经办人 until a date (R-043). Read with every request (S-050).';

create table identity.account (
  id              uuid        primary key,
  kind            text        not null check (kind in ('person', 'organisation', 'staff')),
  user_name       text        unique check (user_name ~ '^[a-z][a-z0-9_]{3,29}$'),
  phone_sealed    bytea,
  phone_hash      text,
  person_id       uuid        references identity.person,
  organisation_id uuid        references identity.organisation,
  password_hash   text        not null,
  disabled_at     timestamptz,
  created_at      timestamptz not null default now(),
  check ((kind = 'organisation') = (organisation_id is not null)),
  check (kind <> 'staff' or user_name is not null),
  check ((phone_sealed is null) = (phone_hash is null))
);
create unique index account_phone on identity.account (phone_hash) where phone_hash is not null;
create unique index account_person on identity.account (person_id) where kind = 'person' and person_id is not null;
create unique index account_organisation on identity.account (organisation_id) where organisation_id is not null;
comment on table identity.account is 'Who may sign in. Deliberately no level column: 未实名, 实名 follow from person_id and its proofing (R-045, S-009).';

create table identity.staff (
  account_id      uuid        primary key references identity.account,
  name            text        not null,
  roles           text[]      not null check (cardinality(roles) > 0),
  unit            text        not null,
  department_code text        not null default '',
  division        text        not null check (division ~ '^[0-9]{12}$'),
  check (('sysadmin' = any (roles))::int + ('secadmin' = any (roles))::int + ('auditor' = any (roles))::int <= 1)
);
comment on table identity.staff is 'Officers: roles and scope (domain.md D2). 系统, 安全 and 审计 administrators are three accounts (S-047).';
comment on column identity.staff.department_code is '统一社会信用代码 of the department; empty for the hall and its bureau.';

create table identity.proofing (
  id         uuid        primary key,
  account_id uuid        not null references identity.account,
  person_id  uuid        not null references identity.person,
  method     text        not null,
  source     text        not null,
  evidence   text        not null,
  at         timestamptz not null default now()
);
create index proofing_account on identity.proofing (account_id);
comment on table identity.proofing is 'Each event that raised an account''s level: how, by what source, with what evidence (S-009). Insert only.';

create table identity.consent (
  account_id uuid        not null references identity.account,
  document   text        not null,
  version    text        not null,
  channel    text        not null,
  at         timestamptz not null default now(),
  primary key (account_id, document, version)
);
comment on table identity.consent is 'Which wording was agreed to, when and where (R-024; 个人信息保护法 §14).';

create table identity.captcha (
  id          uuid        primary key,
  binding     text        not null,
  action      text        not null,
  answer_hash text,
  usable_at   timestamptz not null,
  expires_at  timestamptz not null
);
create index captcha_expiry on identity.captcha (expires_at);
comment on table identity.captcha is 'Open captchas, each for one session and one action, taken away by its use (S-013). Without an answer it is a wait: usable once, from usable_at.';

create table identity.sms_code (
  id         uuid        primary key,
  phone_hash text        not null,
  purpose    text        not null,
  binding    text        not null,
  code_hash  text        not null,
  tries      integer     not null default 0,
  sent_at    timestamptz not null default now(),
  expires_at timestamptz not null,
  unique (binding, purpose)
);
create index sms_code_expiry on identity.sms_code (expires_at);
comment on table identity.sms_code is 'The one open code of a session and purpose, for one telephone (S-012); taken away by its use or the fifth wrong try (R-027).';

create table identity.invitation (
  token_hash      text        primary key,
  name            text        not null,
  roles           text[]      not null,
  unit            text        not null,
  department_code text        not null default '',
  division        text        not null,
  expires_at      timestamptz not null,
  created_at      timestamptz not null default now()
);
comment on table identity.invitation is 'One-time links that make an officer''s account, at most 24 hours old (S-008).';
