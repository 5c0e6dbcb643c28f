import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NeedsFresh, type NeedsSignIn, notFound, sendPage } from '../platform/http.ts'
import type { Sessions } from '../platform/session.ts'
import { type Frame, href } from '../ui/page/frame.ts'
import { html } from '../ui/page/html.ts'
import { layout } from '../ui/page/layout.ts'
import { localPath } from './settings.ts'

/** A form that was posted when its session had ended: kept with the visitor's session until the login (U-042). */
type Kept = { readonly url: string; readonly fields: readonly (readonly [name: string, value: string])[] }
const limit = 64_000

/** A password or a code is for once. */
const neverKept = new Set(['_csrf', 'password', 'current', 'code'])

const fieldsOf = (body: unknown): [string, string][] =>
  Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    neverKept.has(name) ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
  )

const keep = async (sessions: Sessions, request: FastifyRequest): Promise<boolean> => {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (request.method !== 'POST' || !isForm) return false
  const kept: Kept = { url: request.originalUrl, fields: fieldsOf(request.body) }
  if (JSON.stringify(kept).length > limit) return false
  await sessions.setData(request, { resume: kept })
  return true
}

/** Leads to the right door, or to the page that asks once more who one is, and back: a read page comes back by itself, a posted form through /resume. */
export const leadToSignIn = async (sessions: Sessions, need: NeedsSignIn | NeedsFresh, request: FastifyRequest, reply: FastifyReply) => {
  const kept = await keep(sessions, request)
  const next = kept ? '/resume' : request.method === 'GET' ? request.originalUrl : '/'
  const door = need instanceof NeedsFresh ? '/my/again' : `/login/${need.door}`
  return reply.redirect(`${door}?next=${encodeURIComponent(next)}`, 303)
}

const resumePage = (frame: Frame, kept: Kept) =>
  layout(frame, {
    title: '接着办',
    main: html`<h1>您刚才填写的内容还在</h1>
      <p>登录已过期期间提交的内容已为您保留。点击下面的按钮继续提交。</p>
      <form method="post" action="${localPath(kept.url)}">
        <input type="hidden" name="_csrf" value="${frame.csrf()}">
        ${kept.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
        <div class="acts"><button class="btn" type="submit">继续提交</button><a href="${href(frame, '/my')}">不提交了</a></div>
      </form>`,
  })

export const resumeRoutes =
  (sessions: Sessions, frame: (request: FastifyRequest) => Frame) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/resume', async (request, reply) => {
      const kept = request.session?.data.resume as Kept | undefined
      if (!kept) throw notFound('没有需要接着提交的内容')
      await sessions.setData(request, { resume: null })
      return sendPage(reply, resumePage(frame(request), kept))
    })
  }
