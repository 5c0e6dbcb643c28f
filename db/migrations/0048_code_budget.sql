-- How many codes may be sent by text message on a day, over all telephones and networks (S-011).

create table platform.code_budget (
  day      date     primary key,
  budget   integer  not null,
  sent     integer  not null default 0,
  refused  integer  not null default 0
);
comment on table platform.code_budget is 'Codes by text message of each civil day. Notices and the papers of the office are not counted here and are never held back by it.';
comment on column platform.code_budget.budget is 'What the day may have: SMS_CODES_A_DAY when the last one was sent.';
comment on column platform.code_budget.refused is 'Asked for after the budget was spent.';
