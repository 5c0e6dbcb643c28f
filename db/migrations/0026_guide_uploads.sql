-- Guides that came in a workbook wait here, compared with what is in force, until somebody of the department takes them row by row.
create table catalogue.guide_upload (
  id              uuid        primary key,
  account_id      text        not null,
  by_whom         text        not null,
  division        text        not null,
  file_name       text        not null,
  sha256          text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  problems        jsonb       not null default '[]',
  uploaded_at     timestamptz not null default now()
);
create index guide_upload_account on catalogue.guide_upload (account_id, uploaded_at);
comment on table catalogue.guide_upload is 'A workbook of guides that was sent; only who sent it sees it and takes rows of it.';
comment on column catalogue.guide_upload.problems is 'Rows that belong to no guide, with sheet, row, column, reason and cure.';

create table catalogue.guide_upload_row (
  upload_id     uuid    not null references catalogue.guide_upload on delete cascade,
  position      integer not null,
  code          text    not null,
  name          text    not null,
  line          integer not null,
  state         text    not null check (state in ('new', 'changed', 'unchanged', 'refused')),
  changes       jsonb   not null,
  problems      jsonb   not null,
  formulas      integer not null,
  base_version  integer,
  body          jsonb,
  taken_at      timestamptz,
  primary key (upload_id, position)
);
comment on column catalogue.guide_upload_row.base_version is 'The version it was compared with: a row is not taken over a newer one.';
comment on column catalogue.guide_upload_row.body is 'The guide as it would become; absent where nothing is to be taken.';
