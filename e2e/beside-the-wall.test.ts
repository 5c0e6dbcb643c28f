import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { buildApp } from '../src/app/build-app.ts'
import { readConfig } from '../src/app/config.ts'
import { caseworkOn } from '../src/app/services.ts'
import { runBatch } from '../src/contexts/casework/index.ts'
import { localDateAt } from '../src/kernel/date.ts'
import { loadCalendar } from '../src/platform/calendar.ts'
import { openDb } from '../src/platform/db.ts'
import { fileStore } from '../src/platform/files.ts'
import { secrets } from '../src/platform/secrets.ts'
import { sessions } from '../src/platform/session.ts'
import { readWorkbook } from '../src/platform/sheet-reading.ts'
import { samplePdf } from './main-job-api.ts'
import { seedAccepted } from './seed-cases.ts'
import { demoDatabase, secret } from './server.ts'

/** S-046: what goes beside the rows of the database carries region and subject as they do: queue, cache, index, files, exports, counts, streams. */

const database = await demoDatabase()
const db = openDb(database.url, { connections: 2 })
const config = readConfig({
  TONGBAN_SECRET: secret,
  DATABASE_URL: database.url,
  DATA_DIR: mkdtempSync(join(tmpdir(), 'tongban-beside-')),
})
const [app, fresh] = [await buildApp(config), await buildApp(config)]
after(async () => {
  await Promise.all([app.close(), fresh.close()])
  await db.end()
  await database.drop()
})

const bytes = Buffer.from(await samplePdf('材料').arrayBuffer())
const shelf = fileStore(join(config.dataDir, 'files'), {}, db.sql)
const { sha256 } = await shelf.put(Readable.from([bytes]), { maxBytes: 1_000_000, name: '材料.pdf' })
const item = '11150600MB105000083150105001000'
const [no = ''] = await seedAccepted(database.url, item, 1, sha256)

/** Of the place: who may see the case, and who may not: another department, another place, other people. */
const within = ['citizen1', 'clerk1', 'approver1', 'supervisor1'] as const
const beyond = ['fire1', 'clerk2', 'banneradmin1', 'citizen2', 'legal1', 'company1', 'visitor'] as const
type Asker = (typeof within | typeof beyond)[number]
await db.sql`
  update identity.appointment set roles = '{clerk,supervisor}'
  where account_id = (select id from identity.account where user_name = 'clerk2')`
const { cookieName, csrf } = sessions({ db, secret, publicUrl: config.publicUrl })
const tokens = new Map<Asker, string>([...within, ...beyond].map((asker) => [asker, randomBytes(32).toString('base64url')]))
for (const [asker, token] of tokens)
  await db.sql`
    insert into platform.session (token_hash, subject_kind, subject_id, data, expires_at)
    select ${createHash('sha256').update(token).digest()}, case kind when 'staff' then 'staff' else 'applicant' end, id,
      jsonb_build_object('freshAt', '2099-01-01T00:00:00Z'), now() + interval '1 hour'
    from identity.account where user_name = ${asker}`

type Asked = { readonly method?: 'GET' | 'POST'; readonly body?: object; readonly of?: typeof app }
const ask = (asker: Asker, url: string, { method = 'GET', body, of = app }: Asked = {}) => {
  const token = asker === 'visitor' ? '' : (tokens.get(asker) ?? '')
  const headers = {
    accept: url.startsWith('/api/') ? 'application/json' : 'text/html',
    'x-csrf-token': csrf({ sessionToken: token } as never),
    'idempotency-key': randomBytes(16).toString('hex'),
  }
  return of.inject({ method, url, headers, cookies: { [cookieName]: token }, ...(body ? { payload: body } : {}) })
}

const { persons, personAccounts } = JSON.parse(readFileSync(new URL('../data/demo-people.json', import.meta.url), 'utf8')) as {
  persons: { name: string; idNumber: string }[]
  personAccounts: { userName: string; phone: string; idNumber?: string }[]
}
const account = personAccounts.find(({ userName }) => userName === 'citizen1')
const name = persons.find(({ idNumber }) => idNumber === account?.idNumber)?.name ?? assert.fail('no person')
/** What tells who the applicant is. */
const telling = [name, account?.idNumber ?? assert.fail('no number'), account?.phone ?? assert.fail('no telephone')]
const tellsOf = (text: string): string[] => telling.filter((one) => text.includes(one))
const [known] = await db.sql<{
  at: number
}>`select position(${name} in coalesce(string_agg(m::text, ''), '')) as at from casework.matter as m`
assert.ok((known?.at ?? 0) > 0, 'the case tells whose it is, so the words are the right ones')

test('S-046 queue: jobs and events carry ids, never who; none is read by a route, and what is ordered is read by its orderer alone', async () => {
  const [row] = await db.sql<{ text: string; n: number }>`
    select coalesce(string_agg(text, ' '), '') as text, count(*)::int as n
    from (
      select payload::text from graphile_worker._private_jobs
      union all select body::text from platform.event
    ) as carried (text)`
  assert.ok(row && row.n > 2, 'there are jobs and events')
  assert.deepEqual(tellsOf(row.text), [])
  const ordered = await ask('clerk1', '/api/v1/batches', { method: 'POST', body: { act: 'passStep', cases: [no], details: {} } })
  assert.equal(ordered.statusCode, 202, ordered.body)
  const { id } = ordered.json()
  for (const asker of [...beyond, 'supervisor1'] as const)
    assert.notEqual((await ask(asker, `/api/v1/batches/${id}`)).statusCode, 200, asker)
  const foreign = await ask('clerk2', '/api/v1/batches', { method: 'POST', body: { act: 'passStep', cases: [no], details: {} } })
  assert.deepEqual(tellsOf(foreign.body), [], 'an order beyond his reach tells nothing of the case')
  assert.equal(foreign.json().refused, 1)
})

test('S-033, S-046 queue: an order is carried out as whom its officer is then; who lost his post meanwhile has ordered nothing', async () => {
  const order = async (): Promise<string> =>
    (
      await ask('approver1', '/api/v1/batches', {
        method: 'POST',
        body: { act: 'passStep', cases: [no], details: { opinion: '符合条件' } },
      })
    ).json().id
  const [left, stayed] = [await order(), await order()]
  const casework = await caseworkOn(db, secrets(secret))
  const moment = { today: { date: localDateAt(Date.now()), calendar: await loadCalendar(db.sql) }, now: new Date().toISOString() }
  const run = async (id: string): Promise<{ done: number; refused: number }> => {
    await runBatch(casework, id, () => moment)
    return (
      (
        await db.sql<{ done: number; refused: number }>`
      select count(*) filter (where state = 'done')::int as done, count(*) filter (where state = 'refused')::int as refused
      from casework.batch_case where batch_id = ${id}`
      )[0] ?? assert.fail('no batch')
    )
  }
  const post = (division: string) => db.sql`
    update identity.appointment set division = ${division}
    where account_id = (select id from identity.account where user_name = 'approver1')`
  await post('150602000000')
  assert.deepEqual(await run(left), { done: 0, refused: 1 }, 'he has moved to a banner')
  await post('150600000000')
  assert.deepEqual(await run(stayed), { done: 1, refused: 0 })
})

test('S-046 page cache: a page that others asked for first is byte for byte the page made fresh, of each place its own, and never somebody’s', async () => {
  const pages = ['/', '/personal', '/services', `/guide/${item}`, '/halls', '/depts', '/lists', `/search?q=${encodeURIComponent('身份证')}`]
  for (const path of pages) {
    for (const asker of ['citizen1', 'clerk1', 'company1'] as const) {
      const own = await ask(asker, path)
      assert.match(String(own.headers['cache-control']), /no-store|private/, `${path} as ${asker}`)
    }
    const [city, banner] = [await ask('visitor', path), await ask('visitor', `/150602${path}`)]
    for (const [where, warm] of [
      ['', city],
      ['/150602', banner],
    ] as const) {
      assert.deepEqual([warm.statusCode, tellsOf(warm.body)], [200, []], `${where}${path}`)
      assert.equal(warm.body, (await ask('visitor', `${where}${path}`, { of: fresh })).body, `${where}${path}`)
    }
    assert.notEqual(city.body, banner.body, path)
  }
})

test('S-046 search index: nothing of cases and persons is in it, and a place finds its own and what stands above it', async () => {
  const [tables] = await db.sql<{ all: number; telling: string[] }>`
    select count(*)::int as all, coalesce(array_agg(name) filter (where found like '%<row%'), '{}') as telling
    from (
      select oid::regclass::text as name,
        query_to_xml(format(
          'select 1 from %s as t, unnest(%L::text[]) as word where position(word in t::text) > 0 limit 1', oid::regclass, ${[...telling, no]}::text[]::text
        ), true, true, '')::text as found
      from pg_class
      where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('catalogue', 'organisations', 'divisions')
    ) as looked`
  assert.ok((tables?.all ?? 0) > 10)
  assert.deepEqual(tables?.telling, [])
  for (const word of [...telling, no])
    for (const path of ['/api/v1/items?q=', '/api/v1/items/suggestions?q=', '/search?q='])
      for (const asker of ['visitor', 'clerk1'] as const) {
        const { body } = await ask(asker, `${path}${encodeURIComponent(word)}`)
        assert.ok(!body.replaceAll(word, '').includes(`/cases/${no}`), path)
        assert.deepEqual(tellsOf(body.replaceAll(word, '').replaceAll(encodeURIComponent(word), '')), [], `${path}${word}`)
      }
  const codes = async (site: string) =>
    ((await ask('visitor', `/api/v1/items?q=&limit=100&site=${site}`)).json().items as { division: string }[]).map(
      ({ division }) => division,
    )
  const [city, banner] = [await codes('150600'), await codes('150602')]
  assert.ok(city.length > 0)
  assert.ok(!city.some((division) => division.startsWith('150602')), 'what is done in a banner is not the city’s')
  assert.ok(!banner.some((division) => /^1506(0[3-9]|2)/.test(division)), 'nor that of another banner')
})

test('S-046 files: the bytes go to who may see the case, and are not there for anybody else, whatever he knows of them', async () => {
  for (const asker of within) {
    const answer = await ask(asker, `/api/v1/cases/${no}/files/${sha256}`)
    assert.deepEqual([answer.statusCode, answer.rawPayload.equals(bytes)], [200, true], `${asker} ${answer.body.slice(0, 300)}`)
  }
  for (const asker of beyond)
    for (const path of [`/api/v1/cases/${no}/files/${sha256}`, `/my/cases/${no}/files/${sha256}`, `/api/v1/cases/${no}/documents.zip`]) {
      const { statusCode, rawPayload } = await ask(asker, path)
      assert.ok([303, 401, 403, 404].includes(statusCode), `${path} as ${asker}: ${statusCode}`)
      assert.equal(rawPayload.includes(bytes), false)
    }
})

/** Every cell of a workbook, one after another. */
const cellsOf = async (workbook: Buffer): Promise<string> => {
  const { sheets, close } = await readWorkbook(workbook)
  const texts: string[] = []
  for (const { pieces } of sheets)
    for await (const piece of pieces) if ('cells' in piece) texts.push(...[...piece.cells.values()].map(({ text }) => text))
  close()
  return texts.join('\n')
}
const listsOf = async (asker: Asker): Promise<{ name: string; total: number }[]> => (await ask(asker, '/api/v1/worklists')).json().items
/** The lists of an officer with what they hold, on the screen and as sheets. */
const heldBy = async (asker: Asker) => {
  const lists = await listsOf(asker)
  assert.ok(lists.length > 0, asker)
  const shown = await Promise.all(lists.map(async ({ name: list }) => (await ask(asker, `/api/v1/worklists/${list}`)).body))
  const taken = await Promise.all(
    lists.map(async ({ name: list }) => cellsOf((await ask(asker, `/api/v1/worklists/${list}.xlsx`)).rawPayload)),
  )
  return { shown: shown.join(), taken: taken.join(), total: lists.reduce((sum, { total }) => sum + total, 0) }
}

test('S-046 export and counts: an officer takes out and counts what lies in his place and department, and no more', async () => {
  const own = await heldBy('supervisor1')
  assert.ok(own.shown.includes(no) && own.taken.includes(no) && own.total > 0)
  for (const asker of ['clerk2', 'fire1'] as const) {
    const { shown, taken, total } = await heldBy(asker)
    assert.deepEqual([shown.includes(no), taken.includes(no), total, tellsOf(shown + taken)], [false, false, 0, []], asker)
  }
  for (const asker of beyond.filter((one) => one !== 'clerk2' && one !== 'fire1'))
    assert.notEqual((await ask(asker, '/api/v1/worklists')).statusCode, 200, asker)
})

test('S-046 statistics: lamps are counted of one’s place and what lies below it', async () => {
  const count = async (asker: Asker): Promise<number> =>
    ((await ask(asker, '/api/v1/supervision/lights')).json().items as { total: number }[]).reduce((sum, { total }) => sum + total, 0)
  assert.equal(await count('supervisor1'), 1)
  assert.equal(await count('clerk2'), 0)
  for (const asker of ['fire1', 'citizen2', 'visitor'] as const)
    assert.notEqual((await ask(asker, '/api/v1/supervision/lights')).statusCode, 200, asker)
})

test('S-046 server-sent events: who sits in another place or department hears nothing of a case, and nobody hears whose it is', async () => {
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const control = new AbortController()
  const tooLong = setTimeout(() => control.abort(new Error('no news came')), 20_000)
  const listen = async (asker: Asker) => {
    const cookie = `${cookieName}=${tokens.get(asker)}`
    const answer = await fetch(`${address}/api/v1/events`, { headers: { cookie }, signal: control.signal })
    assert.equal(answer.status, 200, asker)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    return async (word: string): Promise<string> => {
      while (!heard.includes(word)) heard += (await reader?.read())?.value ?? ''
      return heard
    }
  }
  const [own, elsewhere, otherDepartment] = await Promise.all((['clerk1', 'clerk2', 'fire1'] as const).map(listen))
  assert.ok(own && elsewhere && otherDepartment)
  await seedAccepted(database.url, item, 1, sha256)
  const heard = await own('"accept"')
  assert.deepEqual([tellsOf(heard), heard.includes(no)], [[], false])
  const last = (division: string, departmentCode: string) =>
    db.sql`select pg_notify('casework.desks', ${JSON.stringify({ division, departmentCode, queues: ['a last word'] })})`
  await last('150602000000', '')
  await last('150600000000', '11150600MB1950000F')
  for (const hears of [elsewhere, otherDepartment])
    assert.doesNotMatch((await hears('a last word')).replace('a last word', ''), /"\w+"\]|"queues":\["\w/, 'nothing came before')
  assert.equal((await ask('citizen2', '/api/v1/events')).statusCode, 404)
  clearTimeout(tooLong)
  control.abort()
})
