-- 法律索引: which articles a law has, so that a 设定依据 can be checked (R-051).

create table catalogue.law_article (
  title    text    not null check (title <> ''),
  position integer not null check (position >= 1),
  article  text    not null check (article <> ''),
  on_date  date    not null,
  body     text    not null,
  primary key (title, position)
);
comment on table catalogue.law_article is 'Laws article by article, as tongban import laws brought them; a newer text of a law takes the place of the older one.';
comment on column catalogue.law_article.article is 'As the law numbers it: 第七条, 第十七条之一.';
comment on column catalogue.law_article.on_date is 'The day of this text of the law.';
