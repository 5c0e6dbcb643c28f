-- A person who comes to the window without an account is the same person: broken promises are found by the number of the person.

alter table casework.broken_promise add column applicant_hash text not null default '';
create index broken_promise_hash on casework.broken_promise (applicant_hash);
comment on column casework.broken_promise.applicant_hash is 'Keyed hash of the 公民身份号码 or 统一社会信用代码 (S-091).';
