import { z } from 'zod'
import type { Db, Sql } from '../../../platform/db.ts'
import { citedTitles, type LintKnown } from '../rules/lint/index.ts'
import { holdsLaws, type LawText, listKnownLaws, listLawDays, replaceLaws } from '../store/laws.ts'
import type { Guide } from '../terms.ts'
import { type Line, linesOf, type RowProblem } from './import/read-rows.ts'

/** What an import of laws did: lines read, laws and articles taken, laws already held in this or a newer text, lines refused. */
export type LawImport = {
  readonly read: number
  readonly laws: number
  readonly articles: number
  readonly unchanged: number
  readonly refused: number
  readonly problems: readonly RowProblem[]
}

const ArticleRow = z.object({
  law: z.string().trim().min(1),
  date: z
    .string()
    .regex(/^\d{4}-?\d{2}-?\d{2}$/)
    .transform((day) => day.replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3'))
    .pipe(z.iso.date()),
  article: z
    .string()
    .trim()
    .regex(/^第[零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?$/u),
  text: z.string().trim().min(1),
})

const rowOf = (line: Line): z.infer<typeof ArticleRow> | string => {
  if (!('text' in line)) return '这一行超过 4 MB'
  try {
    const read = ArticleRow.safeParse(JSON.parse(line.text))
    return read.success ? read.data : `${read.error.issues[0]?.path.join('.') || '这一行'} 不合规`
  } catch {
    return '不是完整的 JSON'
  }
}

type Gathered = Map<string, { title: string; on: string; articles: Map<string, string> }>

/** Of two texts of a law in one file the newer one stands. */
const gather = (laws: Gathered, { law: title, date: on, article, text }: z.infer<typeof ArticleRow>): void => {
  const held = laws.get(title)
  if (held && held.on > on) return
  const entry = held && held.on === on ? held : { title, on, articles: new Map<string, string>() }
  laws.set(title, entry)
  if (!entry.articles.has(article)) entry.articles.set(article, text)
}

const newer = async (sql: Sql, laws: Gathered): Promise<LawText[]> => {
  const days = await listLawDays(sql)
  return [...laws.values()]
    .filter(({ title, on }) => on > (days.get(title) ?? ''))
    .map(({ title, on, articles }) => ({ title, on, articles: [...articles].map(([article, body]) => ({ article, body })) }))
}

/**
 * Imports laws article by article, one a line (`law`, `date`, `article`, `text`), in one transaction. A law held in this or a newer text
 * stays; a line that cannot be read is reported and nothing else is lost. A second run changes nothing.
 */
export const importLaws = async (db: Db, file: AsyncIterable<Uint8Array | string>): Promise<LawImport> => {
  const gathered: Gathered = new Map()
  const problems: RowProblem[] = []
  let read = 0
  for await (const line of linesOf(file)) {
    if ('text' in line && line.text.trim() === '') continue
    read += 1
    const row = rowOf(line)
    if (typeof row === 'string') problems.push({ line: line.number, reason: row })
    else gather(gathered, row)
  }
  const taken = await db.transaction(async (sql) => {
    const laws = await newer(sql, gathered)
    if (laws.length > 0) await replaceLaws(sql, laws)
    return laws
  })
  const articles = taken.reduce((sum, law) => sum + law.articles.length, 0)
  return { read, laws: taken.length, articles, unchanged: gathered.size - taken.length, refused: problems.length, problems }
}

/** What the linter may know beside a guide: the laws it cites (all laws without a guide); nothing where none was imported. */
export const knownLaws = async (sql: Sql, guide?: Guide): Promise<LintKnown> =>
  (await holdsLaws(sql)) ? { laws: await listKnownLaws(sql, guide && citedTitles(guide)) } : {}
