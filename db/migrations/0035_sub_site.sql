-- The sandbox's own sub-site: an outsider that signs people in by the platform. Its key and sessions are its own business.

create table sandbox.sub_site_key (
  id          boolean primary key default true check (id),
  private_key jsonb   not null,
  public_key  jsonb   not null
);
comment on table sandbox.sub_site_key is 'The key of the sample sub-site; it belongs to the outside world that is played, so it is not sealed.';

create table sandbox.sub_site_session (
  token_hash bytea       primary key,
  begun      jsonb,
  person     jsonb,
  subject    text,
  client_sid text,
  id_token   text,
  expires_at timestamptz not null default now() + interval '12 hours'
);
create index sub_site_session_sid on sandbox.sub_site_session (client_sid) where client_sid is not null;
comment on table sandbox.sub_site_session is 'Sessions of the sample sub-site: what it asked for (begun), whom it was told of (person); a logout token ends them.';
