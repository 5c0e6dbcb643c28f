-- 「不是我办的」: the owner stops a change of his telephone that is asked for at a window; after it was done, his account rests until an
-- administrator has looked (S-007, S-047).

alter table identity.phone_change
  drop constraint phone_change_check2,
  drop constraint phone_change_check1,
  add column stop_hash     text,
  add column former_sealed bytea,
  add column stopped_at    timestamptz,
  add column reviewed_at   timestamptz,
  add column reviewed_by   uuid references identity.account,
  add column genuine       boolean,
  add column verdict       text,
  add constraint phone_change_proven check (proven_at is not null or (decided_at is null and stopped_at is null)),
  add constraint phone_change_keeps_phone check ((decided_at is null and stopped_at is null) = (phone_sealed is not null)),
  add constraint phone_change_former check (former_sealed is null or accepted),
  add constraint phone_change_reviewed check (
    (reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (genuine is null) and (reviewed_at is null) = (verdict is null)
    and (reviewed_at is null or (stopped_at is not null and former_sealed is null))
  ),
  add constraint phone_change_reviewer check (reviewed_by <> asked_by and reviewed_by <> account_id),
  add constraint phone_change_genuine check (not (genuine and reviewed_by = decided_by));
drop index identity.phone_change_open;
create unique index phone_change_open on identity.phone_change (account_id) where decided_at is null and stopped_at is null;
create unique index phone_change_stop on identity.phone_change (stop_hash) where stop_hash is not null;
comment on column identity.phone_change.stop_hash is 'Of the link that the former telephone got: it only stops, once. Empty where nobody may stop it, since an administrator found the last stop to be untrue.';
comment on column identity.phone_change.former_sealed is 'The telephone before, sealed, for the 24 hours in which its owner may say 「不是我办的」, and until somebody has looked at that.';
comment on column identity.phone_change.genuine is 'What the 安全管理员 found: it was the owner himself at the window. Never by who approved the change.';
