create table casework.site_photo (
  case_id  uuid        not null references casework.matter,
  sha256   text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  division text        not null check (division ~ '^\d{12}$'),
  name     text        not null,
  size     bigint      not null,
  type     text        not null check (type in ('image/jpeg', 'image/png')),
  by       text        not null,
  at       timestamptz not null,
  primary key (case_id, sha256)
);
comment on table casework.site_photo is 'Photographs that officers took on the spot (现场核查) and no step has taken into the journal yet.';
