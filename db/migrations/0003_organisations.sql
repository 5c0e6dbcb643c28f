-- 机构, 大厅, 窗口 (domain.md D1).
create schema organisations;

create table organisations.unit (
  uscc       char(18) primary key,
  name       text     not null,
  short_name text     not null,
  kind       text     not null check (kind in ('government', 'department', 'institution', 'group')),
  division   char(12) not null,
  parent     char(18),
  details    jsonb    not null default '{}'
);
create index unit_division on organisations.unit (division, name);
comment on table organisations.unit is 'Governments, departments and other bodies by 统一社会信用代码. In details: phones, fax, address, postcode, offices, chief representative, and the source of these facts.';

create table organisations.hall (
  key      text     primary key,
  division char(12) not null,
  name     text     not null,
  details  jsonb    not null
);
create index hall_division on organisations.hall (division);
comment on table organisations.hall is '政务服务中心: address, hours, phones, sections, areas (R-127), windows with their functions, self-service area, postal counter.';

create table organisations.directory_entry (
  kind    text not null check (kind in ('agency', 'intermediary')),
  name    text not null,
  details jsonb not null,
  primary key (kind, name)
);
comment on table organisations.directory_entry is '办事机构 of other sites and 中介机构, as their sources publish them (R-012, R-013).';
