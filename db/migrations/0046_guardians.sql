-- 监护人 act for their children (民法典 §§23, 27; 个人信息保护法 §31): for as long as the child is a minor, which follows from the day of birth.

alter table identity.acting_grant
  add column ward_born_on date,
  alter column until drop not null,
  add constraint acting_grant_ward check ((relation = 'guardian') = (ward_born_on is not null) and (relation = 'guardian') = (until is null));
create unique index acting_grant_ward_once on identity.acting_grant (helper_id, principal_id) where relation = 'guardian' and ended_at is null;
comment on column identity.acting_grant.ward_born_on is 'Of a guardian: when the child was born. The grant ends with the 18th birthday, which is written nowhere.';

create function identity.grant_until(born_on date, until timestamptz) returns timestamptz
language sql immutable
return coalesce((born_on + interval '18 years') at time zone 'Asia/Shanghai', until);
comment on function identity.grant_until is 'When a grant ends by itself: the 18th birthday of a child (民法典 §17), else the day that was agreed.';

drop view identity.standing_grant;
create view identity.standing_grant with (security_invoker = true) as
select
  acting_grant.id, acting_grant.organisation_id, acting_grant.principal_id, acting_grant.helper_id, acting_grant.relation, acting_grant.acts,
  acting_grant.scope, acting_grant.since, identity.grant_until(acting_grant.ward_born_on, acting_grant.until) as until, acting_grant.granted_at,
  coalesce(organisation.name, person.name) as principal_name
from identity.acting_grant
left join identity.organisation on organisation.id = organisation_id
left join identity.person on person.id = principal_id
left join identity.acting_grant source on source.id = acting_grant.out_of
where acting_grant.ended_at is null
  and acting_grant.accepted_at is not null
  and acting_grant.since <= now()
  and identity.grant_until(acting_grant.ward_born_on, acting_grant.until) > now()
  and (organisation.id is null or organisation.legal_representative_id = acting_grant.under)
  and (source.id is null or (source.ended_at is null and source.until > now()));
comment on view identity.standing_grant is 'The grants that allow something at this moment.';

create table sandbox.guardianship (
  child    text not null references sandbox.person,
  guardian text not null references sandbox.person,
  primary key (child, guardian)
);
comment on table sandbox.guardianship is 'The population registry: who is 监护人 of whom, by number; synthetic persons only.';
