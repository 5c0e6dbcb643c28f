import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { buildApp } from '../src/app/build-app.ts'
import { readConfig } from '../src/app/config.ts'
import { openDb } from '../src/platform/db.ts'
import { sessions } from '../src/platform/session.ts'
import { seedAccepted } from './seed-cases.ts'
import { demoDatabase, secret } from './server.ts'

const database = await demoDatabase()
const db = openDb(database.url, { connections: 2 })
const proxy = '192.0.2.1'
const config = readConfig({
  TONGBAN_SECRET: secret,
  DATABASE_URL: database.url,
  DATA_DIR: mkdtempSync(join(tmpdir(), 'tongban-parameters-')),
  TRUST_PROXY: proxy,
})
const app = await buildApp(config)
after(async () => {
  await app.close()
  await db.end()
  await database.drop()
})

const item = '11150600MB105000083150105001000'
const [no = ''] = await seedAccepted(database.url, item, 1)
const { cookieName, csrf } = sessions({ db, secret, publicUrl: config.publicUrl })
/** Who is tried, those who see much first; a route is asked as the first of them to whom it opens. */
const askers = ['citizen1', 'clerk1', 'editor1', 'catalogue1', 'sysadmin', 'auditor', 'supervisor1', 'hotline1', 'visitor'] as const
type Asker = (typeof askers)[number]
const tokens = new Map(askers.map((asker) => [asker, asker === 'visitor' ? '' : randomBytes(32).toString('base64url')]))
for (const asker of askers) {
  const hash = createHash('sha256')
    .update(tokens.get(asker) ?? '')
    .digest()
  await db.sql`
    insert into platform.session (token_hash, subject_kind, subject_id, data, expires_at)
    select ${hash}, case kind when 'staff' then 'staff' else 'applicant' end, id, jsonb_build_object('freshAt', '2099-01-01T00:00:00Z'), now() + interval '1 hour'
    from identity.account
    where user_name = ${asker}`
}

let caller = 0
/** Nobody comes twice from one address: the limits of how often are another matter. */
const newAddress = (): string => {
  caller += 1
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`
}
type Asked = { readonly body?: unknown; readonly headers?: Record<string, string>; readonly token?: string; readonly from?: string }
const ask = (method: string, url: string, asker: Asker, { body, headers, token, from = newAddress() }: Asked = {}) =>
  app.inject({
    method: method as 'GET',
    url,
    remoteAddress: from,
    cookies: { [cookieName]: tokens.get(asker) ?? '' },
    headers: {
      accept: url.startsWith('/api/') ? 'application/json' : 'text/html',
      'x-csrf-token': token ?? csrf({ sessionToken: tokens.get(asker) } as never),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: body as object }),
  })
type Answer = Awaited<ReturnType<typeof ask>>

type Row = Partial<Record<string, string>>
const table = JSON.parse(readFileSync(new URL('../src/app/access/routes.json', import.meta.url), 'utf8')) as Record<string, Row>
const opensTo = (row: Row, asker: Asker): boolean => {
  const own = Object.entries(row).find(([, who]) => who?.split(' ').includes(asker))
  return (own ?? Object.entries(row).find(([, who]) => who === '*'))?.[0] === 'open'
}
const exampleOf = (url: string): string => {
  const known: Record<string, string> = {
    code: item,
    division: '150600000000',
    name: 'accept',
    kind: 'powers',
    number: '1',
    version: '1',
    no,
  }
  const here = url.includes('/divisions/:code') ? { ...known, code: '150600000000' } : known
  return url
    .replace(/:(\w+)(\([^)]*\))?/g, (_, name: string) => here[name] ?? '00000000-0000-4000-8000-000000000000')
    .replace(/\*$/, 'nothing')
}
const served = [...new Map(app.served.map(({ method, url }) => [`${method} ${url}`, { method, url }])).values()].filter(
  ({ url }) => !url.startsWith('/sandbox') && url !== '/api/v1/events' && !url.startsWith('/assets/') && url !== '*',
)
const gets = served.filter(({ method, url }) => method === 'GET' && !url.includes('{hash}'))

/** Every word that a route anywhere reads out of its address. */
const names = [
  'act', 'after', 'again', 'applicant', 'at', 'audience', 'before', 'by', 'cases', 'check', 'code', 'codes', 'day', 'department', 'division', 'done', 'due',
  'dueFrom', 'dueTo', 'field', 'filter', 'format', 'from', 'handler', 'ids', 'item', 'kind', 'lamp', 'level', 'limit', 'line', 'linked', 'mandarin',
  'material', 'name', 'next', 'no', 'normal', 'number', 'on', 'online', 'open', 'page', 'person', 'q', 'role', 'seen', 'sent', 'show', 'site', 'sort',
  'stage', 'standing', 'state', 'status', 'step', 'theme', 'to', 'type', 'types', 'unit', 'until', 'version', 'what', 'who',
] as const // biome-ignore format: words

/** What would break out of a statement that is put together, or out of a number, a date, a cursor that is not looked at. */
const hostile = [
  `' " ); select pg_sleep(9); -- /* \\ % _ \${1} $1 :a ?`,
  "x' or '1'='1",
  '99999999999999999999',
  '-1',
  '2026-02-31',
  '2026-02-31~00000000-0000-4000-8000-00000000000g',
] as const

/** Which words a strict route knows: it names those it does not. A route that is not strict takes all of them. */
const knownTo = (answer: Answer): readonly string[] => {
  const told = answer.statusCode === 400 ? /不认识的参数：([\w、]+)/.exec(answer.body)?.[1] : undefined
  const unknown = new Set(told?.split('、'))
  return names.filter((name) => !unknown.has(name))
}
const addressWith = (path: string, words: readonly string[], value: string): string =>
  `${path}?${words.map((name) => `${name}=${encodeURIComponent(value)}`).join('&')}`

const tryRoute = async (url: string, asker: Asker): Promise<{ faults: string[]; tried: number }> => {
  const path = exampleOf(url)
  const first = await ask('GET', addressWith(path, names, 'x'), asker)
  const known = knownTo(first)
  const isStrict = known.length < names.length
  const asked = isStrict
    ? known.flatMap((name) => [0, 2, 4, 5].map((which) => addressWith(path, [name], hostile[which] ?? '')))
    : [0, 2].map((which) => addressWith(path, names, hostile[which] ?? ''))
  const wild = /:\w+/.test(url) ? [url.replace(/:\w+(\([^)]*\))?/g, encodeURIComponent(hostile[0]))] : []
  const faults: string[] = []
  for (const address of [...asked, ...wild]) {
    const { statusCode } = await ask('GET', address, asker)
    if (statusCode >= 500) faults.push(`${statusCode} ${address} as ${asker}`)
  }
  return { faults, tried: asked.length }
}

test('S-055 no parameter of any page or call, however hostile, reaches the database as anything but a value: never 500', async () => {
  const faults: string[] = []
  let tried = 0
  for (const { url } of gets) {
    const asker = askers.find((one) => opensTo(table[`GET ${url}`] ?? {}, one)) ?? 'clerk1'
    const outcome = await tryRoute(url, asker)
    faults.push(...outcome.faults)
    tried += outcome.tried
  }
  assert.deepEqual(faults, [])
  assert.ok(tried > 500, `${tried} requests`)
})

const api = ({ url }: { url: string }): boolean => url.startsWith('/api/v1/')
const firstWho = (route: string, ...outcomes: string[]): Asker | undefined => {
  const row = table[route] ?? {}
  const who = Object.entries(row).filter(([outcome]) => outcomes.includes(outcome))
  const named = new Set(Object.values(row).flatMap((names) => names?.split(' ') ?? []))
  return askers.find((one) => who.some(([, names]) => names?.split(' ').includes(one) || (names === '*' && !named.has(one))))
}

/** A body that nobody reads says nothing that could be misunderstood; the console asks for the last with a mark of how often it asked. */
const readNothing = ['DELETE /api/v1/sessions', 'POST /api/v1/certificates/challenge', 'GET /api/v1/staff/invitations']

/** What these miss is told first: which of several bodies it is, the file, the key of an order, an address that can be. */
const missFirst = [
  'POST /api/v1/staff/:id/acts', 'POST /api/v1/staff/places/:id', 'POST /api/v1/apps/:id/acts', 'POST /api/v1/apps/:id/key', 'POST /api/v1/catalogue/items',
  'POST /api/v1/catalogue/uploads', 'POST /api/v1/catalogue/sheets', 'GET /api/v1/catalogue/sheets/:sha256', 'DELETE /api/v1/list-drafts/:division/:kind',
  'POST /api/v1/cases/:no/submit',
] // biome-ignore format: routes

test('S-042, S-056 a call that carries a word its route does not know is refused, in the address as in the body', async () => {
  const taken: string[] = []
  for (const { method, url } of served.filter(api)) {
    const route = `${method} ${url}`
    const asker = firstWho(route, 'open', 'asked')
    if (!asker || readNothing.includes(route)) continue
    const address = exampleOf(url)
    const answer =
      method === 'GET' ? await ask(method, `${address}?stray=1`, asker) : await ask(method, address, asker, { body: { stray: 1 } })
    const isNamed = answer.statusCode !== 400 || missFirst.includes(route) || answer.body.includes('stray')
    if (answer.statusCode < 400 || !isNamed) taken.push(`${route} as ${asker}: ${answer.statusCode}`)
  }
  assert.deepEqual(taken, [])
})

/** Who asks these need not come from a page of ours: programs by the OpenID provider's own rules (S-080), browsers with a report of the policy; /settings changes nothing but how pages look. */
const byOtherRules = /^(POST|GET) (\/oidc\/|\/\.well-known\/|\/csp-report$)/
const withoutToken = ['POST /settings']

test("S-059 every unsafe route refuses the cookie alone, and the browser's own word that another site asks", async () => {
  const open: string[] = []
  for (const { method, url } of served.filter(({ method }) => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS')) {
    for (const [what, asked] of [
      ['no token', { token: '' }],
      ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ] as const) {
      const { statusCode } = await ask(method, exampleOf(url), 'citizen1', { body: {}, ...asked })
      const route = `${method} ${url}`
      if (byOtherRules.test(route) || (what === 'no token' && withoutToken.includes(route))) continue
      if (statusCode !== 403) open.push(`${method} ${url} ${what}: ${statusCode}`)
    }
  }
  assert.deepEqual(open, [])
})

test('S-015 who asks is told by the configured proxy alone: forged headers change no limit', async () => {
  const look = (from: string, headers: Record<string, string>) =>
    ask('POST', '/track', 'visitor', { body: { no: 'x', code: 'x' }, headers: { 'sec-fetch-site': 'same-origin', ...headers }, from })
  const forged = (n: number) => ({
    'x-forwarded-for': `203.0.113.${n}`,
    forwarded: `for=203.0.113.${n}`,
    'x-real-ip': `203.0.113.${n}`,
    'true-client-ip': `203.0.113.${n}`,
    'cf-connecting-ip': `203.0.113.${n}`,
    'x-client-ip': `203.0.113.${n}`,
  })
  const straight: number[] = []
  for (let n = 0; n < 11; n += 1) straight.push((await look('198.51.100.7', forged(n))).statusCode)
  assert.deepEqual(straight, [...Array(10).fill(422), 429], 'one asker, whatever he says of himself')
  const behind: number[] = []
  for (let n = 0; n < 11; n += 1)
    behind.push((await look(proxy, { ...forged(n), 'x-forwarded-for': `203.0.113.${n}, 198.51.100.8` })).statusCode)
  assert.deepEqual(behind, [...Array(10).fill(422), 429], 'only what the proxy itself added counts')
  assert.equal((await look(proxy, { 'x-forwarded-for': '198.51.100.9' })).statusCode, 422, 'another client of the proxy is another')
})
