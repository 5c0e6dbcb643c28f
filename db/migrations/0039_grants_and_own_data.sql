-- Who may act for whom (S-050, S-051), and what a person sees and decides of his own data (个人信息保护法 §§44–50).

create table identity.acting_grant (
  id              uuid        primary key,
  organisation_id uuid        references identity.organisation,
  principal_id    uuid        references identity.person,
  helper_id       uuid        not null references identity.person,
  relation        text        not null check (relation in ('agent', 'family', 'guardian', 'grid')),
  acts            text[]      not null check (cardinality(acts) > 0),
  scope           text[]      not null default '{}',
  since           timestamptz not null default now(),
  until           timestamptz not null,
  granted_by      uuid        not null references identity.person,
  under           uuid        references identity.person,
  out_of          uuid        references identity.acting_grant,
  evidence        text        not null default '',
  granted_at      timestamptz not null default now(),
  accepted_at     timestamptz,
  ended_at        timestamptz,
  ended_by        uuid        references identity.person,
  check ((organisation_id is null) <> (principal_id is null)),
  check ((organisation_id is not null) = (relation = 'agent')),
  check ((organisation_id is null) = (under is null)),
  check (helper_id is distinct from principal_id),
  check (until > since)
);
create index acting_grant_helper on identity.acting_grant (helper_id) where ended_at is null;
create index acting_grant_organisation on identity.acting_grant (organisation_id) where organisation_id is not null;
create index acting_grant_principal on identity.acting_grant (principal_id) where principal_id is not null;
comment on table identity.acting_grant is '授权: what a person may do for an organisation (经办人) or for another person (代办), over which matters, from when to when. Read with every request.';
comment on column identity.acting_grant.scope is 'What the 实施编码 of a matter begins with: 18 characters name a department, 31 or 33 an item; empty means every matter.';
comment on column identity.acting_grant.under is 'The 法定代表人 when it was given: another one now freezes it until it is given again (S-050).';
comment on column identity.acting_grant.out_of is 'The grant of whom passed it on (转授权): it reaches no further and ends with it.';

create view identity.standing_grant with (security_invoker = true) as
select acting_grant.*, coalesce(organisation.name, person.name) as principal_name, organisation.uscc
from identity.acting_grant
left join identity.organisation on organisation.id = organisation_id
left join identity.person on person.id = principal_id
left join identity.acting_grant source on source.id = acting_grant.out_of
where acting_grant.ended_at is null
  and acting_grant.accepted_at is not null
  and acting_grant.since <= now()
  and acting_grant.until > now()
  and (organisation.id is null or organisation.legal_representative_id = acting_grant.under)
  and (source.id is null or (source.ended_at is null and source.until > now()));
comment on view identity.standing_grant is 'The grants that allow something at this moment.';

create table identity.grant_use (
  id        bigint      generated always as identity primary key,
  grant_id  uuid        not null references identity.acting_grant,
  at        timestamptz not null default now(),
  act       text        not null,
  case_no   text        not null,
  item_name text        not null
);
create index grant_use_grant on identity.grant_use (grant_id, id desc);
comment on table identity.grant_use is 'Each act done under a grant, written with the act itself, shown to the principal (S-051).';

-- Who acted as 经办人 before keeps doing so, now by a grant that says what and until when.
insert into identity.acting_grant (id, organisation_id, helper_id, relation, acts, since, until, granted_by, under, accepted_at)
select gen_random_uuid(), organisation_id, person_id, 'agent', '{view,apply,correct,withdraw,collect}', since, coalesce(until, since + interval '1 year'),
  legal_representative_id, legal_representative_id, since
from identity.membership
join identity.organisation on organisation.id = organisation_id
where standing = 'agent' and coalesce(until, since + interval '1 year') > since;
delete from identity.membership where standing = 'agent';
alter table identity.membership drop constraint membership_standing_check;
alter table identity.membership add constraint membership_standing_check check (standing = 'legalRepresentative');
comment on table identity.membership is 'Who may act for an organisation by his standing: its 法定代表人. Read with every request (S-050).';

create table identity.message (
  id        uuid        primary key,
  person_id uuid        not null references identity.person,
  at        timestamptz not null default now(),
  title     text        not null,
  body      text        not null default '',
  link      text        not null default '',
  read_at   timestamptz
);
create index message_person on identity.message (person_id, at desc);
comment on table identity.message is 'What a person was told in his user space: words without numbers of persons.';

alter table platform.session
  add column device text not null default '',
  add column place  text not null default '';
comment on column platform.session.device is 'The kind of device and browser, never more (S-034).';
comment on column platform.session.place is 'The network it was begun from, without the last part of the address (S-034).';

create table identity.sign_in (
  id         bigint      generated always as identity primary key,
  account_id uuid        references identity.account on delete cascade,
  at         timestamptz not null default now(),
  outcome    text        not null check (outcome in ('in', 'wrong', 'barred')),
  device     text        not null,
  place      text        not null
);
create index sign_in_account on identity.sign_in (account_id, at desc);
create index sign_in_at on identity.sign_in (at);
comment on table identity.sign_in is 'Who came in or tried to, by what kind of device and from which network: shown to the owner for 90 days, kept for 180 (网络安全法 §21, S-095). A try at no account is written too, so that both take the same time (S-003).';

create table identity.preference (
  account_id uuid        primary key references identity.account on delete cascade,
  language   text    not null check (language in ('zh-CN', 'en', 'mn-Mong')),
  mode       text    not null check (mode in ('standard', 'elder', 'contrast'))
);
comment on table identity.preference is 'How a person wants pages, on whatever device he signs in.';

create table identity.data_request (
  id         uuid        primary key,
  account_id uuid        not null references identity.account,
  kind       text        not null check (kind in ('export', 'erase')),
  asked_at   timestamptz not null default now(),
  due_on     date        not null,
  done_at    timestamptz,
  sealed     bytea,
  kept       text[]      not null default '{}'
);
create unique index data_request_open on identity.data_request (account_id, kind) where done_at is null;
comment on column identity.data_request.sealed is 'The copy, sealed, for seven days.';
comment on table identity.data_request is 'A copy of one''s own data, or the end of the account (个人信息保护法 §§45, 47): answered within 15 working days. The rows of kind erase are replayed over a restored backup (S-094).';
alter table identity.account add column erased_at timestamptz;
comment on column identity.account.erased_at is '注销: since when nothing personal stands in this row.';
create index access_log_subject on casework.access_log (subject) where what <> 'list';
