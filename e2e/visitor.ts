import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { findGuide, type Guide } from '../src/contexts/catalogue/index.ts'
import { type Answers, fieldsOf } from '../src/kernel/form.ts'
import { type Db, openDb } from '../src/platform/db.ts'
import { sampleAnswers, samplePdf } from './main-job-api.ts'
import type { Server } from './server.ts'

/** What came back: redirects are not followed. */
export type Answered = {
  readonly status: number
  readonly text: string
  readonly bytes: Buffer
  readonly headers: Headers
  readonly location: string
}
export type Asking = { readonly headers?: Record<string, string>; readonly body?: string | FormData; readonly method?: string }
export type Fields = Readonly<Record<string, string | readonly string[]>>

/** A browser's requests without the browser: cookies kept, tokens read out of pages, forms posted. */
export const visitor = (base: string) => {
  const jar = new Map<string, string>()
  const open = async (path: string, { headers = {}, ...rest }: Asking = {}): Promise<Answered> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${base}${path}`, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...headers },
      ...rest,
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    return {
      status: response.status,
      text: bytes.toString('utf8'),
      bytes,
      headers: response.headers,
      location: response.headers.get('location') ?? '',
    }
  }
  const token = async (path = '/track'): Promise<string> => {
    const { text } = await open(path)
    return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? assert.fail(`no form on ${path}: ${text.slice(0, 200)}`)
  }
  /** Posts a form as a page of this site would; the token comes from `from`. */
  const post = async (
    path: string,
    fields: Fields = {},
    { from, headers = {} }: { from?: string; headers?: Record<string, string> } = {},
  ) => {
    const body = new URLSearchParams({ _csrf: await token(from) })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    return open(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: body.toString(),
    })
  }
  const upload = async (path: string, files: readonly { readonly name: string; readonly content: Blob }[]): Promise<Answered> => {
    const form = new FormData()
    for (const { name, content } of files) form.append('file', content, name)
    return open(`${path}?_csrf=${encodeURIComponent(await token())}`, { method: 'POST', body: form })
  }
  const signIn = async (account: string, password: string, door = 'person'): Promise<void> => {
    const { status, text } = await post(`/login/${door}`, { account, password }, { from: `/login/${door}` })
    assert.equal(status, 303, `${account} signs in: ${/class="msg"[^<]*<|<h1>[^<]*/.exec(text)?.[0]}`)
  }
  return { jar, open, get: (path: string) => open(path), token, post, upload, signIn }
}
export type Visitor = ReturnType<typeof visitor>

/** The server's own database, for what no page can do: reading a code, ageing a session. */
export const databaseOf = (server: Server): Db => openDb(server.databaseUrl, { connections: 2 })

/** The published guide whose name begins so. */
export const guideNamed = async (db: Db, name: string): Promise<Guide> => {
  const [row] = await db.sql<{ code: string }>`
    select code from catalogue.item where name like ${`${name}%`} and division = '150600000000' and applicable order by code limit 1`
  const version = row && (await findGuide(db.sql, row.code))
  return version?.guide ?? assert.fail(`no guide is named ${name}`)
}

/** The first answer to every question of the situation. */
export const firstSituation = (guide: Guide): Record<string, string> =>
  Object.fromEntries(guide.situations.map(({ id, options }) => [id, options[0]?.value ?? '']))

/** Begins a draft on the pages; its address. */
export const beginDraft = async (who: Visitor, guide: Guide): Promise<string> => {
  const { status, location, text } = await who.post(`/apply/start/${guide.code}`, firstSituation(guide))
  assert.equal(status, 303, text.slice(0, 500))
  return location
}

const postedAnswers = (names: readonly string[], answers: Answers): Fields =>
  Object.fromEntries(names.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])))

/** Answers every page, uploads every required material, chooses delivery: ready for 核对. */
export const fillDraft = async (who: Visitor, draft: string, guide: Guide): Promise<void> => {
  const answers = sampleAnswers(guide.form)
  for (const page of guide.form?.pages ?? []) {
    const names = fieldsOf({ pages: [page] }).map((field) => field.name)
    const { status, text } = await who.post(`${draft}/q/${page.id}`, postedAnswers(names, answers))
    assert.equal(status, 303, `${page.title}: ${/class="msg"[^>]*>([^<]*)/.exec(text)?.[1]}`)
  }
  const tasks = (await who.get(draft)).text
  for (const [, path = ''] of tasks.matchAll(/href="([^"]*\/materials\/[^"]*)"/g)) {
    const { status, text } = await who.upload(path, [{ name: '扫描件.pdf', content: samplePdf(path) }])
    assert.equal(status, 303, `${path}: ${/class="msg"[^>]*>([^<]*)/.exec(text)?.[1]}`)
  }
  assert.equal((await who.post(`${draft}/deliver`, { way: guide.deliveries.includes('electronic') ? 'electronic' : 'window' })).status, 303)
}

/** The key that 核对 puts into its form (U-040). */
export const submissionKey = async (who: Visitor, draft: string): Promise<string> => {
  const { text } = await who.get(`${draft}/check`)
  return /name="key" value="([^"]+)"/.exec(text)?.[1] ?? assert.fail(`no key on 核对: ${text.slice(0, 300)}`)
}

/** A case from the pages alone; its 办件编号. */
export const submitNew = async (who: Visitor, guide: Guide): Promise<string> => {
  const draft = await beginDraft(who, guide)
  await fillDraft(who, draft, guide)
  const sent = await who.post(`${draft}/submit`, { key: await submissionKey(who, draft), declared: '1' })
  assert.equal(sent.status, 303, sent.text.slice(0, 300))
  const { text } = await who.get(sent.location)
  return /\/my\/cases\/([\w-]+)"/.exec(text)?.[1] ?? assert.fail('no number on the 号牌')
}

/** Looks again until something has happened that another process does (a message is sent, a job runs). */
export const eventually = async <T>(look: () => Promise<T | undefined>, what: string): Promise<T> => {
  for (let tries = 0; tries < 150; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await wait(100)
  }
  return assert.fail(`never happened: ${what}`)
}
