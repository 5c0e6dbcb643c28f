-- Certificates of officers, bound by one and approved by another (S-005, S-047); who came in, was refused, read and exported (S-100);
-- invitations that can be withdrawn; keys of sub-sites that wait for another person (S-048).

create table identity.certificate_request (
  id          uuid        primary key,
  account_id  uuid        not null references identity.officer,
  fingerprint text        not null,
  serial      text        not null,
  issuer      text        not null,
  subject     text        not null,
  algorithm   text        not null check (algorithm in ('rsa', 'p256', 'sm2')),
  not_after   timestamptz not null,
  asked_by    uuid        not null references identity.account,
  asked_at    timestamptz not null default now(),
  settled_by  uuid        references identity.account,
  settled_at  timestamptz,
  approved    boolean,
  check ((approved is null) = (settled_at is null)),
  check (asked_by <> account_id),
  check (settled_by <> account_id),
  check (settled_by <> asked_by)
);
create index certificate_request_account on identity.certificate_request (account_id);
create unique index certificate_request_open on identity.certificate_request (fingerprint) where settled_at is null;
comment on table identity.certificate_request is 'A certificate that one administrator registered for an officer and another has to approve before it opens his account (S-005, S-047).';

alter table identity.invitation
  add column id       uuid        not null default gen_random_uuid() unique,
  add column asked_at timestamptz not null default now();

-- One order over both, so that the auditor reads them as one trail.
create table platform.access (
  id         bigint      primary key default nextval('platform.audit_id_seq'),
  at         timestamptz not null default now(),
  kind       text        not null check (kind in ('signIn', 'signInFailed', 'denied', 'read', 'export', 'change')),
  actor      uuid,
  actor_name text        not null default '',
  principal  text        not null default '',
  division   text        not null default '',
  what       text        not null,
  result     text        not null,
  request    text        not null default '',
  network    text        not null default ''
);
create index access_kind on platform.access (kind, id);
create index access_actor on platform.access (actor, id);
create index access_division on platform.access (division, id);
create index access_at on platform.access (at);
comment on table platform.access is 'Who came in or tried to, and what officers were refused, read, exported and changed: who, for whom, what, when, from where, with which result (S-100). Rows are added only; platform.forget_access alone takes away what is older than its term.';
comment on column platform.access.principal is 'Whom he acted for: an officer''s unit, an applicant''s organisation.';
comment on column platform.access.division is 'The place of the officer; empty for all others, whom the auditor of the whole installation reads.';
comment on column platform.access.what is 'Method and path, without the values of the query.';

create function platform.forget_access(days int) returns bigint
  language plpgsql security definer set search_path = ''
  as $$
declare
  gone bigint;
begin
  if days < 183 then raise exception 'kept for six months at least (网络安全法 §21)'; end if;
  delete from platform.access where at < now() - make_interval(days => days);
  get diagnostics gone = row_count;
  return gone;
end $$;

-- A new key of a standing sub-site counts once another person approved it (S-048).
alter table apps.client
  add column key_proposed    jsonb,
  add column key_proposed_by uuid,
  add column key_proposed_at timestamptz,
  add check ((key_proposed is null) = (key_proposed_by is null));
comment on column apps.client.key_proposed is 'Method with the public keys, or with the sealed secret in base64, that wait for another person''s approval.';
