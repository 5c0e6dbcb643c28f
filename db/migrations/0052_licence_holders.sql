-- A licence is its holder's, whatever number it was made out to: a corrected 公民身份号码 loses nobody his licences, and gives them to nobody
-- who bears the former number later (S-009, S-041).

alter table licences.licence add column holder_id text;
comment on column licences.licence.holder_id is 'The person or organisation that holds it, as casework.matter.applicant_id; empty for one that no case here gave: found by holder_hash then.';

select set_config('app.reach', 'migration', true);
alter table licences.licence disable trigger keep_licence;
update licences.licence
set holder_id = matter.applicant_id
from casework.matter
where matter.id = licence.case_id;
alter table licences.licence enable trigger keep_licence;
create index licence_holder_id on licences.licence (holder_id);

do $$
declare
  seen text := (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = 'licences.licence'::regclass and polname = 'asked');
begin
  seen := seen || $q$ or holder_id = any ((select platform.scope_list('keys'))::text[])$q$;
  execute format('alter policy asked on licences.licence using (%s) with check (%s)', seen, seen);
end $$;
