import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { securityHeaders } from '../src/platform/security.ts'
import { samplePdf } from './main-job-api.ts'
import { startServer } from './server.ts'
import { ownPages, publicPages, tellStory } from './story.ts'
import { type Answered, firstSituation, submissionKey, type Visitor, visitor } from './visitor.ts'

const server = await startServer({ LOG_LEVEL: 'info' }) // all that the server ever says of requests is read at the end (S-090)
const story = await tellStory(server)
const { citizen, db, guide } = story
const stranger = visitor(server.url)
await stranger.signIn('legal1', server.password)
after(async () => {
  await db.end()
  await server.stop()
})

const program = { accept: 'application/json', 'content-type': 'application/json' }
const csrfOf = async (who: Visitor): Promise<string> => JSON.parse((await who.open('/api/v1/me', { headers: program })).text).csrfToken
const send = async (who: Visitor, method: string, path: string, body: string, headers: Record<string, string> = {}): Promise<Answered> =>
  who.open(path, { method, headers: { ...program, 'x-csrf-token': await csrfOf(who), ...headers }, body })

test('S-030, S-031 the session cookie is __Host-, Secure, HttpOnly, Lax (Strict for officers), short, and new at each sign-in', async () => {
  const someone = visitor(server.url)
  const first = await someone.get('/login/person')
  const given = first.headers.getSetCookie()[0] ?? ''
  assert.match(given, /^__Host-tongban=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const before = someone.jar.get('__Host-tongban')
  await someone.signIn('citizen1', server.password)
  assert.notEqual(someone.jar.get('__Host-tongban'), before, 'the token known before the sign-in is worth nothing after it')
  const officer = visitor(server.url)
  const csrf = await officer.token('/login/staff')
  const body = new URLSearchParams({ _csrf: csrf, account: 'clerk1', password: server.password }).toString()
  const signedIn = await officer.open('/login/staff', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  })
  assert.match(signedIn.headers.getSetCookie().join('\n'), /^__Host-tongban=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/m)
  const display = await visitor(server.url).open('/settings', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'mode=elder&back=/areas',
  })
  assert.match(display.headers.getSetCookie().join('\n'), /^ui=elder[^;]*;.*HttpOnly/m)
  for (const cookie of [given, ...signedIn.headers.getSetCookie()]) assert.ok(cookie.length < 4096)
})

/** The answer without what differs each time: the id asked for, the number of the request, the tokens of forms. */
const bare = ({ status, text }: Answered, id: string): string =>
  `${status} ${text
    .replaceAll(id, '…')
    .replace(/"instance":"[^"]*"|<small[^>]*>[^<]*<\/small>|[0-9a-f]{12}/g, '#')
    .replace(/value="[\w-]{43}"/g, 'token')}`

const absentNo = () => `${guide.code}209912319999`
const theirs: [string, () => string, (id: string) => string][] = [
  ['a case', () => story.submitted, (id) => `/my/cases/${id}`],
  ['its 号牌', () => story.submitted, (id) => `/apply/${id}/done`],
  ['its withdrawal', () => story.submitted, (id) => `/my/cases/${id}/withdraw`],
  ['its 补正', () => story.correcting, (id) => `/my/cases/${id}/correct`],
  ['its file', () => story.granted, (id) => `/my/cases/${id}/files/${story.file}`],
  ['a case by the API', () => story.submitted, (id) => `/api/v1/cases/${id}`],
  ['its journal', () => story.submitted, (id) => `/api/v1/cases/${id}/journal`],
  ['its papers', () => story.submitted, (id) => `/api/v1/cases/${id}/documents`],
  ['a paper', () => story.granted, (id) => `/api/v1/cases/${id}/documents/${story.paper}.pdf`],
  ['an archive of papers', () => story.granted, (id) => `/api/v1/cases/${id}/documents.zip`],
  ['a receipt', () => story.granted, (id) => `/api/v1/cases/${id}/receipt`],
  ['a file by the API', () => story.granted, (id) => `/api/v1/cases/${id}/files/${story.file}`],
  ['a draft', () => story.draft.slice('/apply/'.length), (id) => `/apply/${id}`],
  ['a page of a draft', () => story.draft.slice('/apply/'.length), (id) => `/apply/${id}/q/${guide.form?.pages[0]?.id}`],
  ['a draft by the API', () => story.draft.slice('/apply/'.length), (id) => `/api/v1/cases/${id}`],
  ['a licence', () => story.licence.id, (id) => `/my/certs/${id}`],
  ['the PDF of a licence', () => story.licence.id, (id) => `/licences/${id}.pdf`],
  ['the data of a licence', () => story.licence.id, (id) => `/licences/${id}.json`],
  ['a licence by the API', () => story.licence.id, (id) => `/api/v1/licences/${id}`],
]

for (const [what, id, path] of theirs) {
  test(`S-041 ${what} of another person is as absent as one that never was`, async () => {
    const own = await citizen.get(path(id()))
    assert.equal(own.status, 200, `its owner sees it: ${own.text.slice(0, 200)}`)
    const absent = id().length === 36 ? randomUUID() : absentNo()
    const other = await stranger.get(path(id()))
    const none = await stranger.get(path(absent))
    assert.equal(other.status, 404)
    assert.equal(bare(other, id()), bare(none, absent))
  })
}

test('S-041 what another person would change is as absent, and stays as it was', async () => {
  const posts: [string, Record<string, string>][] = [
    [`/my/cases/${story.submitted}/withdraw`, {}],
    [`/my/cases/${story.correcting}/correct`, {}],
    [`${story.ready}/submit`, { declared: '1', key: randomUUID() }],
    [`${story.draft}/delete`, { sure: 'yes' }],
    [`${story.draft}/deliver`, { way: 'window' }],
  ]
  const before = await fingerprint()
  for (const [path, fields] of posts) {
    const { status, location } = await stranger.post(path, fields)
    assert.ok(status === 404 || (status === 303 && (await stranger.get(location)).status === 404), `${path}: ${status}`)
  }
  const uploaded = await stranger.upload(`${story.draft}/materials/${story.material}`, [{ name: 'x.pdf', content: samplePdf('x') }])
  assert.equal(uploaded.status, 404)
  assert.equal((await send(stranger, 'POST', `/api/v1/cases/${story.submitted}/acts`, '{"act":"withdraw"}')).status, 404)
  assert.equal((await send(stranger, 'PATCH', `/api/v1${story.draft.replace('/apply', '/cases')}/draft`, '{"answers":{}}')).status, 404)
  assert.deepEqual(await fingerprint(), before)
})

/** A digest of everything that is kept, but for sessions, counters and what is only looked at. */
const fingerprint = async (): Promise<Record<string, string>> => {
  const tables = await db.sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name
    from pg_tables
    where schemaname in ('casework', 'catalogue', 'identity', 'licences', 'documents', 'ratings', 'divisions', 'organisations')
      and tablename not in ('captcha', 'verification', 'presentation_used', 'looked_at', 'unanswered', 'paper_file')
    order by 1`
  const digests: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db.sql<{ digest: string }>`
      select md5(query_to_xml(${`select count(*), md5(string_agg(md5(t::text), ',' order by md5(t::text))) from ${name} t`}, true, false, '')::text) as digest`
    digests[name] = row?.digest ?? ''
  }
  return digests
}

test('S-056 a body with unknown keys, reserved keys, or too deep is refused with 400, one of more than 1 MiB with 413', async () => {
  const path = `/api/v1${story.draft.replace('/apply', '/cases')}/draft`
  const deep = `{"answers":{"a":${'['.repeat(40)}${']'.repeat(40)}}}`
  const bodies: [string, string, number][] = [
    ['unknown key', '{"answers":{},"stage":"finished"}', 400],
    ['__proto__', '{"answers":{},"__proto__":{"role":"clerk"}}', 400],
    ['constructor', '{"answers":{"constructor":{"prototype":{"x":1}}}}', 400],
    ['depth', deep, 400],
    ['not JSON', '{"answers":', 400],
    ['1 MiB', JSON.stringify({ answers: { name: 'x'.repeat(1024 * 1024) } }), 413],
  ]
  for (const [what, body, status] of bodies) {
    const answer = await send(citizen, 'PATCH', path, body)
    assert.equal(answer.status, status, `${what}: ${answer.text.slice(0, 300)}`)
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/, what)
  }
  const form = await citizen.post('/track', { no: 'x'.repeat(1024 * 1024) })
  assert.equal(form.status, 413)
})

test('S-056 a query key given twice is refused, not guessed at', async () => {
  for (const path of ['/api/v1/cases?limit=1&limit=2', '/verify?code=a&code=b', '/my/cases?after=a&after=b', '/track?no=1&no=2']) {
    const answer = await citizen.get(path)
    assert.equal(answer.status, 400, path)
  }
})

const policyOf = (answer: Answered): Map<string, string> =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split('; ').map((line) => {
      const [name = '', ...rest] = line.split(' ')
      return [name, rest.join(' ')]
    }),
  )

test('S-057 every page forbids all but our own scripts and style, and holds neither inside itself', async () => {
  for (const [who, paths] of [
    [visitor(server.url), publicPages(story)],
    [citizen, ownPages(story)],
  ] as const) {
    for (const path of paths) {
      const page = await who.get(path)
      const policy = policyOf(page)
      assert.equal(policy.get('default-src'), "'none'", path)
      assert.match(policy.get('script-src') ?? '', /^('sha256-[\w+/=]{44}' ){1,2}'strict-dynamic'$/, path)
      assert.equal(policy.get('style-src'), "'self'", path)
      for (const name of ['object-src', 'base-uri', 'frame-ancestors']) assert.equal(policy.get(name), "'none'", `${path} ${name}`)
      assert.equal(policy.get('form-action'), "'self'", path)
      assert.equal(policy.get('require-trusted-types-for'), "'script'", path)
      assert.doesNotMatch(page.text, /<script(?![^>]*\ssrc=)|<style|\sstyle="|\son\w+="|javascript:/i, path)
    }
  }
})

test('S-057 the console has a nonce of 128 bits or more, another each time', async () => {
  const officer = visitor(server.url)
  await officer.signIn('clerk1', server.password, 'staff')
  const nonces = new Set<string>()
  for (let n = 0; n < 3; n += 1) {
    const policy = policyOf(await officer.get('/console/'))
    const nonce = /^'nonce-([\w+/=]+)' 'strict-dynamic'$/.exec(policy.get('script-src') ?? '')?.[1] ?? ''
    assert.ok(Buffer.from(nonce, 'base64').length >= 16)
    for (const name of ['default-src', 'object-src', 'base-uri', 'frame-ancestors']) assert.equal(policy.get(name), "'none'", name)
    nonces.add(nonce)
  }
  assert.equal(nonces.size, 3)
})

test('S-058 every answer carries the protecting headers; personal ones are never stored; https is said for a year', async () => {
  const everyKind = [
    ...ownPages(story),
    '/api/v1/me',
    '/api/v1/cases',
    `/licences/${story.licence.id}.pdf`,
    `/my/cases/${story.granted}/files/${story.file}`,
  ]
  for (const path of [...everyKind, '/no-such-page', '/api/v1/no-such']) {
    const { headers } = await citizen.get(path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.match(headers.get('referrer-policy') ?? '', /^(same-origin|no-referrer)$/, path)
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', path)
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', path)
    assert.match(headers.get('permissions-policy') ?? '', /microphone=\(\).*geolocation=\(\)/, path)
    assert.match(headers.get('cache-control') ?? '', /no-store/, path)
    assert.equal(headers.get('x-powered-by') ?? headers.get('server'), null, path)
  }
  const leaving = visitor(server.url)
  await leaving.signIn('citizen1', server.password)
  assert.match((await leaving.post('/logout')).headers.get('clear-site-data') ?? '', /"cache", "storage"/)
  const app = Fastify()
  securityHeaders(app, { scriptHashes: [] }, true)
  app.get('/', async () => 'x')
  assert.equal((await app.inject('/')).headers['strict-transport-security'], 'max-age=31536000; includeSubDomains')
})

test('S-059 a form of another site, without a token, or with another session’s token changes nothing', async () => {
  const before = await fingerprint()
  const path = `/my/cases/${story.submitted}/withdraw`
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const own = await citizen.token()
  const others = await stranger.token()
  const attempts: [string, string, Record<string, string>][] = [
    ['another origin', own, { origin: 'https://evil.example' }],
    ['Sec-Fetch-Site', own, { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', own, { 'sec-fetch-site': 'same-site' }],
    ['origin null', own, { origin: 'null' }],
    ['no token', '', {}],
    ['a wrong token', 'x'.repeat(43), {}],
    ['the token of another session', others, {}],
  ]
  for (const [what, token, headers] of attempts) {
    const body = token ? `_csrf=${token}` : 'x=1'
    assert.equal((await citizen.open(path, { method: 'POST', headers: { ...form, ...headers }, body })).status, 403, what)
  }
  const json = await citizen.open(`/api/v1/cases/${story.submitted}/acts`, { method: 'POST', headers: program, body: '{"act":"withdraw"}' })
  assert.equal(json.status, 403, 'JSON with our cookie needs the token too')
  assert.deepEqual(await fingerprint(), before)
})

test('S-059 a form of our own does change something: the digest sees it', async () => {
  const before = await fingerprint()
  assert.equal((await citizen.post(`${story.draft}/deliver`, { way: 'window' })).status, 303)
  assert.notDeepEqual(await fingerprint(), before)
})

test('S-059 GET changes nothing, whatever it asks for', async () => {
  const before = await fingerprint()
  const acts = [
    '/logout',
    `${story.draft}/delete?sure=yes`,
    `${story.ready}/submit?declared=1`,
    `${story.draft}/deliver?way=window`,
    '/settings?mode=elder',
    '/my/security/others',
  ]
  for (const path of [
    ...ownPages(story),
    ...publicPages(story),
    ...acts,
    `/my/cases/${story.submitted}/withdraw?_csrf=${await citizen.token()}`,
  ]) {
    const { status, headers } = await citizen.get(path)
    assert.ok(status < 500, path)
    assert.doesNotMatch(headers.getSetCookie().join(), /ui=/, path)
  }
  assert.deepEqual(await fingerprint(), before)
  assert.equal((await citizen.get('/my/profile')).status, 200, 'still signed in')
})

const inside =
  /\bat .+:\d+:\d+|node_modules|\/src\/|\.ts\b|\bselect\b.*\bfrom\b|insert into|relation "|postgres|fastify|FST_|SQLSTATE|\bpg_|v?\d+\.\d+\.\d+|\/work\/|\/tmp\//i
const tellsNothing = (answer: Answered, what: string) => {
  const text = answer.text.replace(/\/assets\/[\w.-]+|sha256-[\w+/=]+|<link[^>]*>|<script[^>]*>/g, '')
  assert.doesNotMatch(text, inside, what)
  for (const name of ['server', 'x-powered-by', 'via']) assert.equal(answer.headers.get(name), null, what)
  for (const name of ['content-security-policy', 'x-content-type-options']) assert.ok(answer.headers.get(name), `${what}: ${name}`)
}

test('S-065 a wrong request of any kind is answered in words that tell nothing of the inside, and is never our fault', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = `_csrf=${await citizen.token()}&no=%00&code=%F0%28`
  const answers: [string, Promise<Answered>][] = [
    ['no page', citizen.get('/no-such-page')],
    ['no API', citizen.get('/api/v1/no-such')],
    ['a null byte', citizen.get('/my/cases/%00')],
    ['a null byte in an API', citizen.get('/api/v1/cases/%00')],
    ['broken UTF-8', citizen.get('/my/cases/%F0%28')],
    ['an address that is no text', citizen.get('/my/cases/%E0%A4%A')],
    ['an API address that is no text', citizen.get('/api/v1/items/%zz')],
    ['a path climbing up', citizen.get('/assets/..%2f..%2fpackage.json')],
    ['a path climbing up in the console', citizen.get('/console/assets/..%2f..%2f..%2fpackage.json')],
    ['a quote', citizen.get(`/my/cases/${encodeURIComponent("' or 1=1 --")}`)],
    ['a long address', citizen.get(`/my/cases/${'9'.repeat(5000)}`)],
    ['an unknown cursor', citizen.get('/my/cases?after=x~y')],
    ['an unknown cursor of notices', citizen.get(`/open/notices?after=2026-02-30~${randomUUID()}`)],
    ['an unknown cursor of reviews', citizen.get(`/guide/${guide.code}/reviews?after=x`)],
    ['an unknown site', citizen.get('/999999/login/person')],
    ['null bytes in a form', citizen.open('/track', { method: 'POST', headers: form, body })],
    ['not JSON', send(citizen, 'POST', '/api/v1/cases', '{')],
    ['another content type', citizen.open('/api/v1/cases', { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<x/>' })],
    ['another method', citizen.open('/my/cases', { method: 'DELETE' })],
    ['a null byte in JSON', send(citizen, 'POST', '/api/v1/cases', '{"item":"\\u0000"}')],
    [
      'a null byte as an answer',
      send(citizen, 'PATCH', `/api/v1${story.draft.replace('/apply', '/cases')}/draft`, '{"answers":{"name":"a\\u0000b"}}'),
    ],
    [
      'a null byte in a question',
      citizen.post(`${story.draft}/q/${guide.form?.pages[0]?.id}`, { [guide.form?.pages[0]?.fields[0]?.name ?? '']: 'a\u0000b' }),
    ],
    [
      'a situation that is not there',
      citizen.post(`/apply/start/${guide.code}`, { ...firstSituation(guide), [guide.situations[0]?.id ?? '']: 'nonsense' }),
    ],
    ['a draft that is no uuid', citizen.post(`/apply/start/${guide.code}`, { ...firstSituation(guide), draft: 'x' })],
    ['no multipart', citizen.post(`${story.draft}/materials/${story.material}`, {})],
  ]
  for (const [what, answering] of answers) {
    const answer = await answering
    assert.ok(answer.status >= 200 && answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 300)}`)
    tellsNothing(answer, what)
  }
})

test('S-065 our own fault is told by a number alone', async () => {
  await db.sql`alter table casework.draft rename to draft_away`
  try {
    for (const path of [story.draft, `/api/v1${story.draft.replace('/apply', '/cases')}`]) {
      const answer = await citizen.get(path)
      assert.ok(answer.status >= 500, String(answer.status))
      tellsNothing(answer, path)
      assert.match(answer.text, /[0-9a-f]{12}/, 'a number to quote on the telephone')
    }
  } finally {
    await db.sql`alter table casework.draft_away rename to draft`
  }
  assert.match(await submissionKey(citizen, story.ready), /^[\w-]{36}$/, 'and all is there again')
})

type Canaries = { persons: { name: string; idNumber: string }[]; personAccounts: { phone: string }[] }
const { persons, personAccounts }: Canaries = JSON.parse(readFileSync(new URL('../data/demo-people.json', import.meta.url), 'utf8'))
const numbers = [...persons.map(({ idNumber }) => idNumber), ...personAccounts.map(({ phone }) => phone)]
const names = persons.map(({ name }) => name)
const seenIn = (text: string, canaries: readonly string[]): string[] => canaries.filter((one) => text.includes(one))

/** Every column of every table as text; what is sealed or hashed is bytes and shows as hex. The sandbox plays the world outside; guides and places tell of nobody. */
const everythingKept = async (): Promise<{ name: string; text: string }[]> => {
  const tables = await db.sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name
    from pg_tables
    where schemaname !~ '^(pg_|information_schema|sandbox|catalogue|divisions)'`
  const kept: { name: string; text: string }[] = []
  for (const { name } of tables) {
    const [row] = await db.sql<{
      text: string
    }>`select query_to_xml(${`select to_jsonb(kept)::text as kept from ${name} as kept`}, true, false, '')::text as text`
    kept.push({ name, text: row?.text ?? '' })
  }
  return kept
}

test('S-090 after all this no number, telephone or name of a person is in the log, the figures, an address, an error; no number is readable in any table', async () => {
  const [idNumber = '', phone = ''] = [persons[0]?.idNumber, personAccounts[0]?.phone]
  const name = encodeURIComponent(names[0] ?? '')
  const errors = [
    await citizen.open(`/api/v1/cases/${idNumber}`, { headers: { ...program, 'x-forwarded-for': '203.0.113.77' } }),
    await citizen.open(`/api/v1/me/${phone}?phone=${phone}&name=${name}`, { headers: program }),
    await send(visitor(server.url), 'POST', '/api/v1/sessions', JSON.stringify({ account: phone, password: 'not_the_password1' })),
    await send(citizen, 'POST', '/api/v1/cases', JSON.stringify({ item: idNumber, who: names[0] })),
  ]
  for (const { status, text } of errors) {
    assert.ok(status >= 400 && status < 500, String(status))
    assert.deepEqual(seenIn(text, [...numbers, ...names]), [], text)
  }
  for (const path of ownPages(story)) {
    const addresses = [...(await citizen.get(path)).text.matchAll(/\s(?:href|action|src)="([^"]*)"/g)].map(([, address]) =>
      decodeURI(address ?? ''),
    )
    assert.deepEqual(seenIn(addresses.join('\n'), [...numbers, ...names]), [], path)
  }
  const log = server.output()
  assert.ok((log.match(/"res":/g) ?? []).length > 300, 'the log of this file was read')
  assert.match(log, /\/api\/v1\/cases\/\*\*\*/, 'and what was struck out stood there')
  assert.deepEqual(seenIn(log, [...numbers, ...names, name]), [])
  assert.doesNotMatch(log, /203\.0\.113\.77/, 'S-015: nor an address that somebody says of himself')
  assert.deepEqual(seenIn((await citizen.get('/metrics')).text, [...numbers, ...names]), [])
  const readable = (await everythingKept()).flatMap(({ name: table, text }) => seenIn(text, numbers).map((one) => `${table}: ${one}`))
  assert.deepEqual(readable, [])
})
