import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { caseworkOn } from '../src/app/services.ts'
import { fold } from '../src/contexts/casework/decide.ts'
import { type CaseEvent, midnight, type Pinned } from '../src/contexts/casework/index.ts'
import { addDays, type LocalDate, localDate, localDateAt } from '../src/kernel/date.ts'
import { loadCalendar } from '../src/platform/calendar.ts'
import { secrets } from '../src/platform/secrets.ts'
import { type City, secret } from './city.ts'
import { type Figure, median } from './measure.ts'

const rounds = 5

const officer = { role: 'approver', id: 'w7', name: '示例' } as const
const event = (type: CaseEvent['type'], on: LocalDate, more: Partial<CaseEvent> = {}): CaseEvent => ({
  type,
  by: officer,
  on,
  doneOn: on,
  ...more,
})

/** A journal of so many entries: reminders, special procedures, an opinion now and then. */
const longJournal = (length: number): CaseEvent[] => {
  const day = (i: number): LocalDate => addDays(localDate('2026-01-05'), Math.floor(i / 8))
  const begun = [event('receive', day(0)), event('accept', day(0))]
  const later = Array.from({ length: length - begun.length }, (_, i) => {
    if (i % 4 === 1) return event('startSpecial', day(i), { special: '鉴定', expectedDays: 5 })
    return i % 4 === 2 ? event('endSpecial', day(i), { special: '鉴定', opinion: '完成' }) : event('remind', day(i))
  })
  return [...begun, ...later]
}

const folding = (): Figure => {
  const journal = longJournal(1000)
  const times = Array.from({ length: 200 }, () => {
    const begun = performance.now()
    fold(journal)
    return performance.now() - begun
  }).slice(50)
  return {
    workload: 'W7 fold',
    unit: 'ms',
    value: Number(median(times).toPrecision(3)),
    n: times.length,
    dataset: 'one journal of 1000 entries',
  }
}

const chunk = 20_000
const openCases = 1_000_000
const kinds: readonly ((on: LocalDate) => object[])[] = [
  (on) => [{ on, type: 'accept' }],
  (on) => [{ on, type: 'receive' }, { on: addDays(on, 2), type: 'accept' }],
  (on) => [{ on, type: 'accept' }, { on: addDays(on, 3), type: 'startSpecial', kind: '鉴定' }, { on: addDays(on, 12), type: 'endSpecial', kind: '鉴定' }],
  (on) => [{ on, type: 'receive' }, { on: addDays(on, 1), type: 'notifyCorrection' }, { on: addDays(on, 9), type: 'correct' }, { on: addDays(on, 10), type: 'accept' }],
  (on) => [{ on, type: 'accept' }, { on: addDays(on, 4), type: 'decide' }, { on: addDays(on, 6), type: 'deliver' }],
] // biome-ignore format: journals
const lineOf = (i: number): string => {
  const on = addDays(localDate('2025-01-02'), i % 600)
  const events = (kinds[i % kinds.length] ?? (() => []))(on)
  return JSON.stringify({ id: i, events, today: addDays(on, 14), unit: 'workday', legal: 20, promised: 10 })
}

/** Processor seconds of the command as a process of its own, its start included: other work on the machine does not count. */
const clockSeconds = (file: string): number => {
  const alone = new URL('./w7-clock-alone.ts', import.meta.url).pathname
  return Number(execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', alone, file], { encoding: 'utf8' }))
}

const clocking = ({ folder }: City): Figure => {
  const file = join(folder, 'clock.jsonl')
  writeFileSync(file, '')
  for (let from = 0; from < openCases; from += chunk)
    appendFileSync(file, Array.from({ length: chunk }, (_, i) => `${lineOf(from + i)}\n`).join(''))
  const taken = Array.from({ length: rounds }, () => clockSeconds(file))
  const dataset = `${openCases} lines of five kinds, the start of the command, reading and writing included`
  return { workload: 'W7 clock', unit: 'cases/s of a core', value: Math.round(openCases / median(taken)), n: rounds, dataset }
}

/** Open cases by SQL: two of a thousand are silent past their notice, seventy of a hundred wait in review, of these an eleventh turns yellow tonight, as many red, one of seventy has a step that is late. */
const insertOpen = (city: City, from: number, to: number, today: LocalDate, item: string) =>
  city.db.transaction(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`set local statement_timeout = 0`
    await sql`
      insert into casework.matter (id, no, division, item, item_name, guide_version, department, department_code, applicant_id, applicant_kind, applicant_name,
        filed_by, stage, queue, position, submitted_on, received_on, accepted_on, promised_due, due_on, yellow_on, law_on, step_dues, submitted_at, updated_at)
      select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'W7-' || n, '150600000000', ${item}, '示例事项', 1, '示例部门', '11150600MB10500008',
        'w7', 'person', '示例', 'w7', case when waits then 'accepted' else 'received' end, case when waits then 'review' else 'accept' end, 1, day - 10, day - 10,
        case when waits then day - 9 end, case when waits then due end, case when waits then due when silent then day - 1 else day + n % 5 end,
        case when waits then due - 2 end, case when waits then null when silent then day else day + n % 5 + 1 end,
        case when waits then array[day + case when n % 100 = 0 then -1 else 3 end] else '{}' end, now(), now()
      from (
        select n, ${today}::date as day, n % 10 < 7 as waits, n % 1000 in (8, 9) as silent, ${today}::date + n / 10 % 11 - 1 as due
        from generate_series(${from}::int, ${to}::int) as n
      ) as made`
  })

/** The journals of those on whom the law acts tonight. */
const insertJournals = (city: City, today: LocalDate, submit: object) => city.db.sql`
  insert into casework.journal (case_id, position, division, body, at, prev_hash, hash)
  select id, 1, division, ${JSON.stringify(submit)}::jsonb, now(), '', repeat('0', 64)
  from casework.matter
  where law_on = ${today}
    and stage = 'received'`

const pinnedOf = async (city: City): Promise<Pinned> => {
  const [item] = await city.db.sql<{ code: string }>`select code from catalogue.item where applicable order by code limit 1`
  return {
    item: item?.code ?? '', itemName: '示例事项', guideVersion: 1, itemType: '01', division: '150600000000', department: '示例部门', departmentCode: '11150600MB10500008',
    depth: '4', unit: 'workday', legal: 20, promised: 10, instant: false, steps: [], toleratesGaps: false,
  } // biome-ignore format: a matter
}

/** The change of day over a million open cases: seconds, and the memory it takes beside what the process had. */
const night = async (city: City): Promise<Figure[]> => {
  const today = { date: localDateAt(Date.now()), calendar: await loadCalendar(city.db.sql) }
  const received = addDays(today.date, -10)
  const submit = {
    type: 'submit',
    by: { role: 'applicant', id: 'w7', name: '示例' },
    on: received,
    doneOn: received,
    pinned: await pinnedOf(city),
  }
  for (let at = 0; at < openCases; at += chunk) await insertOpen(city, at + 1, at + chunk, today.date, submit.pinned.item)
  await city.db.sql`analyze casework.matter`
  await insertJournals(city, today.date, submit)
  await city.db.sql`insert into casework.tick (name, done_on) values ('midnight', ${addDays(today.date, -1)}) on conflict do nothing`
  const casework = await caseworkOn(city.db, secrets(secret))
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  const begun = performance.now()
  const done = await midnight(casework, { today, now: new Date().toISOString() })
  const seconds = (performance.now() - begun) / 1000
  clearInterval(watch)
  const dataset = `${openCases} open cases: ${done.acted} deemed accepted, ${done.turned} lamps told`
  return [
    { workload: 'W7 midnight', unit: 's', value: Number(seconds.toFixed(1)), n: 1, dataset },
    { workload: 'W7 midnight memory', unit: 'MB more', value: Math.round((most - before) / 1048576), n: 1, dataset },
  ]
}

/** W7: clocks. Folding a long journal, `tongban clock` on one core, the change of day over a million open cases. */
export const clocks = async (city: City): Promise<Figure[]> => [folding(), clocking(city), ...(await night(city))]
