-- 电子证照: what a grant gives its holder, signed, and who has checked it.

create schema licences;

create table licences.licence_type (
  code       text    primary key check (code ~ '^[0-9A-Z]{21}$'),
  name       text    not null,
  body_code  text    not null check (body_code ~ '^[0-9A-Z]{18}$'),
  body_name  text    not null,
  serial     integer not null,
  unique (body_code, name),
  unique (body_code, serial)
);
comment on table licences.licence_type is '证照类型: the code is the 统一社会信用代码 of the body that defines it and a serial of three digits.';

create table licences.serial (
  scope  text    not null,
  year   integer not null,
  last   integer not null,
  primary key (scope, year)
);
comment on table licences.serial is 'The last 证照编号 of a type and place, and the last 流水号 of an issuer, in a year. Taken in the transaction of the grant.';

create table licences.licence (
  id              uuid        primary key,
  identifier      text        not null unique,
  type_code       text        not null references licences.licence_type,
  type_name       text        not null,
  number          text        not null,
  issuer_name     text        not null,
  issuer_code     text        not null,
  division        text        not null,
  holder_kind     text        not null check (holder_kind in ('person', 'organisation')),
  holder_name     text        not null,
  holder_hash     text        not null,
  item_code       text        not null,
  item_name       text        not null,
  case_id         uuid        not null,
  case_no         text        not null,
  issued_on       date        not null,
  valid_from      date        not null,
  valid_to        date        check (valid_to >= valid_from),
  code            text        not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  content_sealed  bytea       not null,
  signatures      jsonb       not null,
  pdf_sha256      text        check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  revoked_on      date,
  revoked_because text,
  revoked_by      uuid,
  revoked_with    uuid        check (revoked_with <> revoked_by),
  issued_at       timestamptz not null default now(),
  unique (type_code, number),
  check ((revoked_on is null) = (revoked_because is null) and (revoked_on is null) = (revoked_by is null) and (revoked_on is null) = (revoked_with is null))
);
create index licence_holder on licences.licence (holder_hash);
create index licence_case on licences.licence (case_id);
comment on table licences.licence is 'An e-licence (电子证照). The signed canonical JSON is sealed, because it carries the holder''s whole identity number; holder_hash finds it by that number (R-114).';
comment on column licences.licence.revoked_with is 'The second person: nobody revokes a licence alone (S-048).';

create function licences.keep_licence() returns trigger language plpgsql as $$
declare
  may_change constant text[] := array['pdf_sha256', 'revoked_on', 'revoked_because', 'revoked_by', 'revoked_with'];
begin
  if tg_op = 'UPDATE'
    and to_jsonb(new) - may_change = to_jsonb(old) - may_change
    and (old.pdf_sha256 is null or new.pdf_sha256 = old.pdf_sha256)
    and (old.revoked_on is null or (new.revoked_on, new.revoked_because, new.revoked_by, new.revoked_with) = (old.revoked_on, old.revoked_because, old.revoked_by, old.revoked_with)) then
    return new;
  end if;
  raise exception 'a licence is never changed or deleted, only revoked (%)', old.identifier;
end $$;
create trigger keep_licence before update or delete on licences.licence for each row execute function licences.keep_licence();

create table licences.presentation (
  token_hash  text        primary key,
  licence_id  uuid        not null references licences.licence,
  used_at     timestamptz not null default now()
);
comment on table licences.presentation is 'QR codes of 亮证 that have been scanned: each opens once (S-087).';

create table licences.verification (
  id          uuid        primary key,
  licence_id  uuid        not null references licences.licence,
  way         text        not null check (way in ('printed', 'presented')),
  verifier    text        not null,
  at          timestamptz not null default now()
);
create index verification_licence on licences.verification (licence_id, at desc);
comment on table licences.verification is 'Who checked a licence, when and by which code; the holder sees it.';
