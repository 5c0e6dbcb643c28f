-- A list tells a 变更, 延续, 补证, 注销 or 撤销 from an application for a licence.
alter table casework.matter add column about_kind text check (about_kind in ('change', 'renew', 'reissue', 'cancel', 'revoke'));
comment on column casework.matter.about_kind is 'What the case wants done with a licence; null when it applies for one.';

select set_config('app.reach', 'migration', true);
update casework.matter
set about_kind = kind
from licences.matter as about
where about.case_id = matter.id;
