-- Who was not recognised at the window is known by his number alone: so are the licences that his cases gave, as before 0052 (R-114).
select set_config('app.reach', 'migration', true);
alter table licences.licence disable trigger keep_licence;
update licences.licence set holder_id = null where holder_id like 'window:%';
alter table licences.licence enable trigger keep_licence;
comment on column licences.licence.holder_id is 'The person or organisation that holds it, as casework.matter.applicant_id; empty where no case here gave it, or its applicant was not recognised at the window: found by holder_hash then.';
