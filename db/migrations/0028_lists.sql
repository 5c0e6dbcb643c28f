-- 目录清单: the region's base items, changes of standing that wait for their day, published lists with their rows, and the 24 indicators night by night.

create table catalogue.base_item (
  code         text        primary key check (code <> ''),
  name         text        not null check (name <> ''),
  type         text        not null,
  basis        jsonb       not null default '[]',
  levels       text[]      not null default '{}',
  sample       boolean     not null default false,
  source       text        not null,
  published_on date        not null
);
comment on table catalogue.base_item is '基本目录: the region''s unified catalogue, from which city and 旗区 compile their own lists (R-046).';
comment on column catalogue.base_item.levels is '行使层级 at which the item may be carried out, as the region says.';

create index item_base_code on catalogue.item (base_code);

create table catalogue.planned_change (
  id         uuid        primary key,
  code       text        not null references catalogue.item,
  change     text        not null check (change in ('承接', '下放', '取消', '调整', '暂停', '恢复')),
  reason     text        not null check (reason <> ''),
  successor  text        check (successor <> code),
  on_date    date        not null,
  by_whom    text        not null,
  at         timestamptz not null default now(),
  state      text        not null default 'waiting' check (state in ('waiting', 'done', 'withdrawn'))
);
create index planned_change_due on catalogue.planned_change (on_date, at) where state = 'waiting';
create index planned_change_code on catalogue.planned_change (code, on_date);
comment on table catalogue.planned_change is '承接, 下放, 取消, 调整 with a day in force still to come (R-048): on that day it becomes a row of state_change.';

create table catalogue.list_draft (
  division   char(12)    not null check (division ~ '^[0-9]{12}$'),
  kind       text        not null,
  rows       jsonb       not null,
  revision   integer     not null check (revision >= 1),
  authors    text[]      not null check (cardinality(authors) > 0),
  saved_by   text        not null,
  saved_at   timestamptz not null default now(),
  primary key (division, kind)
);
comment on table catalogue.list_draft is 'The next version of a list while it is compiled; nobody outside sees it.';
comment on column catalogue.list_draft.authors is 'Accounts of everybody who wrote in it: none of them publishes it.';

create table catalogue.list_version (
  division     char(12)    not null check (division ~ '^[0-9]{12}$'),
  kind         text        not null,
  version      integer     not null check (version >= 1),
  published_on date        not null,
  published_at timestamptz not null default now(),
  written_by   text        not null,
  published_by text        not null,
  reason       text        not null check (reason <> ''),
  size         integer     not null check (size >= 0),
  primary key (division, kind, version)
);
create trigger keep_list_version before update or delete on catalogue.list_version for each row execute function catalogue.keep_version();
create trigger keep_list_versions before truncate on catalogue.list_version for each statement execute function catalogue.keep_version();
comment on table catalogue.list_version is 'Every published version of a list of a place, for ever.';

create table catalogue.list_row (
  division   char(12) not null,
  kind       text     not null,
  version    integer  not null,
  place      integer  not null check (place >= 1),
  name       text     not null check (name <> ''),
  department text     not null,
  basis      text     not null,
  facts      jsonb    not null default '{}',
  codes      text[]   not null default '{}',
  sample     boolean  not null,
  primary key (division, kind, version, place),
  foreign key (division, kind, version) references catalogue.list_version
);
create index list_row_codes on catalogue.list_row using gin (codes);
create trigger keep_list_row before update or delete on catalogue.list_row for each row execute function catalogue.keep_version();
create trigger keep_list_rows before truncate on catalogue.list_row for each statement execute function catalogue.keep_version();
comment on table catalogue.list_row is 'The rows of published lists; codes are the items a row leads to, none, one or many (R-064).';

create table catalogue.indicator_snapshot (
  on_date         date    not null,
  division        char(12) not null,
  department_code text    not null,
  department      text    not null,
  number          integer not null check (number between 1 and 24),
  numerator       numeric not null check (numerator >= 0),
  denominator     numeric not null check (denominator >= 0),
  primary key (on_date, division, number, department_code)
);
comment on table catalogue.indicator_snapshot is 'The 24 indicators (R-056…R-079) of each department as they stood at the beginning of a day; department_code is empty for the whole place.';
