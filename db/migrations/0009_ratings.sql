-- 好差评: five grades, one rating a case, never edited (domain.md B9).
create schema ratings;

create table ratings.rating (
  id          uuid        primary key default gen_random_uuid(),
  case_id     uuid        not null unique,
  case_no     text        not null,
  item        text        not null,
  division    char(12)    not null,
  department  text        not null,
  grade       text        not null check (grade in ('verySatisfied', 'satisfied', 'fair', 'dissatisfied', 'veryDissatisfied')),
  reasons     text[]      not null default '{}',
  words       text        not null default '' check (char_length(words) <= 500),
  channel     text        not null check (channel in ('web', 'api', 'kiosk', 'window')),
  rated_by    uuid        not null,
  rated_on    date        not null,
  rated_at    timestamptz not null default now()
);
create index rating_item on ratings.rating (item, rated_at desc, id desc);
create index rating_division on ratings.rating (division, rated_on);
comment on table ratings.rating is 'One rating a case, by the applicant, kept as given: clerks cannot change or remove it.';
comment on column ratings.rating.grade is 'The grade by name; scales differ (GB/T 39046 has 1 = best, others 5 = best), so numbers are made at the edge.';

create function ratings.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a rating is kept as given' using errcode = 'raise_exception';
end $$;
create trigger rating_is_kept before update or delete or truncate on ratings.rating
  for each statement execute function ratings.refuse_change();
