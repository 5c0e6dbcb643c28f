-- 应用接入: sub-sites that sign people in by OpenID Connect (R-023, S-080 to S-084).

create schema apps;

-- One sign-in, whatever its token is at the moment: what sub-sites know of it (sid), and what ends when it ends.
alter table platform.session add column sid uuid not null default gen_random_uuid();
create unique index session_sid on platform.session (sid);
comment on column platform.session.sid is 'The sign-in, kept while its token changes (S-030); sub-sites are told of its end (S-033).';

create table apps.client (
  id          text        primary key,
  state       text        not null check (state in ('proposed', 'refused', 'active', 'suspended')),
  department_code text    not null default '',
  division    text        not null check (division ~ '^[0-9]{12}$'),
  registered  jsonb,
  proposed    jsonb,
  proposed_by uuid,
  proposed_at timestamptz,
  method      text        not null check (method in ('private_key_jwt', 'client_secret_basic')),
  jwks        jsonb,
  secret      bytea,
  created_at  timestamptz not null default now(),
  check ((state in ('proposed', 'refused')) = (registered is null)),
  check (registered is not null or proposed is not null)
);
comment on table apps.client is 'Sub-sites: what stands (registered) and what waits for another person''s approval (proposed, S-048). The secret is sealed, public keys are open.';

create table apps.client_act (
  id        uuid        primary key,
  client_id text        not null references apps.client,
  act       text        not null,
  by        uuid,
  at        timestamptz not null default now(),
  detail    jsonb       not null default '{}'
);
create index client_act_client on apps.client_act (client_id, at);
comment on table apps.client_act is 'Who proposed, approved, refused, suspended a sub-site or changed its key (S-100). Insert only.';

create table apps.signing_key (
  kid        text        primary key,
  public_key jsonb       not null,
  sealed_key bytea       not null,
  made_at    timestamptz not null default now(),
  retired_at timestamptz
);
comment on table apps.signing_key is 'Keys that sign ID tokens and logout tokens: published a day before the first use and two days after the last (S-083).';

create table apps.token (
  id_hash    bytea       primary key,
  kind       text        not null,
  grant_id   text,
  account_id uuid,
  client_id  text,
  sealed     bytea       not null,
  consumed_at timestamptz,
  expires_at timestamptz not null
);
create index token_grant on apps.token (grant_id) where grant_id is not null;
create index token_account on apps.token (account_id, client_id) where account_id is not null;
create index token_expiry on apps.token (expires_at);
comment on table apps.token is 'Codes, tokens, grants and open sign-ins at sub-sites, by the hash of their value; what they say is sealed (S-080, S-081).';

create table apps.sign_on (
  sid      uuid        primary key references platform.session (sid) on delete cascade,
  uid_hash bytea       not null unique,
  sealed   bytea       not null
);
comment on table apps.sign_on is 'What a signed-in session has been used for at sub-sites; it dies with the session, and the tokens bound to it (S-033).';

create table apps.login (
  id         uuid        primary key,
  sid        uuid        not null,
  client_id  text        not null references apps.client,
  account_id uuid        not null,
  client_sid text        not null,
  at         timestamptz not null default now(),
  ended_at   timestamptz,
  unique (sid, client_id)
);
create index login_account on apps.login (account_id, client_id);
comment on table apps.login is 'Which sub-site a sign-in was used at: whom to tell of its end (S-084). ended_at: the sub-site has heard.';

create table apps.consent (
  account_id   uuid        not null,
  client_id    text        not null references apps.client,
  granted      text[]      not null,
  refused      text[]      not null default '{}',
  given_at     timestamptz not null default now(),
  until        timestamptz not null,
  last_used_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  primary key (account_id, client_id, given_at)
);
create unique index consent_standing on apps.consent (account_id, client_id) where withdrawn_at is null;
comment on table apps.consent is 'What a person lets a sub-site know, since when, until when (个人信息保护法 §14, §15). Withdrawn ones stay as evidence.';

-- Every way a sign-in can end is a deleted row, so here nobody can forget to tell the sub-sites (S-033).
create function apps.tell_sign_out() returns trigger language plpgsql as $$
declare
  event uuid := gen_random_uuid();
begin
  if exists (select from apps.login where sid = old.sid and ended_at is null) then
    insert into platform.event (id, topic, body) values (event, 'apps.signed-out', jsonb_build_object('sid', old.sid));
    perform graphile_worker.add_job('platform.deliver', json_build_object('event', event), max_attempts => 5, job_key => 'event:' || event);
  end if;
  return null;
end $$;
create trigger tell_sign_out after delete on platform.session for each row execute function apps.tell_sign_out();
