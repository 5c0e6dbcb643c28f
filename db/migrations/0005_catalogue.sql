-- 事项目录与办事指南: every published version of a guide for ever, and one row an item to list and to search.

create schema catalogue;

create table catalogue.guide_version (
  code          text        not null,
  version       integer     not null check (version >= 1),
  body          jsonb       not null,
  sha256        text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  reason        text        not null,
  published_on  date        not null,
  published_at  timestamptz not null default now(),
  published_by  text        not null,
  primary key (code, version)
);
comment on table catalogue.guide_version is 'Published guides (实施清单). A case keeps the version it was filed under, so no row is ever changed.';
comment on column catalogue.guide_version.sha256 is 'SHA-256 of the guide as canonical JSON: content that did not change makes no version.';
comment on column catalogue.guide_version.reason is 'Why this version was published (R-048).';

create function catalogue.keep_version() returns trigger language plpgsql as $$
begin
  raise exception 'a published guide is never changed or deleted' using errcode = 'integrity_constraint_violation';
end $$;
create trigger keep_version before update or delete on catalogue.guide_version for each row execute function catalogue.keep_version();
create trigger keep_versions before truncate on catalogue.guide_version for each statement execute function catalogue.keep_version();

create sequence catalogue.change_number;

create table catalogue.item (
  code                text      primary key,
  version             integer   not null,
  state               text      not null default 'published' check (state in ('published', 'suspended', 'cancelled')),
  state_reason        text      check (state = 'published' or state_reason <> ''),
  state_on            date,
  successor           text      check (successor <> code),
  base_code           text      not null,
  division            char(12)  not null check (division ~ '^[0-9]{12}$'),
  level               text      not null,
  type                text      not null,
  department          text      not null,
  department_code     text      not null,
  name                text      not null check (name <> ''),
  plain_name          text,
  summary             text,
  results             text[]    not null,
  audiences           text[]    not null,
  person_themes       text[]    not null,
  organisation_themes text[]    not null,
  stages              text[]    not null,
  project_type        text      not null,
  online_depth        text      not null,
  visits              integer   check (visits >= 0),
  legal_limit         jsonb,
  promised_limit      jsonb,
  applicable          boolean   not null,
  sample              boolean   not null,
  pinyin              text      not null,
  change_number       bigint    not null unique,
  foreign key (code, version) references catalogue.guide_version
);
create index item_division on catalogue.item (division);
comment on table catalogue.item is 'One row an item: what lists and search need of its current version, and whether it is handled at all (R-050).';
comment on column catalogue.item.change_number is 'Drawn under the lock of publishing, so a reader that asks for greater numbers misses no change.';
comment on column catalogue.item.pinyin is 'Syllables of the name, parted by spaces.';

create table catalogue.state_change (
  code       text        not null,
  change     text        not null check (change in ('承接', '下放', '取消', '调整', '暂停', '恢复')),
  state      text        not null,
  reason     text        not null check (reason <> ''),
  successor  text,
  on_date    date        not null,
  by_whom    text        not null,
  at         timestamptz not null default now()
);
create index state_change_code on catalogue.state_change (code, at);
create trigger keep_change before update or delete on catalogue.state_change for each row execute function catalogue.keep_version();
comment on table catalogue.state_change is 'Every 承接, 下放, 取消, 调整 of an item with its reason (R-048).';

create table catalogue.looked_at (
  code   text    not null,
  on_date date   not null,
  times  integer not null check (times > 0),
  primary key (code, on_date)
);
comment on table catalogue.looked_at is 'How often a guide was read on a day; nobody is remembered.';

create table catalogue.unanswered (
  question text    not null,
  site     text    not null,
  on_date  date    not null,
  times    integer not null check (times > 0),
  primary key (question, site, on_date)
);
comment on table catalogue.unanswered is 'What was searched and not found, so that words people use can be added. Questions with numbers of persons or telephones are not kept.';
