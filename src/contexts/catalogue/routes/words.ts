import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import type { Viewer } from '../../identity/index.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import { listWords, saveWord, type WordLine } from '../perform/words.ts'
import type { SearchAnswer } from '../rules/search.ts'
import { type WordKind, wordKinds } from '../rules/words.ts'
import { listUnanswered, listWordChanges } from '../store/words.ts'

export type WordsDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly catalogue: Catalogue
}

const Kind = z.enum(Object.keys(wordKinds) as [WordKind, ...WordKind[]])
const said = z.string().trim().min(1).max(30)
const Targets = z.array(said).min(1).max(20).nullable()
const WordBody = z.strictObject({ kind: Kind, saying: said, targets: Targets })
const Saving = WordBody.extend({ seen: z.number().int().min(0) })
const Trial = WordBody.extend({ q: z.string().trim().min(1).max(60) })

const reportedDays = 30
const reportedQuestions = 50
const reportedChanges = 50
const compared = 8

type Editor = Extract<Viewer, { kind: 'staff' }>

const editorOf = ({ viewer }: WordsDeps, request: FastifyRequest): Editor => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  if (who.kind !== 'staff' || !(who.roles.includes('editor') || who.roles.includes('catalogueAdmin')))
    throw new Problem(403, 'not-an-editor', '只有事项管理员和政务服务管理部门可以改搜索用词')
  return who
}

/** An intent leads to items by their base codes; one that nobody published is refused. */
const refuseUnknownItems = ({ catalogue }: WordsDeps, { kind, targets }: z.output<typeof WordBody>): void => {
  const unknown = kind === 'intent' ? (targets ?? []).filter((code) => catalogue.nameOf(code) === undefined) : []
  if (unknown.length > 0)
    throw new Problem(422, 'unknown-item', '没有这个基本编码的事项', {
      detail: unknown.join('、'),
      fields: unknown.map((code) => ({ field: 'targets', message: `没有基本编码为 ${code} 的事项` })),
    })
}

const told = ({ catalogue }: WordsDeps, line: WordLine) => ({
  ...line,
  targets: line.targets.map((value) => {
    const name = line.kind === 'intent' ? catalogue.nameOf(value) : undefined
    return { value, ...(name ? { name } : {}) }
  }),
})

const rowsOf = ({ items, elsewhere, intent, meant }: SearchAnswer) => ({
  items: [...items, ...elsewhere].slice(0, compared).map(({ code, name, divisionName }) => ({ code, name, divisionName })),
  ...(intent ? { intent } : {}),
  ...(meant ? { meant } : {}),
})

/** The words search understands, kept by editors: read with what citizens asked in vain, tried before they are kept, changed with a journal. */
export const wordRoutes = (app: FastifyInstance, deps: WordsDeps): void => {
  const { db, today, catalogue } = deps

  app.get('/api/v1/words', withoutQuery, async (request) => {
    const who = editorOf(deps, request)
    const since = addDays(today(), -reportedDays)
    const site = who.division.slice(0, who.division.slice(6, 9) === '000' ? 6 : 9)
    const [items, unanswered, changes] = await Promise.all([
      listWords(db),
      listUnanswered(db.read, site, since, reportedQuestions),
      listWordChanges(db.read, reportedChanges),
    ])
    return { items: items.map((line) => told(deps, line)), unanswered, changes, next: null }
  })

  app.post('/api/v1/words/trial', async (request) => {
    const who = editorOf(deps, request)
    const { q, targets, ...word } = parse(Trial, request.body)
    refuseUnknownItems(deps, { ...word, targets })
    const question = { site: who.division, q, limit: compared, others: compared }
    const after = catalogue.tryWord({ ...word, targets: targets ?? [], removed: targets === null }, question)
    return { before: rowsOf(catalogue.search(question)), after: rowsOf(after) }
  })

  app.put('/api/v1/words', async (request) => {
    const who = editorOf(deps, request)
    const body = parse(Saving, request.body)
    refuseUnknownItems(deps, body)
    const saved = await saveWord(db, { ...body, by: who.name, on: today() })
    if ('stale' in saved) throw new Problem(409, 'stale', '别人刚刚改了这个说法，请刷新后再改', { number: saved.stale })
    await catalogue.refresh()
    return saved
  })
}
