-- 文书: every paper the procedure makes, as it was when it was made.

create schema documents;

create table documents.paper_number (
  type  text    not null,
  year  integer not null,
  last  integer not null,
  primary key (type, year)
);
comment on table documents.paper_number is 'The last serial given to a type of paper in a year. Taken inside the transaction of the act, so no number is skipped or used twice.';

create table documents.paper (
  id               uuid        primary key,
  case_id          uuid        not null,
  case_no          text        not null,
  type             text        not null,
  title            text        not null,
  number           text        not null unique,
  code             text        not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  division         text        not null,
  unit             text        not null,
  recipient        text        not null,
  issued_on        date        not null,
  template_version integer     not null,
  content          text        not null,
  content_sha256   text        not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  pdf_sha256       text        check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  made_at          timestamptz not null default now()
);
create index paper_case on documents.paper (case_id, made_at);
comment on table documents.paper is 'A paper of a case (文书). `content` is its canonical JSON, from which the PDF is drawn; the hash of the PDF is set once, when it is first needed.';
comment on column documents.paper.code is 'What the QR code carries: 80 random bits, so that a paper cannot be found by guessing.';

create function documents.keep_paper() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.pdf_sha256 is null and to_jsonb(new) - 'pdf_sha256' = to_jsonb(old) - 'pdf_sha256' then
    return new;
  end if;
  raise exception 'a paper is never changed or deleted (%)', old.number;
end $$;
create trigger keep_paper before update or delete on documents.paper for each row execute function documents.keep_paper();
