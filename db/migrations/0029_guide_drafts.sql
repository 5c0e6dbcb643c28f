-- 指南的起草、审核和发布: the next version of a guide while it is written, and who did what with it.

create table catalogue.guide_draft (
  id            uuid        primary key,
  code          text        not null check (code <> ''),
  division      char(12)    not null check (division ~ '^[0-9]{12}$'),
  department_code text      not null,
  base_version  integer,
  body          jsonb       not null,
  reason        text        not null default '',
  state         text        not null default 'drafting' check (state in ('drafting', 'inReview', 'accepted', 'published', 'discarded')),
  revision      integer     not null check (revision >= 1),
  authors       text[]      not null check (cardinality(authors) > 0),
  saved_by      text        not null,
  saved_at      timestamptz not null default now(),
  returned      jsonb       not null default '[]',
  check (state <> 'published' or reason <> '')
);
create unique index guide_draft_open on catalogue.guide_draft (code) where state in ('drafting', 'inReview', 'accepted');
create index guide_draft_place on catalogue.guide_draft (division, department_code) where state in ('drafting', 'inReview', 'accepted');
comment on table catalogue.guide_draft is 'The next version of a guide while it is written: one open draft an item. Citizens never see it.';
comment on column catalogue.guide_draft.base_version is 'The version in force when it was begun or last brought up to date; absent for an item that was never published.';
comment on column catalogue.guide_draft.revision is 'Grows with each save; a save that saw an older one is refused (optimistic locking).';
comment on column catalogue.guide_draft.authors is 'Accounts of everybody who wrote in it: none of them reviews or publishes it.';
comment on column catalogue.guide_draft.returned is 'Why it was sent back last, element by element.';

create table catalogue.guide_draft_entry (
  draft_id  uuid        not null references catalogue.guide_draft,
  position  integer     not null check (position >= 1),
  what      text        not null,
  by_id     text        not null,
  by_whom   text        not null,
  at        timestamptz not null default now(),
  revision  integer     not null,
  sha256    text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  note      jsonb       not null default '{}',
  primary key (draft_id, position)
);
create trigger keep_entry before update or delete on catalogue.guide_draft_entry for each row execute function catalogue.keep_version();
create trigger keep_entries before truncate on catalogue.guide_draft_entry for each statement execute function catalogue.keep_version();
comment on table catalogue.guide_draft_entry is 'The journal of drafts: who began, wrote, submitted, returned, accepted, published; the hash is of the text it was done with.';

create index draft_item on casework.draft (item);
create index matter_item_open on casework.matter (item) where queue <> 'closed';
