import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { halfWidth } from '../../../kernel/text.ts'
import type { Sql } from '../../../platform/db.ts'
import { notFound, Problem, sendPage } from '../../../platform/http.ts'
import { networkOf } from '../../../platform/origin.ts'
import { href } from '../../../ui/page/frame.ts'
import { profilePage, securityPage } from '../pages/account-pages.ts'
import { civilTime } from '../pages/civil-time.ts'
import { invitePage } from '../pages/invite-page.ts'
import { acceptInvitation, invitationOf } from '../perform/invitation.ts'
import { isLimited } from '../perform/means.ts'
import { newPasswordProblem } from '../perform/password.ts'
import { changePassword } from '../perform/sign-in.ts'
import { chooseUserName, userNameOf } from '../perform/user-name.ts'
import { getPerson } from '../perform/viewer.ts'
import { eventDetail, factorEvents } from '../rules/factors.ts'
import { passwordHintFor, passwordProblem } from '../rules/password.ts'
import { identityDocuments, phoneStopHours } from '../rules/phone-at-window.ts'
import { listFactorEvents } from '../store/factors.ts'
import { listStoppable } from '../store/phone-stops.ts'
import { listSignIns } from '../store/sign-ins.ts'
import { bodyOf, type IdentityWeb, needAnyone, needApplicant, textOf, tooOften } from './web.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** How far back the owner sees who tried his account (S-095 keeps it longer for whoever must look into it). */
const historyDays = 90

const showSecurity = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = [], status = 200) => {
  const { accountId, kind, personId } = needAnyone(web, request)
  const [open, tries, changed, phones] = await Promise.all([
    web.sessions.list(accountId, request),
    listSignIns(web.db.sql, accountId, historyDays),
    listFactorEvents(web.db.sql, accountId, historyDays),
    listStoppable(web.db.sql, accountId, phoneStopHours),
  ])
  const hint = passwordHintFor(web.passwordPolicies[kind === 'staff' ? 'staff' : 'person'])
  const userName = await userNameOf(web, accountId)
  const sessions = open.map(({ createdAt, seenAt, ...one }) => ({ ...one, since: civilTime(createdAt), seen: civilTime(seenAt) }))
  const history = tries.map(({ at, ...one }) => ({ ...one, at: civilTime(at) }))
  const changes = changed.map(({ at, what, detail }) => ({
    at: civilTime(at),
    what: factorEvents[what] ?? what,
    detail: eventDetail(what, detail),
  }))
  const stoppable = phones.map(({ at, document, ...one }) => ({ ...one, at: civilTime(at), document: identityDocuments[document] }))
  const done =
    {
      others: '别处的登录已退出。',
      one: '那个设备的登录已退出。',
      password: '密码已修改，别处的登录已退出。',
      userName: '用户名已设好，以后可以用它登录。',
      stopped: '更换手机号的申请已停止，手机号没有变。安全管理员会核查，结果告诉您。',
    }[textOf(request.query, 'done')] ?? ''
  return sendPage(
    reply,
    securityPage(web.frame(request), {
      sessions,
      history,
      changes,
      stoppable,
      done,
      errors,
      hint,
      userName,
      isUnknownOfficer: kind === 'staff' && !personId,
    }),
    status,
  )
}

/** Small letters as everywhere, whatever was typed. */
const answerUserName = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId } = needAnyone(web, request)
  const userName = halfWidth(textOf(request.body, 'userName')).trim().toLowerCase()
  const again = (message: string, status = 422) => showSecurity(web, request, reply, [{ field: 'userName', message }], status)
  const problem = userNameProblem(userName)
  if (problem) return again(problem)
  const outcome = await chooseUserName(web, accountId, userName)
  if (isLimited(outcome)) return showSecurity(web, request, reply, tooOften(reply, outcome.retryAfter, 'userName'), 429)
  if (outcome === 'taken') return again('这个用户名已有人用，请换一个')
  if (outcome === 'fixed')
    throw new Problem(409, 'user-name-chosen', '用户名只能设一次，您已经设好了', { link: '/my/security', linkText: '去看我的用户名' })
  return reply.redirect(href(web.frame(request), '/my/security?done=userName'), 303)
}

const answerPassword = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = needAnyone(web, request)
  const [current, next] = [textOf(request.body, 'current'), textOf(request.body, 'password')]
  const errors = [
    ...(current ? [] : [{ field: 'current', message: '请输入现在的密码' }]),
    ...(next ? [] : [{ field: 'password', message: '请输入新密码' }]),
  ]
  if (errors.length > 0) return showSecurity(web, request, reply, errors, 422)
  const endOthers = (sql: Sql) => web.sessions.endAll(sql, viewer.accountId, request)
  const outcome = await changePassword(web, { accountId: viewer.accountId, current, next, endOthers })
  if (isLimited(outcome)) return showSecurity(web, request, reply, tooOften(reply, outcome.retryAfter, 'current'), 429)
  if (outcome === 'wrong') return showSecurity(web, request, reply, [{ field: 'current', message: '现在的密码不正确' }], 422)
  if (outcome !== 'changed') return showSecurity(web, request, reply, [{ field: 'password', message: outcome.problem }], 422)
  const kind = viewer.kind === 'staff' ? 'staff' : 'applicant'
  await web.sessions.signIn(request, reply, { kind, subjectId: viewer.accountId, data: { ...request.session?.data } })
  return reply.redirect(href(web.frame(request), '/my/security?done=password'), 303)
}

/** Who one is, where one is signed in, the password (S-033 to S-035). */
export const accountRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/profile', async (request, reply) => {
      const { name, phone, level, personId, organisation } = needApplicant(web.viewer(request))
      const idNumber = personId ? (await getPerson(web.db.sql, personId, web.secrets)).idNumber : ''
      const isOrganisationAccount = organisation !== undefined && request.session?.data.actingFor === undefined
      const model = { name, idNumber, phone, level, organisation: organisation?.name ?? '', isOrganisationAccount }
      return sendPage(reply, profilePage(web.frame(request), model))
    })
    app.get('/my/security', (request, reply) => showSecurity(web, request, reply))
    app.post('/my/security/others', async (request, reply) => {
      await web.sessions.endAll(web.db.sql, needAnyone(web, request).accountId, request)
      return reply.redirect(href(web.frame(request), '/my/security?done=others'), 303)
    })
    app.post('/my/security/end', async (request, reply) => {
      const { accountId } = needAnyone(web, request)
      const sid = textOf(request.body, 'sid')
      if (!uuid.test(sid) || !(await web.sessions.endOne(web.db.sql, accountId, sid))) throw notFound('这个登录已经结束')
      return reply.redirect(href(web.frame(request), '/my/security?done=one'), 303)
    })
    app.post('/my/security/user-name', (request, reply) => answerUserName(web, request, reply))
    app.post('/my/security/password', (request, reply) => answerPassword(web, request, reply))
  }

type WithToken = { Params: { token: string } }
const userNameProblem = (userName: string): string | undefined =>
  /^[a-z][a-z0-9_]{3,29}$/.test(userName) ? undefined : '请输入 4—30 个字符的用户名：小写字母开头，可用小写字母、数字、下划线'

type Invited = { readonly accountId: string | undefined; readonly name: string; readonly userName: string; readonly password: string }
/** What is wrong with the password of an invited officer, or with the new one of an officer whose account is there (S-001). */
const invitedProblem = async (web: IdentityWeb, { accountId, name, userName, password }: Invited): Promise<string | undefined> =>
  accountId ? newPasswordProblem(web, accountId, password) : passwordProblem(password, { userName, name }, web.passwordPolicies.staff)

/** The one-time link of an invited officer (S-008); an unknown, used or expired one is simply not there. */
export const inviteRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const hint = passwordHintFor(web.passwordPolicies.staff)
    const open = async (request: FastifyRequest<WithToken>) => {
      const isTooOften = (await web.limits.spend('invitationNetwork', networkOf(request.ip))) > 0
      const invitation = isTooOften ? undefined : await invitationOf(web, request.params.token)
      if (!invitation) throw notFound('这个链接无效、已用过或已过期，请联系发出邀请的人')
      return invitation
    }
    app.get<WithToken>('/invite/:token', async (request, reply) => {
      const { name, roles, unit, userName: known = '' } = await open(request)
      const { token } = request.params
      return sendPage(reply, invitePage(web.frame(request), { hint, token, name, roles, unit, known, userName: '', errors: [] }))
    })
    app.post<WithToken>('/invite/:token', async (request, reply) => {
      const { accountId, name, roles, unit, userName: known = '' } = await open(request)
      const { token } = request.params
      const body = bodyOf(request)
      const [userName, password] = [known || textOf(body, 'userName').trim(), textOf(body, 'password')]
      const again = (errors: FieldError[]) =>
        sendPage(reply, invitePage(web.frame(request), { hint, token, name, roles, unit, known, userName, errors }), 422)
      const checks = { userName: userNameProblem(userName), password: await invitedProblem(web, { accountId, name, userName, password }) }
      const errors = Object.entries(checks).flatMap(([field, message]) => (message ? [{ field, message }] : []))
      if (errors.length > 0) return again(errors)
      const outcome = await acceptInvitation(web, { token, userName, password })
      if (outcome === 'gone') throw notFound('这个链接已用过或已过期，请联系发出邀请的人')
      if (outcome === 'taken') return again([{ field: 'userName', message: '这个用户名已有人用，请换一个' }])
      return reply.redirect(href(web.frame(request), '/login/staff'), 303)
    })
  }
