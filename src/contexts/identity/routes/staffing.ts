import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { NeedsSignIn, notFound, Problem, parse, refusalProblem } from '../../../platform/http.ts'
import { type Cell, sheetType, workbook } from '../../../platform/sheet.ts'
import { findUnit } from '../../organisations/index.ts'
import { needFresh } from '../perform/fresh.ts'
import { disable, inviteOfficer, renewSignIn, restore } from '../perform/staffing/accounts.ts'
import { certificatesAsked, registerCertificate, settleCertificate, takeFactor } from '../perform/staffing/certificates.ts'
import { concernsOf, type Doing, openFile, refuseAll } from '../perform/staffing/concern.ts'
import { endHandOver, handOver } from '../perform/staffing/hand-over.ts'
import { appoint, endPost, settle } from '../perform/staffing/posts.ts'
import { beginningOf, giftsOf, mayStaff, refuseStaffing, type StaffAct, staffActs, viewOf } from '../rules/staffing.ts'
import { listAsked } from '../store/appointments.ts'
import { listCertificateRequests, listOfficerFactors } from '../store/certificate-requests.ts'
import { listStaff, type OfficerFilter, type OfficerKey, type OfficerLine } from '../store/staff.ts'
import { listSubstitutions } from '../store/substitutions.ts'
import { type Staff, staffRoles } from '../terms.ts'
import { ActBody, CertificateBody, InvitationBody, PostBody, SettleBody, StaffQuery } from './staffing-bodies.ts'
import type { IdentityWeb } from './web.ts'

/** An officer whose roles let him do an administrative act somewhere; 404 for everybody else (S-041). */
export const administrator = (web: IdentityWeb, request: FastifyRequest, act: StaffAct): Staff => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('staff')
  if (viewer.kind !== 'staff' || !mayStaff(viewer.roles, act)) throw notFound()
  return viewer
}

/** The means of an administrative act, by whom and from where. */
export const doingOf = (web: IdentityWeb, request: FastifyRequest, by: Staff): Doing => ({
  db: web.db,
  secrets: web.secrets,
  sessions: web.sessions,
  by,
  from: { request: String(request.id), network: request.ip },
})

/** What was done, or the reason why not; what is out of sight is not there. */
export const answered = <T>(outcome: T | Refusal | undefined, absent = '没有这位工作人员'): T => {
  if (outcome === undefined) throw notFound(absent)
  if (isRefusal(outcome)) throw refusalProblem(outcome)
  return outcome as T
}

const cursorOf = ({ division, departmentCode, unit, name, accountId }: OfficerLine): string =>
  Buffer.from(JSON.stringify([division, departmentCode, unit, name, accountId])).toString('base64url')
const keyOf = (cursor: string | undefined): OfficerKey | undefined => {
  if (!cursor) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === 5 && key.every((part) => typeof part === 'string')) return key as unknown as OfficerKey
  } catch {
    // told below
  }
  throw new Problem(400, 'invalid-request', '翻页参数不对，请从第一页看起')
}

/** What an administrator asked to see, within what he may see. */
const filterOf = (by: Staff, query: unknown): { filter: OfficerFilter; after: OfficerKey | undefined; limit: number } => {
  const { division, department, after, limit, ...rest } = parse(StaffQuery, query)
  const view = viewOf(by)
  if (!view) throw notFound()
  const own = view.below ? beginningOf(view.division) : view.division
  if (division && !division.startsWith(own)) throw notFound('不在您管理的范围内')
  const departmentCode = view.departmentCode ?? department
  const filter = {
    division: division ?? view.division,
    ...(view.below ? { beginning: beginningOf(division ?? view.division) } : {}),
    ...(departmentCode === undefined ? {} : { departmentCode }),
    ...rest,
  }
  return { filter, after: keyOf(after), limit }
}

const columns = [
  { heading: '姓名', width: 14 }, { heading: '帐号', width: 16 }, { heading: '岗位', width: 24 }, { heading: '单位', width: 36 },
  { heading: '区划', width: 14 }, { heading: '部门代码', width: 20 }, { heading: '状态', width: 16 }, { heading: '最后一天', width: 12 },
] // biome-ignore format: columns
const stateText = ({ disabled, roles, waiting, awayUntil }: OfficerLine): string => {
  if (disabled) return '停用'
  if (awayUntil) return `交接到 ${awayUntil}`
  if (roles.length > 0) return '在岗'
  return waiting > 0 ? '等批准' : '没有岗位'
}
const sheetRow = (one: OfficerLine): Cell[] => [
  one.name, one.userName, one.roles.map((role) => staffRoles[role]).join('、'), one.unit, one.division, one.departmentCode, stateText(one),
  one.lastOn ? { on: one.lastOn } : undefined,
] // biome-ignore format: cells

async function* everyRow(web: IdentityWeb, filter: OfficerFilter): AsyncGenerator<Cell[]> {
  let after: OfficerKey | undefined
  for (;;) {
    const rows = await listStaff(web.db.sql, filter, after, 500)
    yield* rows.map(sheetRow)
    const last = rows.at(-1)
    if (rows.length < 500 || !last) return
    after = keyOf(cursorOf(last))
  }
}

const listRoutes = (app: FastifyInstance, web: IdentityWeb): void => {
  app.get('/api/v1/staff', async (request) => {
    const by = administrator(web, request, 'see')
    const { filter, after, limit } = filterOf(by, request.query)
    const rows = await listStaff(web.db.sql, filter, after, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    const items = rows.slice(0, limit).map((one) => ({ ...one, state: stateText(one) }))
    return { items, next: last ? cursorOf(last) : null, gifts: giftsOf(by.roles, 'invite') }
  })

  app.get('/api/v1/staff.xlsx', async (request, reply) => {
    const by = administrator(web, request, 'see')
    const { filter } = filterOf(by, request.query)
    const notes = [`工作人员名册，${by.name}导出`]
    return sendSheet(reply, '工作人员', await workbook({ name: '工作人员', notes, columns, rows: everyRow(web, filter) }))
  })

  /** 批准: what waits for the 安全管理员, within his reach; those he may not approve say why. */
  app.get('/api/v1/staff/asked', async (request) => {
    const by = administrator(web, request, 'approve')
    const rows = (await listAsked(web.db.sql, beginningOf(by.division))).filter((one) => refuseStaffing(by, 'see', one) === undefined)
    const items = rows.map((one) => ({ ...one, refused: refuseStaffing(by, 'approve', one)?.title ?? null }))
    return { items, certificates: await certificatesAsked({ db: web.db, by }), next: null }
  })
}

/** Sends a workbook as a download named in Chinese. */
export const sendSheet = (reply: FastifyReply, name: string, bytes: Uint8Array): FastifyReply =>
  reply
    .type(sheetType)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`)
    .send(bytes)

type WithId = { Params: { id: string } }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** The id in an address; what is none is not there. */
export const idOf = ({ params: { id } }: { params: { id: string } }): string => {
  if (!uuid.test(id)) throw notFound('没有这位工作人员')
  return id
}

const fileOf = async (web: IdentityWeb, by: Staff, id: string) => {
  const file = await openFile(web.db.sql, by, id)
  if (!file) throw notFound('没有这位工作人员')
  const concerns = concernsOf(file)
  const acts = (Object.keys(staffActs) as StaffAct[]).filter((act) => refuseAll(by, act, concerns) === undefined)
  const [substitutions, factors, asked] = await Promise.all([
    listSubstitutions(web.db.sql, id),
    listOfficerFactors(web.db.sql, id),
    listCertificateRequests(web.db.sql, { accountId: id }),
  ])
  const certificates = asked.map(({ id: key, serial, issuer, askedByName }) => ({ id: key, serial, issuer, askedByName }))
  return { ...file.officer, posts: file.all, substitutions, factors, certificates, acts, gifts: giftsOf(by.roles) }
}

const act = async (doing: Doing, id: string, body: ActBody, publicUrl: string): Promise<object> => {
  if (body.act === 'end') answered(await endPost(doing, id, { id: body.post, lastOn: body.lastOn }))
  if (body.act === 'disable') answered(await disable(doing, id, body.lastOn))
  if (body.act === 'restore') answered(await restore(doing, id))
  if (body.act === 'takeFactor') answered(await takeFactor(doing, id, body.factor))
  if (body.act === 'endHandOver') answered(await endHandOver(doing, id, body.substitution))
  if (body.act === 'handOver') {
    const { substitute: substituteId, fromOn, untilOn, reason } = body
    answered(await handOver(doing, id, { substituteId, fromOn, untilOn, reason }))
  }
  if (body.act !== 'renew') return {}
  return { link: `${publicUrl}/invite/${answered(await renewSignIn(doing, id)).token}` }
}

/** Nobody is appointed to a department that is not there, or is no more, in that division. */
const checkUnit = async (web: IdentityWeb, { departmentCode, division }: { departmentCode: string; division: string }): Promise<void> => {
  if (departmentCode === '') return
  const unit = await findUnit(web.db.sql, departmentCode)
  if (unit?.division !== division || unit.active === false)
    throw new Problem(422, 'no-such-unit', '这个区划没有这个部门', {
      fields: [{ field: 'departmentCode', message: '请从机构树里选择部门' }],
    })
}

/** Officers and their posts (domain.md D1, D2; S-033, S-047): seen, invited, appointed, approved, handed over, closed. */
export const staffingRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    listRoutes(app, web)

    app.get<WithId>('/api/v1/staff/:id', async (request) => fileOf(web, administrator(web, request, 'see'), idOf(request)))

    app.post('/api/v1/staff/invitations', async (request, reply) => {
      const by = administrator(web, request, 'invite')
      const body = parse(InvitationBody, request.body)
      needFresh(request)
      await checkUnit(web, body)
      const { token } = answered(await inviteOfficer(doingOf(web, request, by), body))
      return reply.code(201).send({ link: `${web.publicUrl}/invite/${token}` })
    })

    app.post<WithId>('/api/v1/staff/:id/posts', async (request, reply) => {
      const by = administrator(web, request, 'appoint')
      const body = parse(PostBody, request.body)
      needFresh(request)
      await checkUnit(web, body)
      return reply.code(201).send(answered(await appoint(doingOf(web, request, by), idOf(request), body)))
    })

    app.post<WithId>('/api/v1/staff/:id/acts', async (request) => {
      const by = administrator(web, request, 'see')
      const body = parse(ActBody, request.body)
      needFresh(request)
      return act(doingOf(web, request, by), idOf(request), body, web.publicUrl)
    })

    app.post<WithId>('/api/v1/staff/:id/certificates', async (request, reply) => {
      const by = administrator(web, request, 'certificate')
      const { certificate } = parse(CertificateBody, request.body)
      needFresh(request)
      return reply.code(201).send(answered(await registerCertificate(doingOf(web, request, by), web.trust, idOf(request), certificate)))
    })

    app.post<WithId>('/api/v1/staff/certificates/:id', async (request) => {
      const by = administrator(web, request, 'approve')
      const { approve } = parse(SettleBody, request.body)
      needFresh(request)
      answered(await settleCertificate(doingOf(web, request, by), idOf(request), approve))
      return {}
    })

    app.post<WithId>('/api/v1/staff/posts/:id', async (request) => {
      const by = administrator(web, request, 'approve')
      const { approve } = parse(SettleBody, request.body)
      needFresh(request)
      answered(await settle(doingOf(web, request, by), idOf(request), approve))
      return {}
    })
  }
