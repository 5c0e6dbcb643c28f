-- Corrections of 实名 values: where one is decided, what the registry said to it, and that nothing else changes a person.

alter table identity.correction
  add column division text not null default '' check (division ~ '^(\d{12})?$'),
  add column source   text not null default '',
  add column evidence text not null default '',
  add constraint correction_answered check (accepted is distinct from false or opinion <> '');
create index correction_waiting on identity.correction (division, asked_at, id) where decided_at is null;
comment on column identity.correction.division is '12 digits of the place on whose pages it was asked for: its 安全管理员 decides.';
comment on column identity.correction.evidence is 'The registry''s own number of the inquiry that confirmed the corrected values; empty where it was not asked.';

create function identity.only_by_correction() returns trigger language plpgsql as $$
begin
  if (new.name, new.id_number_hash, new.sex) is distinct from (old.name, old.id_number_hash, old.sex)
    and new.name <> '已注销'
    and not exists (select from identity.correction where person_id = new.id and accepted and decided_at = now())
  then
    raise exception 'a confirmed person changes only by a correction' using errcode = 'check_violation';
  end if;
  return new;
end $$;
comment on function identity.only_by_correction is 'A confirmed value changes in the transaction that accepts its correction, or when the person is forgotten (S-009, S-094).';
create trigger person_only_by_correction before update on identity.person for each row execute function identity.only_by_correction();
