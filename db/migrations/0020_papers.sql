-- 文书: what is told to those who ask before applying belongs to a guide, not to a case.

alter table documents.paper alter column case_id drop not null;
alter table documents.paper add constraint paper_of_a_case check ((case_id is null) = (type = 'enquiryNotice'));
comment on column documents.paper.case_id is 'The case of the paper; absent for a 一次性告知书 that tells of a guide before anybody applied.';

create table documents.notice (
  item    text    not null,
  version integer not null,
  paper   uuid    not null unique references documents.paper,
  primary key (item, version)
);
comment on table documents.notice is 'The 一次性告知书 of each version of a guide, recorded when it is first asked for.';
