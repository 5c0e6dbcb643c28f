-- 黄牌 and 红牌: of a case when its promised time runs out, of a step when a 环节时限 passes.

create table casework.card (
  id        uuid        primary key,
  case_id   uuid        not null references casework.matter,
  division  text        not null,
  level     text        not null check (level in ('case', 'step')),
  step      text        not null default '',
  colour    text        not null check (colour in ('yellow', 'red')),
  on_day    date        not null,
  reply_due date,
  told      jsonb       not null default '[]',
  at        timestamptz not null default now(),
  unique (case_id, level, step, colour, on_day),
  check ((level = 'step') = (step <> '')),
  check ((reply_due is not null) = (level = 'case' and colour = 'red'))
);
create index card_division on casework.card (division, on_day desc, id);
comment on table casework.card is '黄牌, 红牌: raised once for each day a lamp turned, never taken back. A red card of a case is the entry of its 督办, to be answered by reply_due.';
comment on column casework.card.told is 'To whom it was told: account, name and role.';
