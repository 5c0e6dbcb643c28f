-- 便民服务 (R-010): theme, category, entry; what each place offers.

create table catalogue.convenience_entry (
  position   integer  primary key,
  theme_no   text     not null check (theme_no ~ '^[0-9]{2}$'),
  theme      text     not null check (theme <> ''),
  category   text     not null check (category <> ''),
  name       text     not null check (name <> ''),
  division   char(12) not null check (division ~ '^[0-9]{12}$'),
  details    jsonb    not null
);
create index convenience_entry_division on catalogue.convenience_entry (division);
comment on table catalogue.convenience_entry is '便民服务 in the order of the file they came in. A site shows its own and those of the places above it.';
comment on column catalogue.convenience_entry.details is 'Telephones, address, where it leads, who offers it, source and its date, or that it is 示例数据.';
