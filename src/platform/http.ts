import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { FieldError, Refusal } from '../kernel/refusal.ts'

/** An answer that is not a success: RFC 9457 for programs, a page for people. `code` is stable; `title` and `detail` are Chinese. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly extra: Readonly<Record<string, unknown>>
  constructor(status: number, code: string, title: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(title)
    this.status = status
    this.code = code
    this.title = title
    this.extra = extra
  }
}

export const notFound = (title = '没有找到您要的内容'): Problem => new Problem(404, 'not-found', title)

/** Sends a whole page. `page` is what the `html` tag made. */
export const sendPage = (reply: FastifyReply, page: { readonly text: string }, status = 200): FastifyReply =>
  reply.code(status).type('text/html; charset=utf-8').send(page.text)

/** Sends application/problem+json with the members of interfaces.md §2. */
export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send({
      type: `/problems/${problem.code}`,
      title: problem.title,
      status: problem.status,
      instance: String(reply.request.id),
      ...problem.extra,
    })

/** A refusal of the procedure: 409 with act, state, article and the acts that are open instead. */
export const refusalProblem = (refusal: Refusal): Problem => {
  const { refused, title, ...rest } = refusal
  return new Problem(refusal.fields ? 422 : 409, refused, title, rest)
}

const tooSmall = ({ origin, minimum }: z.core.$ZodIssueTooSmall): string => {
  if (origin === 'string') return minimum === 1 ? '请填写' : `至少 ${minimum} 个字`
  return origin === 'array' ? `至少要有 ${minimum} 项` : `低于下限 ${minimum}`
}

const inChinese = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return `不认识的参数：${issue.keys.join('、')}`
  if (issue.code === 'invalid_type') return issue.input === undefined ? '缺少这一项，请填写' : `类型不对，应为 ${issue.expected}`
  if (issue.code === 'too_big') return issue.origin === 'string' ? `最多 ${issue.maximum} 个字` : `超过上限 ${issue.maximum}`
  if (issue.code === 'too_small') return tooSmall(issue)
  if (issue.code === 'invalid_value') return `只能是 ${issue.values.join('、')}`
  return issue.code === 'invalid_format' ? '格式不对' : issue.message
}

/** What a schema found wrong, each at its field (`materials.0.name`), in Chinese. */
export const fieldErrors = ({ issues }: Pick<z.core.$ZodError, 'issues'>): FieldError[] =>
  issues.map((issue) => ({ field: issue.path.join('.'), message: inChinese(issue) }))

const poisoned = (value: unknown, depth = 0): boolean => {
  if (depth > 20) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.keys(value).some(
    (key) => key === '__proto__' || key === 'constructor' || poisoned((value as Record<string, unknown>)[key], depth + 1),
  )
}

/** Reads what a program sent by its schema (use strict objects: unknown keys are refused, S-056). Throws Problem 400 naming each field. */
export const parse = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  if (poisoned(value)) throw new Problem(400, 'invalid-request', '请求内容不合规：层次过深或含有保留字段')
  const result = schema.safeParse(value ?? {}, { reportInput: true })
  if (result.success) return result.data
  const fields = fieldErrors(result.error)
  const detail = fields.map(({ field, message }) => (field ? `${field}:${message}` : message)).join(';')
  throw new Problem(400, 'invalid-request', '请求内容有误', { detail, fields })
}

const empty = z.strictObject({})
/** For a route that reads nothing of its address: whatever stands there is unknown to it and refused (S-042). */
export const withoutQuery = { preValidation: async ({ query }: { readonly query: unknown }): Promise<void> => void parse(empty, query) }

/** Any error as a problem that may be shown: nothing of the inside leaks (S-065). */
export const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  const known = statusCode && clientFaults[statusCode]
  if (known) return new Problem(statusCode, known[0], known[1])
  if (statusCode && statusCode >= 400 && statusCode < 500) return new Problem(statusCode, 'bad-request', '请求有误')
  if (code && unavailable.has(code))
    return new Problem(503, 'unavailable', '服务暂时不可用，请稍后重试；已提交的内容不受影响', { retryAfter: 5 })
  return new Problem(500, 'fault', '系统出了差错，您的内容没有丢失，请稍后再试')
}

const clientFaults: Record<number, [string, string]> = {
  400: ['bad-request', '请求内容无法识别'],
  404: ['not-found', '没有找到您要的内容'],
  405: ['method-not-allowed', '不支持这种请求方式'],
  413: ['too-large', '内容过大，请分次提交或压缩后再试'],
  415: ['unsupported-media-type', '不支持这种内容格式'],
  429: ['too-many-requests', '操作过于频繁，请稍后再试'],
  503: ['unavailable', '服务暂时不可用，请稍后重试；已提交的内容不受影响'],
}
const unavailable = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '25006', '53300', '08006', '08001', '57014', '55P03'])

/** Who acts must prove again that he is the owner of the session (S-035); led to /my/again and back as NeedsSignIn leads to the door. */
export class NeedsFresh extends Problem {
  constructor() {
    super(403, 'fresh-sign-in-needed', '请再次确认是您本人', { link: '/my/again', linkText: '再次确认' })
  }
}

/** The page needs somebody signed in. A posted form is kept and offered again after the login (U-042). */
export class NeedsSignIn extends Problem {
  readonly door: 'person' | 'organisation' | 'staff'
  constructor(door: 'person' | 'organisation' | 'staff' = 'person') {
    super(401, 'needs-sign-in', '请先登录')
    this.door = door
  }
}
