import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { isRefusal } from '../../kernel/refusal.ts'
import { decide, evolve, fold, unopened } from './decide.ts'
import { clockOf } from './rules/clock.ts'
import type { Case, CaseEvent } from './terms.ts'
import { on } from './testing.ts'

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

test('至少十二份办件日志', () => assert.ok(journals.length >= 12))

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
