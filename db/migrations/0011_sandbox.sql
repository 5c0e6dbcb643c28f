-- The outside world, played: phones and registries of synthetic people. Used by demonstrations and tests, never in production.

create schema sandbox;

create table sandbox.message (
  key     text        primary key,
  phone   text        not null,
  text    text        not null,
  at      timestamptz not null default now()
);
create index message_phone on sandbox.message (phone, at desc);
comment on table sandbox.message is 'What the SMS gateway delivered. A key delivered twice is one message, as the gateway promises.';

create table sandbox.person (
  id_number text primary key,
  name      text not null,
  sex       text not null,
  ethnicity text not null
);
comment on table sandbox.person is 'The population registry: synthetic persons only.';

create table sandbox.enterprise (
  uscc            text primary key,
  name            text not null,
  kind            text not null,
  legal_name      text not null,
  legal_id_number text not null
);
comment on table sandbox.enterprise is 'The enterprise registry: synthetic organisations only.';

create table sandbox.condition (
  party text primary key check (party in ('sms', 'population', 'enterprises')),
  state text not null check (state in ('up', 'slow', 'down'))
);
insert into sandbox.condition values ('sms', 'up'), ('population', 'up'), ('enterprises', 'up');
comment on table sandbox.condition is 'How each party behaves just now: slow answers after five seconds, down answers 503.';
