-- A licence goes on: editions of one 证照编号, how each ended, what is under way about it, and what its holder was reminded of.

alter table licences.licence
  drop constraint licence_check1,
  drop constraint licence_check2,
  drop constraint licence_type_code_number_key;
alter table licences.licence rename column revoked_on to ended_on;
alter table licences.licence rename column revoked_because to ended_because;
alter table licences.licence rename column revoked_by to ended_by;
alter table licences.licence rename column revoked_with to ended_with;
alter table licences.licence
  alter column ended_by type text,
  alter column ended_with type text,
  add column version integer not null default 1 check (version between 1 and 999),
  add column ended_as text check (ended_as in ('changed', 'reissued', 'cancelled', 'revoked')),
  add column ended_case text,
  add column replaced_by uuid references licences.licence;

drop trigger keep_licence on licences.licence;
update licences.licence set ended_as = 'cancelled' where ended_on is not null;

alter table licences.licence
  add unique (type_code, number, version),
  add constraint licence_ended_whole check (
    (ended_on is null) = (ended_as is null) and (ended_on is null) = (ended_because is null) and (ended_on is null) = (ended_by is null)
  ),
  add constraint licence_revoked_by_two check (ended_as is distinct from 'revoked' or ended_with is not null and ended_with <> ended_by);
create index licence_expiry on licences.licence (valid_to) where valid_to is not null and ended_on is null and replaced_by is null;
comment on column licences.licence.version is '版本号: the edition of a 证照编号. 变更, 延续 and 补证 give a new one; the first says how long a term is.';
comment on column licences.licence.replaced_by is 'The next edition. After 延续 this one stays valid to its last day.';
comment on column licences.licence.ended_as is 'Before its last day: 已变更, 补证后作废, 已注销, 已撤销.';
comment on column licences.licence.ended_with is 'The second person: nobody revokes a licence alone (S-048).';

create or replace function licences.keep_licence() returns trigger language plpgsql as $$
declare
  may_change constant text[] := array['pdf_sha256', 'ended_on', 'ended_as', 'ended_because', 'ended_by', 'ended_with', 'ended_case', 'replaced_by'];
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - may_change = to_jsonb(old) - may_change
    and (old.pdf_sha256 is null or new.pdf_sha256 = old.pdf_sha256)
    and (old.replaced_by is null or new.replaced_by = old.replaced_by)
    and (old.ended_on is null
      or (new.ended_on, new.ended_as, new.ended_because, new.ended_by, new.ended_with, new.ended_case)
        is not distinct from (old.ended_on, old.ended_as, old.ended_because, old.ended_by, old.ended_with, old.ended_case)) then
    return new;
  end if;
  raise exception 'a licence is never changed or deleted, only ended (%)', old.identifier;
end $$;
create trigger keep_licence before update or delete on licences.licence for each row execute function licences.keep_licence();

create table licences.matter (
  case_id   uuid primary key,
  case_no   text not null,
  division  text not null check (division ~ '^\d{12}$'),
  edition   uuid not null references licences.licence,
  type_code text not null,
  number    text not null,
  kind      text not null check (kind in ('change', 'renew', 'reissue', 'cancel', 'revoke')),
  filed_on  date not null,
  closed_on date
);
create unique index matter_open on licences.matter (type_code, number) where closed_on is null;
create index matter_edition on licences.matter (edition);
comment on table licences.matter is 'Cases about a licence: 变更, 延续, 补证, 注销, 撤销. One at a time is under way; another is refused until it is decided.';

create table licences.reminder (
  licence_id uuid    not null references licences.licence,
  days       integer not null check (days > 0),
  told_on    date    not null,
  primary key (licence_id, days)
);
comment on table licences.reminder is 'Which reminders of the end of a licence its holder got: once each, so many days before.';
