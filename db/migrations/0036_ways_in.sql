-- Ways in: recovery of a password, former passwords, partners that vouch for a person, a change of 法定代表人, corrections of 实名 values.

alter table identity.account
  add column user_name_chosen_at timestamptz,
  add column password_set_at     timestamptz not null default now();
comment on column identity.account.user_name_chosen_at is 'When its owner chose the user name; chosen once, then fixed.';
comment on column identity.account.password_set_at is 'Since when the password stands (S-001: 90 days for staff under the profile dengbao).';

create table identity.former_password (
  account_id    uuid        not null references identity.account,
  password_hash text        not null,
  replaced_at   timestamptz not null default now()
);
create index former_password_account on identity.former_password (account_id, replaced_at desc);
comment on table identity.former_password is 'Hashes of passwords that were replaced: the last five may not come back (S-001, GB/T 22239 §8.1.4.1 a).';

create table identity.recovery (
  id         uuid        primary key,
  account_id uuid        not null references identity.account,
  binding    text        not null,
  expires_at timestamptz not null
);
create index recovery_expiry on identity.recovery (expires_at);
comment on table identity.recovery is 'A telephone was confirmed and a new password may be set: once, within ten minutes, in the session that asked (S-007).';

create table identity.partner_link (
  partner    text        not null,
  subject    text        not null,
  account_id uuid        not null references identity.account,
  linked_at  timestamptz not null default now(),
  primary key (partner, subject),
  unique (partner, account_id)
);
comment on table identity.partner_link is 'Who a partner''s subject is here (R-033). The subject is the partner''s own opaque name of a person.';

create table identity.representative_change (
  id              uuid        primary key,
  organisation_id uuid        not null references identity.organisation,
  former          uuid        not null references identity.person,
  next            uuid        not null references identity.person,
  source          text        not null,
  evidence        text        not null,
  at              timestamptz not null default now(),
  check (former <> next)
);
create index representative_change_organisation on identity.representative_change (organisation_id, at desc);
comment on table identity.representative_change is 'Each change of 法定代表人, with the registry''s own word for it. Insert only.';

create table identity.correction (
  id              uuid        primary key,
  person_id       uuid        not null references identity.person,
  account_id      uuid        not null references identity.account,
  field           text        not null check (field in ('name', 'idNumber', 'ethnicity')),
  former_sealed   bytea       not null,
  wanted_sealed   bytea       not null,
  reason          text        not null,
  evidence_sha256 text        not null,
  evidence_name   text        not null,
  evidence_type   text        not null,
  asked_at        timestamptz not null default now(),
  decided_at      timestamptz,
  decided_by      uuid        references identity.account,
  accepted        boolean,
  opinion         text,
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (accepted is null)),
  check (decided_by <> account_id)
);
create unique index correction_open on identity.correction (person_id) where decided_at is null;
create index correction_person on identity.correction (person_id, asked_at desc);
comment on table identity.correction is 'The only way in which a confirmed value changes (S-009): who asked with what evidence, who else decided, what stood before.';

alter table sandbox.message add column channel text not null default 'sms' check (channel in ('sms', 'voice'));

create table sandbox.partner_state (
  kind       text        not null,
  id         text        not null,
  body       jsonb       not null,
  grant_id   text,
  uid        text,
  user_code  text,
  used_at    timestamptz,
  expires_at timestamptz,
  primary key (kind, id)
);
create index partner_state_grant on sandbox.partner_state (grant_id) where grant_id is not null;
create index partner_state_uid on sandbox.partner_state (uid) where uid is not null;
comment on table sandbox.partner_state is 'What the partner that is played remembers of its own sign-ins.';
