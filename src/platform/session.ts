import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Json } from '../kernel/canonical.ts'
import { type Db, fragment, type Sql } from './db.ts'
import { NeedsSignIn } from './http.ts'
import { originOf } from './origin.ts'

export type SessionKind = 'visitor' | 'applicant' | 'staff'
export type Session = {
  readonly kind: SessionKind
  readonly subjectId?: string
  readonly data: Readonly<Record<string, Json>>
  readonly csrf: string
  /** The sign-in, the same while its token changes; absent for a visitor whose row is not written yet. */
  readonly sid?: string
}

/** Where a subject is signed in: since when, last seen when, by what kind of device from which network. */
export type OpenSession = {
  readonly sid: string
  readonly createdAt: string
  readonly seenAt: string
  readonly device: string
  readonly place: string
  readonly isOwn: boolean
}

declare module 'fastify' {
  interface FastifyRequest {
    session?: Session | undefined
    /** The cookie's token, known or not; a new one until it is sent. */
    sessionToken?: string | undefined
    sessionTokenIsNew?: boolean
  }
}

/** Idle minutes and the absolute life of a session (S-032). */
const idleMinutes: Record<SessionKind, number> = { visitor: 120, applicant: 30, staff: 15 }
const absoluteHours = 12

type Settings = { readonly db: Db; readonly secret: string; readonly publicUrl: string }
type Row = { subject_kind: SessionKind; subject_id: string | null; data: Record<string, Json>; sid: string; stale: boolean }

/** A session that has not ended: neither too old nor idle for too long (S-032). */
const isOpen = fragment`expires_at > now()
        and seen_at > now() - make_interval(mins => case subject_kind
          when 'staff' then ${idleMinutes.staff}::int
          when 'applicant' then ${idleMinutes.applicant}::int
          else ${idleMinutes.visitor}::int end)`

type Who = {
  readonly kind: SessionKind
  readonly subjectId: string
  readonly data?: Readonly<Record<string, Json>>
  /** He came in at the door: the hours begin anew. Whoever only proves himself or acts for another keeps those he has (S-032). */
  readonly comesIn?: boolean
}

const isSamePerson = (before: Session | undefined, who: Who): boolean => before?.kind === who.kind && before.subjectId === who.subjectId

/** Whether somebody goes on as who he was: the same account, acting for the same organisation. */
const isSameStanding = (before: Session | undefined, who: Who): boolean =>
  isSamePerson(before, who) && before?.data.actingFor === who.data?.actingFor

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const csrfOf = (secret: string, token: string): string => createHmac('sha256', secret).update(`csrf:${token}`).digest('base64url')

/** Whether a browser keeps a Secure cookie for this address: https, or the machine itself. */
export const isSecureContext = (publicUrl: string): boolean => {
  const { protocol, hostname } = new URL(publicUrl)
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1'
}

/** What a session keeps over signing in: the form that waits, and what somebody brought before he said who he is. */
const carried = ['resume', 'brought']
const carriedFrom = (session: Session | undefined) =>
  Object.fromEntries(Object.entries(session?.data ?? {}).filter(([name]) => carried.includes(name)))

/**
 * Sessions by reference token (S-030): 256 random bits in the cookie, its SHA-256 in the database. The CSRF token is derived
 * from the cookie, so a visitor who only reads a form costs no row, and a form survives the end of the session (U-042).
 */
export const sessions = ({ db, secret, publicUrl }: Settings) => {
  const secure = isSecureContext(publicUrl)
  const cookieName = secure ? '__Host-tongban' : 'tongban'

  const setCookie = (reply: FastifyReply, token: string, kind: SessionKind) =>
    reply.setCookie(cookieName, token, { path: '/', httpOnly: true, secure, sameSite: kind === 'staff' ? 'strict' : 'lax' })

  const find = async (token: string): Promise<Row | undefined> => {
    const [row] = await db.sql<Row>`
      select subject_kind, subject_id, data, sid, seen_at < now() - interval '1 minute' as stale
      from platform.session
      where token_hash = ${hashOf(token)}
        and ${isOpen}`
    if (row?.stale) await db.sql`update platform.session set seen_at = now() where token_hash = ${hashOf(token)}`
    return row
  }

  const load = async (token: string): Promise<Session | undefined> => {
    const row = await find(token)
    if (!row) return undefined
    const subject = row.subject_id ? { subjectId: row.subject_id } : {}
    return { kind: row.subject_kind, ...subject, data: row.data, csrf: csrfOf(secret, token), sid: row.sid }
  }

  /** A token whose session has ended is still in its cookie: what is kept for it next is a visitor's, in the row of the old one. */
  const insert = (
    request: FastifyRequest,
    token: string,
    kind: SessionKind,
    subjectId: string | undefined,
    data: Readonly<Record<string, Json>>,
    { device, place } = originOf(request),
  ) => db.sql<{
    sid: string
  }>`
    insert into platform.session (token_hash, subject_kind, subject_id, data, device, place, expires_at)
    values (${hashOf(token)}, ${kind}, ${subjectId ?? null}, ${JSON.stringify(data)}::jsonb, ${device}, ${place},
      now() + make_interval(hours => ${absoluteHours}::int))
    on conflict (token_hash) do update set
      subject_kind = excluded.subject_kind,
      subject_id = excluded.subject_id,
      data = excluded.data,
      device = excluded.device,
      place = excluded.place,
      seen_at = now(),
      expires_at = excluded.expires_at
    returning sid`

  /** The same sign-in under a new token: its sid stays, so no sub-site takes a new token for a sign-out. */
  const rotate = (request: FastifyRequest, token: string, data: Readonly<Record<string, Json>>, comesIn: boolean) => db.sql<{
    sid: string
  }>`
    update platform.session
    set
      token_hash = ${hashOf(token)},
      data = ${JSON.stringify(data)}::jsonb,
      created_at = now(),
      seen_at = now(),
      expires_at = case when ${comesIn}::boolean then now() + make_interval(hours => ${absoluteHours}::int) else expires_at end
    where token_hash = ${hashOf(request.sessionToken ?? '')}
    returning sid`

  /** The same person in another standing: his row makes way for a new one that ends when it would have ended. */
  const succeed = (
    request: FastifyRequest,
    token: string,
    { kind, subjectId }: Who,
    data: Readonly<Record<string, Json>>,
    { device, place } = originOf(request),
  ) => db.sql<{
    sid: string
  }>`
    with before as (
      delete from platform.session where token_hash = ${hashOf(request.sessionToken ?? '')} returning expires_at
    )
    insert into platform.session (token_hash, subject_kind, subject_id, data, device, place, expires_at)
    select ${hashOf(token)}, ${kind}, ${subjectId}, ${JSON.stringify(data)}::jsonb, ${device}, ${place}, expires_at from before
    returning sid`

  /** Who goes on as the person he was needs the session he had: one that was ended since the request began is not brought back (S-033). */
  const goOn = async (request: FastifyRequest, token: string, who: Who, data: Readonly<Record<string, Json>>) => {
    const [row] = isSameStanding(request.session, who)
      ? await rotate(request, token, data, false)
      : await succeed(request, token, who, data)
    if (!row) throw new NeedsSignIn(who.kind === 'staff' ? 'staff' : 'person')
    return row
  }

  const comeIn = async (request: FastifyRequest, token: string, who: Who, data: Readonly<Record<string, Json>>) => {
    const [kept] = isSameStanding(request.session, who) ? await rotate(request, token, data, true) : []
    if (kept) return kept
    const [row] = await insert(request, token, who.kind, who.subjectId, data)
    await drop(request)
    return row
  }

  const tokenOf = (request: FastifyRequest): string => {
    if (!request.sessionToken) {
      request.sessionToken = randomBytes(32).toString('base64url')
      request.sessionTokenIsNew = true
    }
    return request.sessionToken
  }

  const drop = async (request: FastifyRequest): Promise<void> => {
    if (request.sessionToken) await db.sql`delete from platform.session where token_hash = ${hashOf(request.sessionToken)}`
  }

  return {
    cookieName,
    /** The open session of a token, as each request reads it; undefined when there is none. */
    find: load,
    /** The CSRF token of this request's cookie; makes the cookie when there is none. */
    csrf: (request: FastifyRequest): string => csrfOf(secret, tokenOf(request)),
    isCsrf(request: FastifyRequest, sent: string | undefined): boolean {
      if (!request.sessionToken || !sent) return false
      const expected = Buffer.from(csrfOf(secret, request.sessionToken))
      const given = Buffer.from(sent)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
    /** Reads the cookie before each request and sets it after one that needed it. */
    install(app: FastifyInstance): void {
      app.decorateRequest('session', undefined)
      app.decorateRequest('sessionToken', undefined)
      app.decorateRequest('sessionTokenIsNew', false)
      app.addHook('onRequest', async (request) => {
        const token = request.cookies[cookieName]
        if (token?.length !== 43) return
        request.sessionToken = token
        if (!request.url.startsWith('/assets/')) request.session = await load(token)
      })
      app.addHook('onSend', async (request, reply) => {
        if (request.sessionTokenIsNew && request.sessionToken) setCookie(reply, request.sessionToken, request.session?.kind ?? 'visitor')
      })
    },
    /** A new token for a new standing: at login, at a change of level or of whom one acts for; the old token dies (S-030). */
    async signIn(request: FastifyRequest, _reply: FastifyReply, who: Who): Promise<Session> {
      const token = randomBytes(32).toString('base64url')
      const data = { ...carriedFrom(request.session), ...who.data }
      const goesOn = !who.comesIn && isSamePerson(request.session, who)
      const row = await (goesOn ? goOn : comeIn)(request, token, who, data)
      request.sessionToken = token
      request.sessionTokenIsNew = true
      request.session = { kind: who.kind, subjectId: who.subjectId, data, csrf: csrfOf(secret, token), ...row }
      return request.session
    },
    async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      await drop(request)
      request.session = undefined
      request.sessionToken = undefined
      request.sessionTokenIsNew = false
      reply.clearCookie(cookieName, { path: '/', secure, httpOnly: true })
      reply.header('clear-site-data', '"cache", "storage"')
    },
    /** Keeps something with the session; a visitor without one gets a row now. `null` removes a key. */
    async setData(request: FastifyRequest, change: Record<string, Json>): Promise<void> {
      const token = tokenOf(request)
      const merged = { ...request.session?.data, ...change }
      const data = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
      if (request.session)
        await db.sql`update platform.session set data = ${JSON.stringify(data)}::jsonb where token_hash = ${hashOf(token)}`
      else await insert(request, token, 'visitor', undefined, data)
      request.session = { kind: 'visitor', csrf: csrfOf(secret, token), ...request.session, data }
    },
    /** Which of these requests, answered long ago or still being answered, come from a session that is open; it is not kept awake by asking. */
    async stillOpen(requests: readonly FastifyRequest[]): Promise<ReadonlySet<FastifyRequest>> {
      const hashes = requests.map(({ sessionToken }) => (sessionToken ? hashOf(sessionToken).toString('hex') : ''))
      const rows = await db.sql<{ hash: string }>`
        select encode(token_hash, 'hex') as hash
        from platform.session
        where token_hash = any(array(select decode(hash, 'hex') from unnest(${hashes}::text[]) as hash))
          and ${isOpen}`
      const open = new Set(rows.map(({ hash }) => hash))
      return new Set(requests.filter((_, i) => open.has(hashes[i] ?? '')))
    },
    /** Where a subject is signed in, newest first, for the page that lets him end the others (S-034). */
    async list(subjectId: string, own: FastifyRequest): Promise<OpenSession[]> {
      const ownHash = own.sessionToken ? hashOf(own.sessionToken) : Buffer.alloc(0)
      return db.sql<OpenSession>`
        select sid, created_at as "createdAt", seen_at as "seenAt", device, place, token_hash = ${ownHash} as "isOwn"
        from platform.session
        where subject_id = ${subjectId}
          and subject_kind <> 'visitor'
          and ${isOpen}
        order by seen_at desc
        limit 50`
    },
    /** Ends one session of a subject by its sid; false when it is not his or over. */
    async endOne(sql: Sql, subjectId: string, sid: string): Promise<boolean> {
      const ended = await sql`delete from platform.session where subject_id = ${subjectId} and sid = ${sid} returning sid`
      return ended.length > 0
    },
    /** Ends every session of a subject, on every process, with its next request (S-033). `except` spares the caller's own. */
    async endAll(sql: Sql, subjectId: string, except?: FastifyRequest): Promise<void> {
      const spared = except?.sessionToken ? hashOf(except.sessionToken) : Buffer.alloc(0)
      await sql`delete from platform.session where subject_id = ${subjectId} and token_hash <> ${spared}`
    },
  }
}
export type Sessions = ReturnType<typeof sessions>
