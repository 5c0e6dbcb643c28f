-- 行政区划: provinces to townships of the whole country, villages of the own region.
create schema divisions;

create table divisions.division (
  code    char(12) not null check (code ~ '^[0-9]{12}$'),
  level   smallint not null check (level between 1 and 5),
  name    text     not null,
  parent  char(12),
  primary key (code, level)
);
create index division_parent on divisions.division (parent, code);
comment on table divisions.division is '统计用区划代码, zero padded to 12 digits. Four cities without counties (东莞 中山 儋州 嘉峪关 …) stand as level 2 and 3 under one code, as published; level 1 省 2 市 3 县 4 乡 5 村. The tree is in parent, never in the digits: 盟 codes do not nest like 市 codes.';
