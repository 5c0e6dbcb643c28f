-- 作废 of a 注销 or 撤销 recorded by mistake: the licence stands as it was. What that case wrote into its editions, and nothing else, is taken
-- out again once the case is 作废.
alter table licences.matter add column voided_on date;
comment on column licences.matter.voided_on is 'The day the case was 作废: what it ended stands again.';

create or replace function licences.keep_licence() returns trigger language plpgsql as $$
declare
  may_change constant text[] := array['pdf_sha256', 'ended_on', 'ended_as', 'ended_because', 'ended_by', 'ended_with', 'ended_case', 'replaced_by'];
  stands_again constant boolean := tg_op = 'UPDATE' and old.replaced_by is not null and new.replaced_by is null
    and exists (select from licences.licence as next where next.id = old.replaced_by and next.ended_as = 'cancelled');
  ended_by_mistake constant boolean := tg_op = 'UPDATE' and old.ended_as in ('cancelled', 'revoked') and new.replaced_by is not distinct from old.replaced_by
    and exists (select from licences.matter where case_no = old.ended_case and kind in ('cancel', 'revoke') and voided_on is not null);
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - may_change = to_jsonb(old) - may_change
    and (old.pdf_sha256 is null or new.pdf_sha256 = old.pdf_sha256)
    and (old.replaced_by is null or new.replaced_by = old.replaced_by or stands_again)
    and (old.ended_on is null
      or (new.ended_on, new.ended_as, new.ended_because, new.ended_by, new.ended_with, new.ended_case)
        is not distinct from (old.ended_on, old.ended_as, old.ended_because, old.ended_by, old.ended_with, old.ended_case)
      or new.ended_on is null and (stands_again and old.ended_as in ('changed', 'reissued') or ended_by_mistake)) then
    return new;
  end if;
  raise exception 'a licence is never changed or deleted, only ended (%)', old.identifier;
end $$;
