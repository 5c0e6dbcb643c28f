-- Who follows the changes of items is told of changes alone: pages made anew (a list published, a change announced) are none.
create or replace function catalogue.note_change() returns trigger language plpgsql as $$
declare
  said record;
  what text;
begin
  if tg_op = 'UPDATE'
    and (new.version, new.state, new.state_reason, new.state_on, new.successor)
      is not distinct from (old.version, old.state, old.state_reason, old.state_on, old.successor) then
    return null;
  end if;
  select reason, published_on into said from catalogue.guide_version where code = new.code and version = new.version;
  what := case
    when tg_op = 'INSERT' then 'published'
    when new.version <> old.version then 'revised'
    when new.state <> 'published' then new.state
    when old.state <> 'published' then 'resumed'
    else 'revised' end;
  if what in ('published', 'revised') then
    insert into catalogue.item_change (number, code, version, kind, reason, on_date)
    values (new.change_number, new.code, new.version, what, said.reason, said.published_on);
  else
    insert into catalogue.item_change (number, code, version, kind, reason, on_date)
    values (new.change_number, new.code, new.version, what, coalesce(new.state_reason, ''), new.state_on);
  end if;
  return null;
end $$;
comment on function catalogue.note_change is 'Notes what happened to an item under the number it drew. A number drawn to have its pages made anew leaves no note.';
