-- 征求意见: a department that was asked finds the case among its own work, whatever division and department the case belongs to.

alter table casework.matter add column asked text[] not null default '{}';
create index matter_asked on casework.matter using gin (asked) where asked <> '{}';
comment on column casework.matter.asked is '统一社会信用代码 of the departments whose opinion is still open; those that answered keep the case in sight by consulted. Derived from the journal.';
