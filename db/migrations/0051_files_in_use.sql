-- Stored contents that nothing refers to any more are removed (S-094): noted before their bytes are kept, marked when nobody names them, gone
-- after a time of grace. What a journal, a paper, a licence or a guide has taken stays for good.
alter table platform.file
  add column for_good boolean not null default false,
  add column unused_since timestamptz;
comment on column platform.file.for_good is 'Taken by a record that is never changed or removed (journal, paper, licence, guide): so is the content.';
comment on column platform.file.unused_since is 'When it was first seen that nobody refers to it; null again with the next upload of the same content.';
create index file_passing on platform.file (sha256) where not for_good;

update platform.file
set for_good = true
where sha256 in (
  select jsonb_path_query(body, '$.materials[*].sha256') #>> '{}' from casework.journal
  union
  select jsonb_path_query(body, '$.photos[*].sha256') #>> '{}' from casework.journal
  union
  select pdf_sha256 from documents.paper
  union
  select pdf_sha256 from licences.licence
  union
  select sha256 from catalogue.own_sheet
);

create table platform.file_removal (
  day   date   primary key,
  files bigint not null,
  bytes bigint not null
);
comment on table platform.file_removal is 'How many stored contents were removed on a day, and how many bytes: that it was done, not whose.';
