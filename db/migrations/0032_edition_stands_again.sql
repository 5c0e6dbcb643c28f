-- 作废 of a 变更, 延续 or 补证 recorded by mistake gives the edition before it back as it was: what that case wrote into it, and nothing
-- else, is taken out again once the edition it made has ended.
create or replace function licences.keep_licence() returns trigger language plpgsql as $$
declare
  may_change constant text[] := array['pdf_sha256', 'ended_on', 'ended_as', 'ended_because', 'ended_by', 'ended_with', 'ended_case', 'replaced_by'];
  stands_again constant boolean := tg_op = 'UPDATE' and old.replaced_by is not null and new.replaced_by is null
    and exists (select from licences.licence as next where next.id = old.replaced_by and next.ended_as = 'cancelled');
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - may_change = to_jsonb(old) - may_change
    and (old.pdf_sha256 is null or new.pdf_sha256 = old.pdf_sha256)
    and (old.replaced_by is null or new.replaced_by = old.replaced_by or stands_again)
    and (old.ended_on is null
      or (new.ended_on, new.ended_as, new.ended_because, new.ended_by, new.ended_with, new.ended_case)
        is not distinct from (old.ended_on, old.ended_as, old.ended_because, old.ended_by, old.ended_with, old.ended_case)
      or stands_again and old.ended_as in ('changed', 'reissued') and new.ended_on is null) then
    return new;
  end if;
  raise exception 'a licence is never changed or deleted, only ended (%)', old.identifier;
end $$;
comment on column licences.licence.replaced_by is 'The next edition. After 延续 this one stays valid to its last day; empty again when the case that made the next one is 作废.';
