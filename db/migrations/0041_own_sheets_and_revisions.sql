-- 清单草稿的稿次不重复: a list's draft that was thrown away or published leaves its number behind, so that who saw it never matches the next one.

alter table catalogue.list_draft add column open boolean not null default true;
comment on column catalogue.list_draft.open is 'False once published or thrown away: the row keeps the revision, and the next draft of the list goes on from it.';
