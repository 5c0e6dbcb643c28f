import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { planChange, publishGuide } from '../../catalogue/index.ts'
import { done, moment, readyDraft, testCity, testGuide } from '../testing-city.ts'
import { createDraft } from './begin.ts'
import { createDraftAbout } from './begin-about.ts'
import { submitDraft } from './submit.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city

test('R-050: an item stops accepting on the day it was ordered for, and not before, though no night ran', async () => {
  const [first, second] = [await readyDraft(city), await readyDraft(city)]
  const order = { change: '取消', reason: '国务院决定取消', on: localDate('2026-03-10'), by: '目录管理员' } as const
  assert.ok(!isRefusal(await planChange(db, testGuide.code, order, localDate('2026-03-02'))))
  const submit = (id: string, day: string) => submitDraft(casework, id, { viewer: viewers.citizen1, key: randomUUID() }, moment(day))
  done(await submit(first, '2026-03-09'))
  const refused = await submit(second, '2026-03-10')
  assert.ok(isRefusal(refused))
  assert.equal(refused.refused, 'item-not-open')
  assert.match(refused.detail ?? '', /自2026年3月10日起不再办理。原因：国务院决定取消/)
  const begun = await createDraft(casework, { item: testGuide.code, viewer: viewers.citizen1 }, moment('2026-03-10'))
  assert.ok(isRefusal(begun) && begun.refused === 'item-not-open')
})

test('R-050: nothing is begun about a licence of an item on the day it ends, though no night ran', async () => {
  const item = { ...testGuide, code: `${testGuide.code.slice(0, -1)}Z` }
  await db.transaction((sql) => publishGuide(sql, item, { by: '测试', on: localDate('2026-03-02') }))
  const order = { change: '取消', reason: '国务院决定取消', on: localDate('2026-03-10'), by: '目录管理员' } as const
  assert.ok(!isRefusal(await planChange(db, item.code, order, localDate('2026-03-02'))))
  const about = { kind: 'renew', licence: 'L1' } as const
  const begin = (day: string) => createDraftAbout(casework, { about, item: item.code, like: '', viewer: viewers.citizen1 }, moment(day))
  assert.ok('id' in (await begin('2026-03-09')))
  const refused = await begin('2026-03-10')
  assert.ok(isRefusal(refused) && refused.refused === 'item-not-open', JSON.stringify(refused))
})
