-- 个人信息保护法 §47: an end of an account that was asked for and could not be carried out ends too, and its owner reads why.
alter table identity.data_request add column refused text[];
comment on column identity.data_request.refused is 'Why an end of the account was not carried out, in words; null when it was, or is open.';
