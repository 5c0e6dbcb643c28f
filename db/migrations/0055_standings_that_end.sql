-- A standing that ends by its own date is told of at that instant, as one that is taken back is (S-033, S-050).

-- The job is a row until it has run: neither a restart nor another date loses it. One that comes too early, because the date was moved, finds
-- nothing to tell; the other date has a job of its own. All that ends for one organisation, or for officers, at one instant is one job.
create function identity.tell_at(at timestamptz, organisation uuid) returns void language plpgsql as $$
begin
  perform graphile_worker.add_job(
    'identity.standing-ends',
    json_strip_nulls(json_build_object('organisation', organisation)),
    run_at => at,
    max_attempts => 5,
    job_key => concat_ws(':', 'standing-ends', organisation, extract(epoch from at)::bigint)
  );
end $$;
comment on function identity.tell_at is 'Tells identity.standing-lost at an instant: of an organisation, or of officers where none is named.';

create function identity.grant_will_end() returns trigger language plpgsql as $$
begin
  perform identity.tell_at(new.until, new.organisation_id);
  return null;
end $$;
create trigger grant_will_end after insert or update of until on identity.acting_grant
for each row when (new.organisation_id is not null)
execute function identity.grant_will_end();

create function identity.post_will_end() returns trigger language plpgsql as $$
begin
  perform identity.tell_at((((to_jsonb(new) ->> tg_argv[0])::date + 1)::timestamp at time zone 'Asia/Shanghai'), null);
  return null;
end $$;
comment on function identity.post_will_end is 'Posts and accounts of officers end when their last day is over in China.';
create trigger post_will_end after insert or update of until_on on identity.appointment
for each row when (new.until_on is not null)
execute function identity.post_will_end('until_on');
create trigger post_will_end after insert or update of last_on on identity.officer
for each row when (new.last_on is not null)
execute function identity.post_will_end('last_on');

select identity.tell_at(until, organisation_id) from identity.acting_grant
where organisation_id is not null and ended_at is null and until > now();
select identity.tell_at((until_on + 1)::timestamp at time zone 'Asia/Shanghai', null) from identity.appointment
where ended_at is null and until_on >= identity.civil_day();
select identity.tell_at((last_on + 1)::timestamp at time zone 'Asia/Shanghai', null) from identity.officer
where last_on >= identity.civil_day();
