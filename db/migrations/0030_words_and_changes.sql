-- Words kept by editors for searching, and every change of the catalogue in its order for whoever follows it.

create table catalogue.word (
  kind     text    not null check (kind in ('same', 'leads', 'intent')),
  saying   text    not null check (saying <> ''),
  targets  text[]  not null,
  removed  boolean not null default false,
  number   bigint  not null unique,
  primary key (kind, saying),
  check (removed or cardinality(targets) > 0)
);
comment on table catalogue.word is 'What editors keep above the words the product ships: a saying with the words (same, leads) or the base codes of items (intent) it means, in order.';
comment on column catalogue.word.removed is 'The saying is not to be used, though it is shipped.';
comment on column catalogue.word.number is 'The change that made the row what it is.';

create table catalogue.word_change (
  number   bigint      generated always as identity primary key,
  kind     text        not null,
  saying   text        not null,
  before   text[],
  after    text[],
  on_date  date        not null,
  by_whom  text        not null,
  at       timestamptz not null default now()
);
comment on table catalogue.word_change is 'Who changed which words when. Without before the word was new or as shipped; without after it was removed.';
create trigger keep_word_change before update or delete on catalogue.word_change for each row execute function catalogue.keep_version();

create table catalogue.item_change (
  number   bigint      primary key,
  code     text        not null,
  version  integer     not null,
  kind     text        not null check (kind in ('published', 'revised', 'suspended', 'cancelled', 'resumed')),
  reason   text        not null,
  on_date  date        not null,
  at       timestamptz not null default now()
);
create index item_change_code on catalogue.item_change (code, number);
comment on table catalogue.item_change is 'Every change of an item once, in the order in which changes become visible: another system that asks for greater numbers misses none and repeats none.';

insert into catalogue.item_change (number, code, version, kind, reason, on_date, at)
select item.change_number, item.code, item.version,
  case item.state when 'published' then case item.version when 1 then 'published' else 'revised' end else item.state end,
  case item.state when 'published' then guide_version.reason else item.state_reason end,
  case item.state when 'published' then guide_version.published_on else item.state_on end,
  guide_version.published_at
from catalogue.item
join catalogue.guide_version using (code, version);

create function catalogue.note_change() returns trigger language plpgsql as $$
declare
  said record;
  what text;
begin
  select reason, published_on into said from catalogue.guide_version where code = new.code and version = new.version;
  what := case
    when tg_op = 'INSERT' then 'published'
    when new.version <> old.version then 'revised'
    when new.state <> 'published' then new.state
    when old.state <> 'published' then 'resumed'
    else 'revised' end;
  if what in ('published', 'revised') then
    insert into catalogue.item_change (number, code, version, kind, reason, on_date)
    values (new.change_number, new.code, new.version, what, said.reason, said.published_on);
  else
    insert into catalogue.item_change (number, code, version, kind, reason, on_date)
    values (new.change_number, new.code, new.version, what, coalesce(new.state_reason, ''), new.state_on);
  end if;
  return null;
end $$;
create trigger note_change after insert or update of change_number on catalogue.item for each row execute function catalogue.note_change();
create trigger keep_item_change before update or delete on catalogue.item_change for each row execute function catalogue.keep_version();

create function catalogue.one_publisher() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('catalogue.publish'));
  return null;
end $$;
comment on function catalogue.one_publisher is 'Taken before a change number is drawn and held until the transaction ends, so that numbers become visible in their order whoever writes.';
create trigger one_publisher before insert or update on catalogue.item for each statement execute function catalogue.one_publisher();
