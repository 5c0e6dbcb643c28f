-- 专业顾问 (R-011) stand in the directory beside 办事机构 and 中介机构.
alter table organisations.directory_entry drop constraint directory_entry_kind_check;
alter table organisations.directory_entry add constraint directory_entry_kind_check check (kind in ('agency', 'intermediary', 'adviser'));
comment on table organisations.directory_entry is '办事机构 of other sites, 中介机构 and 专业顾问, as their sources publish them (R-011 … R-013); what is 示例数据 says so in its badge.';
