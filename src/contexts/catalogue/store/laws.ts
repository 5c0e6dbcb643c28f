import type { Sql } from '../../../platform/db.ts'
import type { KnownLaw } from '../rules/lint/index.ts'

/** One article of a law: 第七条 and its words; `on` is the day of the law's text. */
export type LawText = {
  readonly title: string
  readonly on: string
  readonly articles: readonly { readonly article: string; readonly body: string }[]
}

/** The days of the texts that are held, by title. */
export const listLawDays = async (sql: Sql): Promise<Map<string, string>> => {
  const rows = await sql<{ title: string; on: string }>`
    select title, max(on_date) as "on"
    from catalogue.law_article
    group by title`
  return new Map(rows.map(({ title, on }) => [title, on]))
}

/** Puts texts in the place of the older ones of the same titles. */
export const replaceLaws = async (sql: Sql, laws: readonly LawText[]): Promise<void> => {
  await sql`delete from catalogue.law_article where title = any(${laws.map(({ title }) => title)}::text[])`
  const rows = laws.flatMap(({ title, on, articles }) =>
    articles.map(({ article, body }, i) => ({ title, on, position: i + 1, article, body })),
  )
  await sql`
    insert into catalogue.law_article (title, position, article, on_date, body)
    select title, position, article, on_date, body
    from unnest(${rows.map(({ title }) => title)}::text[], ${rows.map(({ position }) => position)}::integer[],
      ${rows.map(({ article }) => article)}::text[], ${rows.map(({ on }) => on)}::date[], ${rows.map(({ body }) => body)}::text[])
      as given (title, position, article, on_date, body)`
}

/** Whether any law is held. */
export const holdsLaws = async (sql: Sql): Promise<boolean> => {
  const [row] = await sql<{ held: boolean }>`select exists (select from catalogue.law_article) as held`
  return row?.held === true
}

/** The laws of these titles, or all of them, with the numbers of their articles. */
export const listKnownLaws = async (sql: Sql, titles?: readonly string[]): Promise<Map<string, KnownLaw>> => {
  const rows = await sql<{ title: string; on: string; articles: string[] }>`
    select title, max(on_date) as "on", array_agg(article order by position) as articles
    from catalogue.law_article
    where ${titles ?? null}::text[] is null or title = any(${titles ?? null}::text[])
    group by title`
  return new Map(rows.map(({ title, on, articles }) => [title, { title, on, articles: new Set(articles) }]))
}
