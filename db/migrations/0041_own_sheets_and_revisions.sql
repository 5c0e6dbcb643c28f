-- 清单草稿的稿次不重复: a list's draft that was thrown away or published leaves its number behind, so that who saw it never matches the next one.

alter table catalogue.list_draft add column open boolean not null default true;
comment on column catalogue.list_draft.open is 'False once published or thrown away: the row keeps the revision, and the next draft of the list goes on from it.';

-- 部门自己的空表和样表: which stored contents may be shown to everybody as a blank form or a filled sample.
create table catalogue.own_sheet (
  sha256     text        primary key references platform.file,
  type       text        not null,
  size       bigint      not null,
  account_id text        not null,
  by_whom    text        not null,
  division   char(12)    not null check (division ~ '^[0-9]{12}$'),
  at         timestamptz not null default now()
);
comment on table catalogue.own_sheet is 'Contents that an editor uploaded as 空表 or 样表. A guide names them by their hash; a stored file that is not here is never given out as one.';

-- 基本目录的维护: who changed an entry of the region's catalogue, for ever.
create table catalogue.base_item_entry (
  code     text        not null,
  body     jsonb       not null,
  by_whom  text        not null,
  at       timestamptz not null default now()
);
create index base_item_entry_code on catalogue.base_item_entry (code, at);
create trigger keep_base_entry before update or delete on catalogue.base_item_entry for each row execute function catalogue.keep_version();
create trigger keep_base_entries before truncate on catalogue.base_item_entry for each statement execute function catalogue.keep_version();
comment on table catalogue.base_item_entry is 'Every text a base item ever had, with who brought it (R-046, R-065).';
