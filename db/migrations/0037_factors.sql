-- The factors beside the password (S-005, S-006, S-012) and certificates that stand for a person or an organisation (R-040 to R-042).

create table identity.factor (
  id            uuid        primary key,
  account_id    uuid        not null references identity.account,
  kind          text        not null check (kind in ('totp', 'passkey')),
  label         text        not null,
  secret_sealed bytea,
  last_step     bigint,
  credential_id text        unique,
  public_key    bytea,
  counter       bigint,
  transports    text[]      not null default '{}',
  made_at       timestamptz not null default now(),
  used_at       timestamptz,
  check ((kind = 'totp') = (secret_sealed is not null)),
  check ((kind = 'passkey') = (credential_id is not null and public_key is not null and counter is not null))
);
create index factor_account on identity.factor (account_id);
create unique index factor_one_totp on identity.factor (account_id) where kind = 'totp';
comment on table identity.factor is 'One-time-code generators and passkeys of an account. last_step: the 30 seconds of the last code that was taken, so that none is taken twice (S-012); counter: what the passkey counted last (S-006).';

create table identity.recovery_code (
  account_id uuid not null references identity.account,
  code_hash  text not null,
  primary key (account_id, code_hash)
);
comment on table identity.recovery_code is 'Codes for the day a factor is lost: shown once, hashed with a key, taken away by their use.';

create table identity.factor_tries (
  account_id uuid        primary key references identity.account,
  tries      integer     not null,
  since      timestamptz not null
);
comment on table identity.factor_tries is 'Tries at a code since the last right one; counted before the code is looked at, so that tries at the same time cannot pass the limit (S-012).';

create table identity.challenge (
  hash       text        primary key,
  binding    text        not null,
  purpose    text        not null,
  expires_at timestamptz not null
);
create index challenge_expiry on identity.challenge (expires_at);
comment on table identity.challenge is 'What a passkey or a certificate is asked to sign: once, within five minutes, by the session that asked (S-006).';

create table identity.certificate (
  id          uuid        primary key,
  account_id  uuid        not null references identity.account,
  fingerprint text        not null,
  serial      text        not null,
  issuer      text        not null,
  subject     text        not null,
  algorithm   text        not null check (algorithm in ('rsa', 'p256', 'sm2')),
  not_after   timestamptz not null,
  bound_at    timestamptz not null default now(),
  ended_at    timestamptz,
  ended_why   text,
  check ((ended_at is null) = (ended_why is null))
);
create unique index certificate_in_use on identity.certificate (fingerprint) where ended_at is null;
create index certificate_account on identity.certificate (account_id) where ended_at is null;
comment on table identity.certificate is '企业数字证书 and personal ones bound to an account (R-041). While one is bound and valid the level is 高级 (R-045).';

create table identity.factor_event (
  account_id uuid        not null references identity.account,
  at         timestamptz not null default now(),
  what       text        not null,
  detail     text        not null default ''
);
create index factor_event_account on identity.factor_event (account_id, at desc);
comment on table identity.factor_event is 'What happened to the factors of an account, alarms among it: a passkey whose counter went back may have been copied (S-006). Insert only.';

-- The certificate authority that the sandbox plays, for demonstrations and tests: synthetic keys of synthetic subjects.
create table sandbox.authority (
  algorithm   text  primary key check (algorithm in ('rsa', 'p256', 'sm2')),
  private_key text  not null,
  public_key  bytea not null,
  certificate text  not null
);
create table sandbox.certificate (
  serial      text        primary key,
  algorithm   text        not null references sandbox.authority,
  number      text        not null,
  name        text        not null,
  certificate text        not null,
  private_key text        not null,
  issued_at   timestamptz not null default now(),
  revoked_at  timestamptz
);
create index certificate_subject on sandbox.certificate (number);
