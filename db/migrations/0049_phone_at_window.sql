-- A telephone that is lost, changed at a window: one clerk saw the person and his document, another officer approved (S-007, S-047).

create table identity.phone_change (
  id           uuid        primary key,
  account_id   uuid        not null references identity.account,
  person_id    uuid        not null references identity.person,
  division     text        not null check (division ~ '^\d{12}$'),
  unit         text        not null,
  document     text        not null check (document in ('idCard', 'temporaryIdCard')),
  reason       text        not null check (reason <> ''),
  phone_sealed bytea,
  ending       text        not null check (ending ~ '^\d{4}$'),
  source       text        not null,
  evidence     text        not null,
  asked_by     uuid        not null references identity.account,
  asked_at     timestamptz not null default now(),
  expires_at   timestamptz not null,
  proven_at    timestamptz,
  decided_at   timestamptz,
  decided_by   uuid        references identity.account,
  accepted     boolean,
  opinion      text,
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (accepted is null)),
  check (decided_at is null or proven_at is not null),
  check ((decided_at is null) = (phone_sealed is not null)),
  check (accepted is distinct from false or opinion <> ''),
  check (asked_by <> account_id),
  check (decided_by <> asked_by),
  check (decided_by <> account_id)
);
create unique index phone_change_open on identity.phone_change (account_id) where decided_at is null;
create index phone_change_waiting on identity.phone_change (division, asked_at, id) where decided_at is null;
create index phone_change_account on identity.phone_change (account_id, asked_at desc);
create index phone_change_asked_by on identity.phone_change (asked_by, asked_at desc);
comment on table identity.phone_change is 'A telephone changed at a window: who checked which document, what the registry said, and who else decided. The new one is kept, sealed, until then.';
comment on column identity.phone_change.ending is 'The last four digits of the new telephone.';
comment on column identity.phone_change.proven_at is 'When the code that went to the new telephone was given back at the window.';
comment on column identity.phone_change.division is '12 digits of the clerk''s place: its 安全管理员 decides.';
