import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../../platform/http.ts'
import { covers } from '../perform/standing.ts'
import type { Staff } from '../perform/worklists.ts'
import type { Queue } from '../terms.ts'
import type { CaseworkWeb } from './api-web.ts'
import { officer } from './worklists.ts'

/** What the database tells of a case that moved: where it lies, which queues changed. */
type News = { readonly division: string; readonly departmentCode: string; readonly queues: readonly Queue[] }

/** Changes of this long are told together. */
const gathered = 400
/** A line against proxies and sockets that end what is silent. */
const heartbeat = 20_000
/** How often it is looked whether those who listen are still signed in: who signs out hears nothing more. */
const lookEvery = 2000
/** A stream ends after this and the browser opens it anew, so that a change of roles is heard by the right ones. */
const life = 120_000
const mostStreams = 500

const concerns = (viewer: Staff, news: News): boolean =>
  (viewer.roles.includes('supervisor') ? covers(viewer.division, news.division) : viewer.division === news.division) &&
  (viewer.departmentCode === '' || viewer.departmentCode === news.departmentCode)

type Listener = { readonly hear: (news: News) => void; readonly end: () => void }

/** One officer's stream of server-sent events: `desks` names the queues that changed, never a case or a person. */
const openStream = (viewer: Staff, gone: () => void): Listener & { readonly body: PassThrough } => {
  const body = new PassThrough()
  const changed = new Set<Queue>()
  let timer: NodeJS.Timeout | undefined
  const tell = (): void => {
    timer = undefined
    body.write(`event: desks\ndata: ${JSON.stringify({ queues: [...changed] })}\n\n`)
    changed.clear()
  }
  const beat = setInterval(() => body.write(': here\n\n'), heartbeat)
  const end = (): void => void body.end()
  const over = setTimeout(end, life)
  body.on('close', () => {
    clearInterval(beat)
    clearTimeout(over)
    clearTimeout(timer)
    gone()
  })
  body.write('retry: 2000\n\nevent: open\ndata: {}\n\n')
  return {
    body,
    end,
    hear(news) {
      if (!concerns(viewer, news)) return
      for (const queue of news.queues) changed.add(queue)
      timer ??= setTimeout(tell, gathered)
    },
  }
}

/** News of the desks (server-sent events): one listener of the database a process, fanned out to the officers whom it concerns. */
export const eventRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const listeners = new Map<FastifyRequest, Listener>()
    let listening: Promise<() => Promise<void>> | undefined
    const hear = (payload: string): void => {
      const news = JSON.parse(payload) as News
      for (const listener of listeners.values()) listener.hear(news)
    }
    const look = async (): Promise<void> => {
      if (listeners.size === 0) return
      const open = await web.sessions.stillOpen([...listeners.keys()])
      for (const [request, listener] of listeners) if (!open.has(request)) listener.end()
    }
    const looking = setInterval(() => look().catch(() => undefined), lookEvery).unref() // the database is away: the next look finds it

    app.get('/api/v1/events', async (request, reply) => {
      const viewer = officer(web, request)
      if (listeners.size >= mostStreams)
        throw new Problem(503, 'too-many-streams', '实时消息的连接已满，列表仍会定时更新', { retryAfter: 60 })
      listening ??= web.db.listen('casework.desks', hear).catch((error: unknown) => {
        listening = undefined
        throw error
      })
      await listening
      const stream = openStream(viewer, () => listeners.delete(request))
      listeners.set(request, stream)
      return reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(stream.body)
    })

    app.addHook('preClose', async () => {
      clearInterval(looking)
      for (const listener of listeners.values()) listener.end()
      if (listening) await (await listening)()
    })
  }
