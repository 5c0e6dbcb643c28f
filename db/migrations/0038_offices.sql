-- Who holds which post, since when, by whose leave (domain.md D1, D2; S-033, S-047), and what administrators did (S-100).
-- identity.staff stays what everybody reads; it is now derived from the appointments in force today.

create function identity.civil_day() returns date
  language sql stable
  as $$ select (now() at time zone 'Asia/Shanghai')::date $$;
comment on function identity.civil_day is 'Today in China: the day on which posts begin and end.';

create table identity.officer (
  account_id uuid primary key references identity.account,
  name       text not null,
  last_on    date
);
comment on table identity.officer is 'The officer behind an account. last_on: the last day on which he may sign in, when he leaves at a date (S-033).';

create table identity.appointment (
  id              uuid        primary key,
  account_id      uuid        not null references identity.officer,
  post            text        not null default '',
  roles           text[]      not null check (cardinality(roles) > 0),
  unit            text        not null,
  department_code text        not null default '',
  division        text        not null check (division ~ '^[0-9]{12}$'),
  from_on         date        not null,
  until_on        date        check (until_on >= from_on),
  asked_by        uuid        references identity.account,
  asked_at        timestamptz not null default now(),
  replaces        uuid        references identity.appointment,
  settled_by      uuid        references identity.account,
  settled_at      timestamptz,
  approved        boolean,
  ended_at        timestamptz,
  check ((approved is null) = (settled_at is null)),
  check (asked_by <> account_id),
  check (settled_by <> account_id),
  check (settled_by <> asked_by),
  check (
    not roles && '{sysadmin,secadmin,auditor}'::text[]
    or cardinality(roles) = 1
  )
);
create index appointment_account on identity.appointment (account_id);
create index appointment_place on identity.appointment (division, department_code);
create index appointment_open on identity.appointment (asked_at) where settled_at is null and ended_at is null;
comment on table identity.appointment is '任职: a post with roles at a place, from a day until a day. It counts once another person has approved it (S-047); asked_by is empty for what the installation itself gave (S-008).';
comment on column identity.appointment.department_code is '统一社会信用代码 of the department; empty for the hall and its bureau.';
comment on column identity.appointment.ended_at is 'Taken back at once: by a change of roles, a move, or the account''s end.';

insert into identity.officer (account_id, name) select account_id, name from identity.staff;
insert into identity.appointment (id, account_id, roles, unit, department_code, division, from_on, settled_at, approved)
select gen_random_uuid(), account_id, roles, unit, department_code, division, identity.civil_day(), now(), true from identity.staff;
drop table identity.staff;

create view identity.staff with (security_invoker = true) as
select
  officer.account_id,
  officer.name,
  array_agg(distinct held.role order by held.role) as roles,
  (array_agg(appointment.unit order by appointment.from_on, appointment.id))[1] as unit,
  (array_agg(appointment.department_code order by appointment.from_on, appointment.id))[1] as department_code,
  (array_agg(appointment.division order by appointment.from_on, appointment.id))[1] as division
from identity.officer
join identity.appointment on appointment.account_id = officer.account_id
cross join lateral unnest(appointment.roles) as held (role)
where appointment.approved
  and appointment.ended_at is null
  and identity.civil_day() between appointment.from_on and coalesce(appointment.until_on, 'infinity')
  and identity.civil_day() <= coalesce(officer.last_on, 'infinity')
group by officer.account_id;
comment on view identity.staff is 'Officers with the roles and the place of their appointments in force today (D2).';

-- The second wall of S-047 and of “one place at a time”: whatever a program does, these two never stand.
create function identity.refuse_joined_posts() returns trigger
  language plpgsql
  as $$
begin
  perform 1 from identity.officer where account_id = new.account_id for update;
  if new.approved and new.ended_at is null and exists (
    select 1 from identity.appointment as other
    where other.account_id = new.account_id
      and other.id <> new.id
      and other.approved
      and other.ended_at is null
      and daterange(other.from_on, other.until_on, '[]') && daterange(new.from_on, new.until_on, '[]')
      and (
        (other.division, other.department_code) <> (new.division, new.department_code)
        or (other.roles || new.roles && '{sysadmin,secadmin,auditor}'::text[] and other.roles <> new.roles)
      )
  ) then
    raise exception 'appointments of % cannot stand together (S-047)', new.account_id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger appointment_alone before insert or update on identity.appointment
  for each row execute function identity.refuse_joined_posts();

create table identity.substitution (
  id            uuid        primary key,
  absent_id     uuid        not null references identity.officer,
  substitute_id uuid        not null references identity.officer,
  from_on       date        not null,
  until_on      date        not null check (until_on >= from_on),
  reason        text        not null,
  asked_by      uuid        not null references identity.account,
  asked_at      timestamptz not null default now(),
  ended_at      timestamptz,
  check (absent_id <> substitute_id)
);
create index substitution_substitute on identity.substitution (substitute_id) where ended_at is null;
create index substitution_absent on identity.substitution (absent_id) where ended_at is null;
comment on table identity.substitution is '交接: who looks after the cases of an absent officer until a day. It gives work, never a role.';

alter table identity.invitation
  add column account_id uuid references identity.account,
  add column post       text not null default '',
  add column from_on    date,
  add column until_on   date,
  add column asked_by   uuid references identity.account;
comment on column identity.invitation.account_id is 'Set: the link gives this account a new password; its posts wait for approval again.';

create table platform.audit (
  id         bigint      generated always as identity primary key,
  at         timestamptz not null default now(),
  actor      uuid,
  actor_name text        not null,
  act        text        not null,
  target     text        not null,
  told       text        not null,
  before     jsonb,
  after      jsonb,
  approval   text,
  division   text        not null default '',
  request    text        not null default '',
  network    text        not null default ''
);
create index audit_actor on platform.audit (actor, id);
create index audit_act on platform.audit (act, id);
create index audit_target on platform.audit (target, id);
create index audit_at on platform.audit (at);
comment on table platform.audit is 'Who changed what, from what to what, when, from where, by which approval (S-100). Insert only.';
comment on column platform.audit.target is 'What was changed, as kind:id. told: its name as people know it.';

create function platform.refuse_change() returns trigger
  language plpgsql
  as $$ begin raise exception '% is insert only', tg_table_name; end $$;
create trigger audit_stays before update or delete or truncate on platform.audit
  for each statement execute function platform.refuse_change();

alter table organisations.unit
  add column centralised boolean not null default false,
  add column active      boolean not null default true;
comment on column organisations.unit.centralised is '集中审批机关: decides for several departments (D1).';
comment on column organisations.unit.active is 'False once a body is no more: nobody is appointed there.';

create table organisations.office (
  id       uuid     primary key default gen_random_uuid(),
  kind     text     not null check (kind in ('section', 'window', 'station')),
  name     text     not null,
  division char(12) not null,
  under    text     not null,
  active   boolean  not null default true,
  unique (under, name)
);
create index office_division on organisations.office (division, under);
comment on table organisations.office is '科室, 窗口, 站点: places of work without a 统一社会信用代码 of their own (D1). under: the unit''s code or the hall''s key.';
