import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { buildApp } from '../src/app/build-app.ts'
import { readConfig } from '../src/app/config.ts'
import { openDb } from '../src/platform/db.ts'
import { sessions } from '../src/platform/session.ts'
import { seedAccepted } from './seed-cases.ts'
import { demoDatabase, secret } from './server.ts'

/**
 * S-040: the table of who gets past the door of which route, executed cell by cell. A route that is new is written into the table by
 * `ROUTES_WRITE=1 npm test -- e2e/routes.test.ts` and `npx biome check --write src/app/access`; what was written is read by eye before it is kept.
 */
const tableFile = new URL('../src/app/access/routes.json', import.meta.url).pathname

/** Who asks. The examples belong to citizen1 and lie in the city; citizen2 is 未实名, legal1 another person, clerk2 of another place. */
const askers = [
  'visitor', 'citizen1', 'citizen2', 'legal1', 'company1', 'agent1', 'clerk1', 'clerk2', 'approver1', 'chief1', 'decider1', 'issuer1', 'supervisor1',
  'editor1', 'catalogue1', 'hotline1', 'sysadmin', 'secadmin', 'auditor',
] as const // biome-ignore format: names
type Asker = (typeof askers)[number]
/** What is open to who has no account is tried by these: that it stays open to the others. */
const sample: readonly Asker[] = ['visitor', 'citizen1', 'clerk1', 'auditor']

/** open: done or shown. asked: past the door, what was sent is refused. absent, refused: 404, 403. signIn, again: to be signed in first, or anew. */
type Outcome = 'open' | 'asked' | 'absent' | 'refused' | 'signIn' | 'again'

const database = await demoDatabase()
const db = openDb(database.url, { connections: 2 })
const config = readConfig({ TONGBAN_SECRET: secret, DATABASE_URL: database.url, DATA_DIR: mkdtempSync(join(tmpdir(), 'tongban-routes-')) })
const app = await buildApp(config)
after(async () => {
  await app.close()
  await db.end()
  await database.drop()
})

const { cookieName, csrf } = sessions({ db, secret, publicUrl: config.publicUrl })
const accounts = new Map(
  (await db.sql<{ name: string; id: string; kind: string }>`select user_name as name, id, kind from identity.account`).map((one) => [
    one.name,
    one,
  ]),
)
const tokens = new Map(askers.map((asker) => [asker, randomBytes(32).toString('base64url')]))
const tokenOf = (asker: Asker): string => tokens.get(asker) ?? ''
const hashes = askers
  .filter((asker) => asker !== 'visitor')
  .map((asker) => ({ asker, hash: createHash('sha256').update(tokenOf(asker)).digest('hex') }))

/** Everybody is signed in, as at first: a route may have ended or changed a session. */
const signIn = () =>
  db.sql`
    insert into platform.session (token_hash, subject_kind, subject_id, data, expires_at)
    select decode(row.hash, 'hex'), case row.kind when 'staff' then 'staff' else 'applicant' end, row.id, '{}', now() + interval '1 hour'
    from jsonb_to_recordset(${JSON.stringify(hashes.map(({ asker, hash }) => ({ hash, ...accounts.get(asker) })))}::jsonb) as row (hash text, id uuid, kind text)
    on conflict (token_hash) do update set subject_kind = excluded.subject_kind, subject_id = excluded.subject_id, data = '{}', seen_at = now(), expires_at = excluded.expires_at`

const item = '11150600MB105000083150105001000'
const [no = ''] = await seedAccepted(database.url, item, 1)
const [paper] = await db.sql<{ id: string }>`select id from documents.paper where case_no = ${no} limit 1`
const nothing = '00000000-0000-4000-8000-000000000000'

/** A route with an example in the place of each parameter: the case of citizen1 and its paper, an item, the city; else what is not there. */
const exampleOf = (url: string): string =>
  url
    .replace(/^\/(api\/v1\/)?(my\/|reception\/visits\/:visit\/)?cases\/:no/, (whole) => whole.replace(':no', no))
    .replace(/^\/(my\/)?papers\/:\w+|\/documents\/:\w+/, (whole) => whole.replace(/:\w+/, paper?.id ?? ''))
    .replace(/\/(guide|items|drafts)\/:code/, (whole) => whole.replace(':code', item))
    .replace(/\/(divisions)\/:code/, (whole) => whole.replace(':code', '150600000000'))
    .replace(/:division/, '150600000000')
    .replace(/:name/, 'accept')
    .replace(/:kind/, 'powers')
    .replace(/:number/, '1')
    .replace(/:(version|theme)/, '1')
    .replace(/:\w+(\([^)]*\))?/g, nothing)
    .replace(/\*$/, 'nothing')

const outcomeOf = (status: number, location: string): Outcome => {
  if (status === 401 || /\/login(\/|\?|$)/.test(location)) return 'signIn'
  if (/\/my\/again/.test(location) || status === 428) return 'again'
  if (status === 403) return 'refused'
  if (status === 404 || status === 410) return 'absent'
  return status < 400 ? 'open' : 'asked'
}

const faults: string[] = []
let caller = 0
/** Nobody comes twice from one address: the limits of how often are another matter. */
const address = (): string => {
  caller += 1
  return `10.${(caller >> 16) & 255}.${(caller >> 8) & 255}.${caller & 255}`
}

const ask = async (method: string, url: string, asker: Asker): Promise<Outcome> => {
  const token = tokenOf(asker)
  const unsafe = method !== 'GET'
  const { statusCode, headers } = await app.inject({
    method: method as 'GET',
    url: exampleOf(url),
    remoteAddress: address(),
    cookies: { [cookieName]: token },
    headers: {
      accept: url.startsWith('/api/') ? 'application/json' : 'text/html',
      'sec-fetch-site': 'same-origin',
      'x-csrf-token': csrf({ sessionToken: token } as never),
    },
    ...(unsafe ? { payload: {} } : {}),
  })
  if (statusCode >= 500 && statusCode !== 503) faults.push(`${method} ${url} as ${asker}: ${statusCode}`)
  return outcomeOf(statusCode, String(headers.location ?? ''))
}

/** The outside world of a demonstration; not there in production. */
const ofSandbox = / \/sandbox(\/|$)/
/** The streams of news do not end by themselves; their door is tried in a test of their own. */
const endless = new Set(['GET /api/v1/events'])

const routes = [...new Set(app.served.map(({ method, url }) => `${method} ${url}`))]
  .filter((route) => !endless.has(route) && !ofSandbox.test(route))
  .sort()
type Row = Partial<Record<Outcome, string>>
const table: Record<string, Row> = process.env.ROUTES_WRITE ? {} : JSON.parse(readFileSync(tableFile, 'utf8'))

/** Outcomes with who gets them; the most frequent one says `*` for all others. */
const rowOf = (outcomes: ReadonlyMap<Asker, Outcome>): Row => {
  const groups = Map.groupBy(outcomes.keys(), (asker) => outcomes.get(asker) as Outcome)
  const [most] = [...groups].sort(([, a], [, b]) => b.length - a.length)
  return Object.fromEntries([...groups].map(([outcome, who]) => [outcome, outcome === most?.[0] ? '*' : who.join(' ')]).sort())
}

const tried = async (route: string): Promise<Row> => {
  const [method = '', url = ''] = route.split(' ')
  await signIn()
  const first = await ask(method, url, 'visitor')
  const isPublic = first === 'open' && method === 'GET'
  const outcomes = new Map<Asker, Outcome>([['visitor', first]])
  for (const asker of isPublic ? sample : askers) if (asker !== 'visitor') outcomes.set(asker, await ask(method, url, asker))
  return rowOf(outcomes)
}

/** A route by a name that stays: files of the pages carry a hash of what is in them. */
const named = (route: string): string => route.replace(/\.[0-9a-f]{12}\./, '.{hash}.')

test('S-040 every route answers every role as the table says, and no route is missing from it', async () => {
  const found: Record<string, Row> = {}
  for (const route of routes) found[named(route)] = await tried(route)
  assert.deepEqual(faults, [])
  if (process.env.ROUTES_WRITE) {
    const lines = Object.entries(found).map(
      ([route, row]) =>
        `  ${JSON.stringify(route)}: ${JSON.stringify(row)
          .replace(/([:,])"/g, '$1 "')
          .replace('{', '{ ')
          .replace('}', ' }')}`,
    )
    writeFileSync(tableFile, `{\n${lines.join(',\n')}\n}\n`)
    return
  }
  const unknown = Object.keys(found).filter((route) => !(route in table))
  assert.deepEqual(unknown, [], 'new routes: ROUTES_WRITE=1 npm test -- e2e/routes.test.ts, then read what it wrote')
  assert.deepEqual(
    Object.keys(table).filter((route) => !(route in found)),
    [],
    'routes of the table that are no more',
  )
  assert.deepEqual(found, table)
})

test('S-040 the stream of news is opened to officers of the desks alone', async () => {
  await signIn()
  for (const asker of ['visitor', 'citizen1', 'company1'] as const)
    assert.notEqual(await ask('GET', '/api/v1/events', asker), 'open', asker)
})
