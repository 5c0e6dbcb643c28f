-- Sub-sites hear within seconds that somebody lost his standing for an organisation (S-050), and may serve officers (R-023).

-- Every way a standing ends changes one of these rows, so here nobody can forget to tell (S-050).
create function identity.tell_standing_lost() returns trigger language plpgsql as $$
declare
  event uuid := gen_random_uuid();
  organisation uuid := case tg_table_name when 'organisation' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(new) ->> 'organisation_id')::uuid end;
begin
  insert into platform.event (id, topic, body)
  values (event, 'identity.standing-lost', jsonb_build_object('organisation', organisation));
  perform graphile_worker.add_job('platform.deliver', json_build_object('event', event), max_attempts => 5, job_key => 'event:' || event);
  return null;
end $$;

create trigger tell_standing_lost after update of ended_at on identity.acting_grant
for each row when (new.organisation_id is not null and old.ended_at is null and new.ended_at is not null)
execute function identity.tell_standing_lost();

create trigger tell_standing_lost after update of until on identity.membership
for each row when (new.until is not null and new.until is distinct from old.until)
execute function identity.tell_standing_lost();

create trigger tell_standing_lost after update of legal_representative_id on identity.organisation
for each row when (new.legal_representative_id is distinct from old.legal_representative_id)
execute function identity.tell_standing_lost();

-- The sign-ins that act for an organisation, whose sub-sites have to be told.
create index session_acting_for on platform.session ((data ->> 'actingFor')) where data ? 'actingFor';

-- Whom a sub-site serves: those who apply, officers, or both. Until now it was those who apply.
update apps.client
set
  registered = registered || '{"audience": "applicants"}',
  proposed = proposed || '{"audience": "applicants"}';
comment on table apps.client is 'Sub-sites: what stands (registered) and what waits for another person''s approval (proposed, S-048); audience says whom it serves. The secret is sealed, public keys are open.';
