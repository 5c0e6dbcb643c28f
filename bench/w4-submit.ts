import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleAnswers } from '../e2e/main-job-api.ts'
import { caseworkOn } from '../src/app/services.ts'
import { openWalledDb } from '../src/app/wall.ts'
import { type Casework, createDraft, saveDraft, scopeOf, submitDraft } from '../src/contexts/casework/index.ts'
import { findGuide, type Guide } from '../src/contexts/catalogue/index.ts'
import type { Viewer } from '../src/contexts/identity/index.ts'
import { localDateAt } from '../src/kernel/date.ts'
import { fieldsOf } from '../src/kernel/form.ts'
import { isRefusal } from '../src/kernel/refusal.ts'
import { loadCalendar } from '../src/platform/calendar.ts'
import { secrets } from '../src/platform/secrets.ts'
import { inScope } from '../src/platform/wall.ts'
import { type City, secret } from './city.ts'
import { compared, type Figure, needTool, percentile, pgbench, type Run } from './measure.ts'

type Desk = {
  readonly casework: Casework
  readonly viewer: Viewer
  readonly guide: Guide
  readonly moment: Parameters<typeof submitDraft>[3]
  readonly close: () => Promise<void>
}

/** As a request does it: behind the wall, with the eyes of who submits. */
const openDesk = async (city: City): Promise<Desk> => {
  const db = await openWalledDb(city.databaseUrl, { connections: 70 })
  const casework = await caseworkOn(db, secrets(secret))
  const [person] = await city.db.sql<{ account: string; person: string }>`
    select id as account, person_id as person from identity.account where user_name = 'citizen1'`
  const [item] = await city.db.sql<{
    code: string
  }>`select code from catalogue.item where applicable and name like '%养老保险参保登记%' order by code limit 1`
  const version = await findGuide(city.db.sql, item?.code ?? '')
  if (!person || !version) throw new Error('the demo city has no such person or guide')
  const viewer: Viewer = {
    kind: 'applicant',
    accountId: person.account,
    personId: person.person,
    name: '示例',
    phone: '13900000001',
    level: 'realName',
  }
  const now = new Date()
  const moment = { today: { date: localDateAt(now.getTime()), calendar: await loadCalendar(city.db.sql) }, now: now.toISOString() }
  return { casework, viewer, guide: version.guide, moment, close: db.end }
}

/** Drafts ready to be sent. Their files stand in the database; the bytes play no part in submitting. */
const prepare = async (city: City, { casework, viewer, guide, moment }: Desk, count: number): Promise<string[]> => {
  const situation = Object.fromEntries(guide.situations.map(({ id, options }) => [id, options[0]?.value ?? '']))
  const known = guide.form
    ? new Set(
        fieldsOf(guide.form)
          .filter((field) => field.prefill)
          .map((field) => field.name),
      )
    : new Set<string>()
  const answers = Object.fromEntries(Object.entries(sampleAnswers(guide.form)).filter(([name]) => !known.has(name)))
  const ids: string[] = []
  for (let i = 0; i < count; i += 1) {
    const id = await inScope(scopeOf(viewer), async () => {
      const draft = await createDraft(casework, { item: guide.code, viewer, situation }, moment)
      if (isRefusal(draft)) throw new Error(draft.title)
      await saveDraft(casework, draft.id, { answers, situation, delivery: { way: 'electronic' } }, viewer, moment)
      return draft.id
    })
    ids.push(id)
  }
  await city.db.sql`
    insert into casework.upload (id, case_id, division, material, sha256, name, size, type, by, at)
    select gen_random_uuid(), draft.id, draft.division, material.id, repeat('0', 64), 'x.pdf', 1, 'application/pdf', draft.owner, now()
    from casework.draft, unnest(${guide.materials.map((material) => material.id)}::text[]) as material (id)
    where draft.id = any(${ids}::uuid[])`
  return ids
}

const submitAll = async ({ casework, viewer, moment }: Desk, ids: string[], together: number): Promise<Run> => {
  const latencies: number[] = []
  const queue = [...ids]
  const begun = performance.now()
  const sender = async () => {
    for (let id = queue.pop(); id; id = queue.pop()) {
      const at = performance.now()
      const outcome = await inScope(scopeOf(viewer), () => submitDraft(casework, id, { viewer, key: randomUUID(), body: {} }, moment))
      if (isRefusal(outcome)) throw new Error(`${outcome.title} ${outcome.detail ?? ''}`)
      latencies.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: together }, sender))
  return { rate: ids.length / ((performance.now() - begun) / 1000), p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) }
}

/** One case and five rows that belong to it, in one statement: what a submission cannot be cheaper than. */
const baseline = async (city: City): Promise<string> => {
  await city.db.sql`create schema if not exists bench`
  await city.db.sql`create table bench.matter (id uuid primary key, body jsonb not null)`
  await city.db
    .sql`create table bench.part (matter uuid not null references bench.matter, position integer not null, body jsonb not null, primary key (matter, position))`
  const file = join(city.folder, 'submit.sql')
  const body = JSON.stringify({ text: '示例'.repeat(150) })
  writeFileSync(
    file,
    `with m as (insert into bench.matter values (gen_random_uuid(), '${body}') returning id) insert into bench.part select id, n, '${body}' from m, generate_series(1, 5) as n;\n`,
  )
  return file
}

/** W4: submitting, durable, beside the bare rows in one round trip; one after another, and 64 at once. */
export const submitting = async (city: City): Promise<Figure[]> => {
  needTool('pgbench', 'postgresql-contrib')
  const desk = await openDesk(city)
  const script = await baseline(city)
  const figures: Figure[] = []
  for (const [workload, together, count] of [
    ['W4 single', 1, 150],
    ['W4 together', 64, 640],
  ] as const) {
    const about = { workload, unit: 'submissions/s', n: 5, dataset: `${together} at once, 1 case + journal, paper, number, outbox, files` }
    const ours = async () => submitAll(desk, await prepare(city, desk, count), together)
    figures.push(await compared(about, ours, () => pgbench(city.databaseUrl, [script], together === 1 ? 1 : 16)))
  }
  await desk.close()
  return figures
}
