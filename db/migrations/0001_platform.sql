-- What every context stands on: sessions, the outbox and its inbox, files, calendars, keys.

create table platform.session (
  token_hash   bytea       primary key,
  subject_kind text        not null check (subject_kind in ('visitor', 'applicant', 'staff')),
  subject_id   uuid,
  data         jsonb       not null default '{}',
  created_at   timestamptz not null default now(),
  seen_at      timestamptz not null default now(),
  expires_at   timestamptz not null
);
create index session_subject on platform.session (subject_id) where subject_id is not null;
create index session_expiry on platform.session (expires_at);
comment on table platform.session is 'Sessions by the hash of their token (S-030); the token itself is only in the cookie.';

create table platform.event (
  id         uuid        primary key,
  topic      text        not null,
  body       jsonb       not null,
  at         timestamptz not null default now()
);
create index event_at on platform.event (at);
comment on table platform.event is 'Outbox: written in the transaction of the act it tells of, delivered with its id (S-072).';

create table platform.delivery (
  event_id  uuid        not null references platform.event on delete cascade,
  consumer  text        not null,
  at        timestamptz not null default now(),
  primary key (event_id, consumer)
);
comment on table platform.delivery is 'Inbox: which consumer has taken which event; written in the transaction of its effect, so an effect happens once.';

create table platform.calendar_year (
  year       integer     primary key,
  notice     text        not null,
  days       jsonb       not null,
  version    integer     not null,
  loaded_at  timestamptz not null default now()
);
comment on table platform.calendar_year is 'The State Council notice of a year: holidays and make-up workdays (调休). The greatest version is the calendar''s version.';

create table platform.idempotency (
  subject   text        not null,
  key       text        not null,
  digest    text        not null,
  answer    jsonb,
  at        timestamptz not null default now(),
  primary key (subject, key)
);
comment on table platform.idempotency is 'A request with an Idempotency-Key and the answer it got (S-070); kept at least 24 hours.';

create table platform.file (
  sha256    text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size      bigint      not null,
  type      text        not null,
  stored_at timestamptz not null default now()
);
comment on table platform.file is 'Stored contents by their hash; the bytes are in the file store.';

create table platform.signing_key (
  id          text        primary key,
  algorithm   text        not null,
  sealed_key  bytea       not null,
  certificate text        not null,
  created_at  timestamptz not null default now()
);
comment on table platform.signing_key is 'Keys that sign licences and receipts, sealed under TONGBAN_SECRET, with their certificates (PEM).';
