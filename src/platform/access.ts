import { fragment, nothing, type Sql } from './db.ts'
import { plainText } from './log.ts'

/** What is written down of a request (S-100): coming in, being refused, looking at persons, taking lists out, changing something. */
export const accessKinds = {
  signIn: '登录',
  signInFailed: '登录没有成功',
  denied: '越权被拒绝',
  read: '查看个人信息',
  export: '导出',
  change: '办理和修改',
} as const
export type AccessKind = keyof typeof accessKinds

/** Who, for whom, what, from where, with which result. `what`: a way of signing in, or method and path without values of the query. */
export type AccessEntry = {
  readonly kind: AccessKind
  readonly actor?: string | undefined
  readonly actorName?: string | undefined
  readonly principal?: string | undefined
  /** 12 digits of an officer's place; absent for all others. */
  readonly division?: string | undefined
  readonly what: string
  readonly result: string
  readonly request: string
  readonly network: string
}

/** Writes an entry; what a stranger could have put into it is written as plain characters (S-104). */
export const recordAccess = async (sql: Sql, entry: AccessEntry): Promise<void> => {
  const { kind, actor, actorName = '', principal = '', division = '', what, result, request, network } = entry
  await sql`
    insert into platform.access (kind, actor, actor_name, principal, division, what, result, request, network)
    values (
      ${kind}, ${actor ?? null}, ${plainText(actorName)}, ${plainText(principal)}, ${division}, ${plainText(what).slice(0, 500)},
      ${plainText(result).slice(0, 200)}, ${request}, ${network}
    )`
}

/** Forgets what is older than so many days, never less than six months (网络安全法 §21); gives how many entries. */
export const forgetAccess = async (sql: Sql, days: number): Promise<number> => {
  const [row] = await sql<{ n: number }>`select platform.forget_access(${days}::int)::int as n`
  return row?.n ?? 0
}

/** A row of the whole trail. `kind` is 'admin' for an act of administration, whose `act` says which; else an AccessKind. */
export type TrailRow = {
  readonly id: number
  readonly at: string
  readonly kind: AccessKind | 'admin'
  readonly actorName: string
  readonly principal: string
  readonly act: string
  readonly told: string
  readonly before: unknown
  readonly after: unknown
  readonly approval: string | null
  readonly result: string
  readonly request: string
  readonly network: string
}

/** What a reader looks for: a kind, an act, a part of a person's name or of what was done, a civil day in China; rows before an id. */
export type TrailFilter = {
  /** The first digits of the places whose entries are read. */
  readonly beginning: string
  /** Whether entries that belong to no place are read too: applicants and strangers. */
  readonly placeless: boolean
  readonly kind?: AccessKind | 'admin' | undefined
  readonly act?: string | undefined
  readonly person?: string | undefined
  readonly on?: string | undefined
  readonly before?: number | undefined
}

const literal = (text: string): string => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const within = ({ on, before }: TrailFilter) => fragment`
    ${on ? fragment`and at >= ${on}::date::timestamp at time zone 'Asia/Shanghai' and at < (${on}::date + 1)::timestamp at time zone 'Asia/Shanghai'` : nothing}
    ${before ? fragment`and id < ${before}` : nothing}`

const acts = (filter: TrailFilter, limit: number) => fragment`
  select
    id, at, 'admin' as kind, actor_name as "actorName", '' as principal, act, told, before, after, approval, '' as result, request, network
  from platform.audit
  where division like ${`${filter.beginning}%`}
    and ${!filter.kind || filter.kind === 'admin'}
    ${filter.person ? fragment`and (actor_name like ${literal(filter.person)} or told like ${literal(filter.person)})` : nothing}
    ${filter.act ? fragment`and act = ${filter.act}` : nothing}
    ${within(filter)}
  order by id desc
  limit ${limit}`

const requests = (filter: TrailFilter, limit: number) => fragment`
  select
    id, at, kind, actor_name, principal, kind, what, null::jsonb, null::jsonb, null, result, request, network
  from platform.access
  where (division like ${`${filter.beginning}%`} and division <> '' or ${filter.placeless} and division = '')
    and ${filter.kind !== 'admin' && !filter.act}
    ${filter.kind ? fragment`and kind = ${filter.kind}` : nothing}
    ${filter.person ? fragment`and (actor_name like ${literal(filter.person)} or what like ${literal(filter.person)})` : nothing}
    ${within(filter)}
  order by id desc
  limit ${limit}`

/** A page of everything that was written down, newest first, by keyset: acts of administration and requests have one order. */
export const listTrail = (sql: Sql, filter: TrailFilter, limit: number): Promise<TrailRow[]> => sql<TrailRow>`
  (${acts(filter, limit)})
  union all
  (${requests(filter, limit)})
  order by id desc
  limit ${limit}`
