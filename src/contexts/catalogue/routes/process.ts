import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { placed } from '../../../kernel/process.ts'
import { type FieldError, isRefusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, Problem, parse } from '../../../platform/http.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { Step, words } from '../guide-shapes.ts'
import { exportProcess } from '../perform/bpmn/export-process.ts'
import { type Imported, importProcess } from '../perform/bpmn/import-process.ts'
import { mayEdit } from '../perform/hand.ts'
import { type Saved, saveProcess } from '../perform/save-process.ts'
import { type ProcessProblem, processProblems, questionsOf } from '../rules/process.ts'
import { findOpenDraft } from '../store/guide-drafts.ts'
import { findGuide } from '../store/versions.ts'
import type { GuideDraft } from '../terms/draft.ts'
import type { GuideVersion } from '../terms.ts'
import { conflictProblem, problemOf } from './draft-problems.ts'

export type ProcessDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
}
type ByCode = { Params: { code: string } }

/** What cannot stand in XML, and so in no BPMN document. */
const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text.replaceAll('\n', ''))
const plain = (most: number) => words.max(most).refine(isPlain, '内容里有不能使用的字符')
const ProcessStep = Step.extend({
  name: plain(60).refine((text) => !text.includes('\n'), '名称只能写一行'),
  days: z.number().min(0).max(366),
  standard: plain(1000),
  result: plain(1000),
})
const seen = z.coerce.number().int().min(1)
const reason = plain(200).default('调整办理流程')
const ProcessBody = z.strictObject({ steps: z.array(ProcessStep).max(60), seen, reason })
const ImportQuery = z.strictObject({ check: z.literal('1').exactOptional(), seen: seen.exactOptional(), reason })
const VersionQuery = z.strictObject({ version: z.coerce.number().int().min(1).max(999_999).optional() })

const readItem = async (db: Db, code: string, version?: number): Promise<GuideVersion> => {
  const found = await findGuide(db.read, code, version)
  if (!found) throw notFound('没有这个事项')
  return found
}

const told = ({ guide, version }: GuideVersion, viewer: Viewer, draft?: GuideDraft) => ({
  code: guide.code,
  name: guide.name,
  department: guide.department,
  version,
  steps: placed(guide.steps),
  questions: questionsOf(guide),
  promised: guide.promisedLimit ?? null,
  problems: processProblems(guide.steps, guide),
  mayEdit: mayEdit(viewer, guide),
  ...(draft && mayEdit(viewer, guide) ? { draft: { revision: draft.revision, state: draft.state, steps: placed(draft.guide.steps) } } : {}),
})

const rowProblem = ({ row, step, message }: ProcessProblem): FieldError => ({
  field: `steps.${row}`,
  message: `第 ${row + 1} 个环节${step ? `“${step}”` : ''}：${message}`,
})
const faulty = (problems: readonly ProcessProblem[]): Problem => {
  const fields = problems.map(rowProblem)
  return new Problem(422, 'process-faulty', '流程有错，没有保存', {
    detail: fields.map(({ message }) => message).join(';'),
    fields,
    problems,
  })
}
const refusedDocument = (problems: Imported['problems']): Problem => {
  const fields = problems.map(({ element, message }) => ({ field: element, message: `${element}：${message}` }))
  return new Problem(422, 'bpmn-refused', '这份 BPMN 文件不能导入', { detail: fields.map(({ message }) => message).join(';'), fields })
}

const answer = (saved: Saved | undefined) => {
  if (!saved) throw notFound('没有这个事项')
  if ('stale' in saved)
    throw new Problem(409, 'stale', '别人刚刚发布了新的版本，请刷新后再改', { detail: `现在是第 ${saved.stale} 版`, version: saved.stale })
  if ('problems' in saved) throw faulty(saved.problems)
  if (isRefusal(saved)) throw problemOf(saved)
  if ('conflict' in saved) throw conflictProblem(saved)
  return saved
}

/** The item for somebody who may change it; others are told why not. */
const editable = async ({ db, viewer }: ProcessDeps, request: FastifyRequest<ByCode>): Promise<GuideVersion & { by: Staff }> => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  const found = await readItem(db, request.params.code)
  if (who.kind !== 'staff' || !mayEdit(who, found.guide))
    throw new Problem(403, 'not-your-item', '只有本部门的事项管理员和政务服务管理部门可以改这个事项的流程')
  return { ...found, by: who }
}

const importInto = async (deps: ProcessDeps, request: FastifyRequest<ByCode>) => {
  const { guide, by, version } = await editable(deps, request)
  const query = parse(ImportQuery, request.query)
  if (typeof request.body !== 'string') throw new Problem(415, 'unsupported-media-type', '请以 application/xml 发送 BPMN 2.0 文件')
  const { steps, problems, gaps } = await importProcess(request.body, questionsOf(guide))
  if (problems.length > 0) throw refusedDocument(problems)
  if (query.check) return { steps, gaps, problems: processProblems(steps, guide) }
  if (gaps.length > 0) throw refusedDocument(gaps)
  const checked = parse(ProcessBody, { steps, seen: query.seen ?? version, reason: query.reason })
  return answer(await saveProcess(deps.db, { code: guide.code, ...checked, by }))
}

const sendXml = async ({ db }: ProcessDeps, request: FastifyRequest<ByCode>, reply: FastifyReply): Promise<FastifyReply> => {
  const { guide } = await readItem(db, request.params.code, parse(VersionQuery, request.query).version)
  const xml = await exportProcess({ code: guide.code, name: guide.name, steps: guide.steps, questions: questionsOf(guide) })
  return reply
    .type('application/xml; charset=utf-8')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${guide.name}.bpmn`)}`)
    .send(xml)
}

/** The process of an item: read by all, as data and as BPMN 2.0; changed by those who keep the item, in the draft of its guide. */
export const processRoutes = (app: FastifyInstance, deps: ProcessDeps): void => {
  const types = ['application/xml', 'text/xml', 'application/bpmn+xml']
  app.addContentTypeParser(types, { parseAs: 'string', bodyLimit: 512 * 1024 }, (_request, body, done) => done(null, body))

  app.get<ByCode>('/api/v1/items/:code/process', async (request) => {
    const { version } = parse(VersionQuery, request.query)
    const found = await readItem(deps.db, request.params.code, version)
    const viewer = deps.viewer(request)
    const draft = version === undefined && mayEdit(viewer, found.guide) ? await findOpenDraft(deps.db.sql, found.guide.code) : undefined
    return told(found, viewer, draft)
  })

  app.put<ByCode>('/api/v1/items/:code/process', async (request) => {
    const { guide, by } = await editable(deps, request)
    const body = parse(ProcessBody, request.body)
    return answer(await saveProcess(deps.db, { code: guide.code, ...body, by }))
  })

  app.get<ByCode>('/api/v1/items/:code/process.bpmn', (request, reply) => sendXml(deps, request, reply))
  app.post<ByCode>('/api/v1/items/:code/process.bpmn', (request) => importInto(deps, request))
}
