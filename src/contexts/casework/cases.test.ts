import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefusal } from '../../kernel/refusal.ts'
import { decide, evolve, fold, unopened } from './decide.ts'
import { clockOf } from './rules/clock.ts'
import { openActs, refusalFor } from './rules/procedure.ts'
import { type ActName, acts, type Case, type CaseEvent, type Role, roles, type Today } from './terms.ts'
import { actorOf, on } from './testing.ts'

type Journal = { readonly title: string; readonly today: string; readonly expected: Record<string, unknown>; readonly events: CaseEvent[] }
const folder = new URL('../../../cases/', import.meta.url)
const journals = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Journal) }))

/** What a journal may expect: members of the case, dates and counts of the clock. */
const shown = (state: Case, today: string): Record<string, unknown> => {
  const clock = clockOf(state, on(today))
  const { noticeDue, legalDue, promisedDue, supplementDue, deliverDue, used, remaining, lamp, overdueWorkdays } = clock
  const dates = {
    noticeDue: noticeDue?.on,
    legalDue: legalDue?.on,
    promisedDue: promisedDue?.on,
    supplementDue: supplementDue?.on,
    deliverDue: deliverDue?.on,
  }
  return { ...state, ...dates, used, remaining, lamp, overdueWorkdays, provisional: promisedDue?.provisional }
}

test('至少七十份办件日志，每个行为至少出现两次', () => {
  assert.ok(journals.length >= 70)
  const times = new Map<string, number>()
  for (const { type } of journals.flatMap(({ events }) => events)) times.set(type, (times.get(type) ?? 0) + 1)
  assert.deepEqual(
    Object.keys(acts).filter((act) => (times.get(act) ?? 0) < 2),
    [],
  )
})

/** Every act, without details, by one actor in a case: open ones are refused for their details at most, others with article, state and what is open. */
const tryAll = (c: Case, role: Role, today: Today): number => {
  const by = actorOf(role)
  const open = openActs(c, by, today)
  for (const type of Object.keys(acts) as ActName[]) {
    const refusal = refusalFor({ type, by }, c, today)
    if (!open.includes(type)) assert.ok(refusal, type)
    if (!refusal) continue
    assert.ok(refusal.article && refusal.title, `${type}: ${refusal.refused}`)
    assert.deepEqual([refusal.act, refusal.state, refusal.open], [type, c.stage, open])
  }
  return Object.keys(acts).length
}

test('每份日志的每一步：每个角色的每个行为或者开放，或者被拒绝并说明条文、状态和可以做的事', () => {
  const steps = journals.flatMap(({ events }) => events.map((e, i) => ({ c: fold(events.slice(0, i + 1)), today: on(e.doneOn) })))
  const tried = steps.flatMap(({ c, today }) => (Object.keys(roles) as Role[]).map((role) => tryAll(c, role, today)))
  assert.ok(tried.reduce((sum, n) => sum + n, 0) > 100_000)
})

for (const { name, title, today, expected, events } of journals)
  test(`${name}:${title}`, () => {
    const actual = shown(fold(events), today)
    for (const [member, value] of Object.entries(expected)) assert.deepEqual(actual[member], value, member)
    // What has happened could happen: each entry is again what deciding gives.
    let state = unopened
    for (const { on: counted, doneOn, ...act } of events) {
      const outcome = decide(act, state, on(doneOn))
      assert.ok(!isRefusal(outcome), isRefusal(outcome) ? `${act.type}: ${outcome.refused}` : '')
      assert.equal(outcome[0]?.on, counted)
      state = outcome.reduce(evolve, state)
    }
  })
