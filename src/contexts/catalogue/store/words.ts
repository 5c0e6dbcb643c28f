import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { KeptWord, WordKind } from '../rules/words.ts'

/** A kept word with who left it so, and when. */
export type WordRow = KeptWord & { readonly changedOn: LocalDate; readonly changedBy: string }

/** All words editors keep, the oldest change first. */
export const listKeptWords = (sql: Sql): Promise<WordRow[]> => sql<WordRow>`
  select word.kind, word.saying, word.targets, word.removed, word.number, word_change.on_date as "changedOn",
    word_change.by_whom as "changedBy"
  from catalogue.word
  join catalogue.word_change using (number)
  order by word.number`

export type WordChange = {
  readonly kind: WordKind
  readonly saying: string
  readonly before: readonly string[] | null
  readonly after: readonly string[] | null
  readonly on: LocalDate
  readonly by: string
}

/** Journals a change and leaves the word as it says; the number of the change. */
export const changeWord = async (sql: Sql, { kind, saying, before, after, on, by }: WordChange): Promise<number> => {
  const [row] = await sql<{ number: number }>`
    insert into catalogue.word_change (kind, saying, before, after, on_date, by_whom)
    values (${kind}, ${saying}, ${before}, ${after}, ${on}, ${by})
    returning number`
  const number = row?.number ?? 0
  await sql`
    insert into catalogue.word as word (kind, saying, targets, removed, number)
    values (${kind}, ${saying}, ${after ?? []}, ${after === null}, ${number})
    on conflict (kind, saying) do update
    set (targets, removed, number) = (excluded.targets, excluded.removed, excluded.number)`
  return number
}

/** The last changes of words, newest first. */
export const listWordChanges = (sql: Sql, limit: number) => sql<WordChange & { readonly number: number }>`
  select number, kind, saying, before, after, on_date as "on", by_whom as "by"
  from catalogue.word_change
  order by number desc
  limit ${limit}`

export type Unanswered = { readonly question: string; readonly times: number; readonly lastOn: LocalDate }

/** What was asked and not found on a site since a day, most often first. `site` is the code in addresses. */
export const listUnanswered = (sql: Sql, site: string, since: LocalDate, limit: number): Promise<Unanswered[]> => sql<Unanswered>`
  select question, sum(times)::integer as times, max(on_date) as "lastOn"
  from catalogue.unanswered
  where site = ${site} and on_date >= ${since}
  group by question
  order by sum(times) desc, max(on_date) desc, question
  limit ${limit}`
