import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Grant, type GrantAct, grantActs } from '../terms/grants.ts'
import type { Applicant } from '../terms.ts'
import { covers, grantStateAt, isWithin, mayActFor } from './grants.ts'

const water = '11150600011680000X'
const item = `${water}3000101001000`
const grantOf = (more: Partial<Grant> = {}): Grant => ({
  id: 'g1',
  relation: 'agent',
  principal: { kind: 'organisation', id: 'org', name: '示例公司' },
  acts: ['view', 'apply'],
  scope: [item],
  since: '2026-01-01T00:00:00.000Z',
  until: '2026-12-31T00:00:00.000Z',
  ...more,
})
const applicant = (more: Partial<Applicant> = {}): Applicant => ({
  kind: 'applicant', accountId: 'a', personId: 'p', name: '示例丁', phone: '', level: 'realName', ...more,
}) // biome-ignore format: one person
const asAgent = (...grants: Grant[]) => applicant({ organisation: { id: 'org', name: '示例公司', uscc: 'x', byGrant: true }, grants })
const allows = (viewer: Applicant, act: GrantAct, of: string, on: string | undefined = item) =>
  !('refused' in mayActFor(viewer, act, { principalId: of, ...(on ? { item: on } : {}) }))

test('S-050 every act × (in scope, out of scope): a 经办人 may do exactly what his grant names', () => {
  for (const act of Object.keys(grantActs) as GrantAct[]) {
    assert.equal(allows(asAgent(grantOf()), act, 'org'), ['view', 'apply'].includes(act), act)
    assert.equal(allows(asAgent(grantOf()), act, 'org', `${water}3000101002000`), false, `${act} beside its items`)
    assert.equal(allows(asAgent(), act, 'org'), false, `${act} without a grant`)
  }
})

test('S-050 the 法定代表人, the account of the organisation and oneself need no grant; a stranger gets nowhere', () => {
  const legal = applicant({ organisation: { id: 'org', name: '示例公司', uscc: 'x' } })
  for (const act of Object.keys(grantActs) as GrantAct[]) {
    assert.ok(allows(legal, act, 'org'))
    assert.ok(allows(applicant(), act, 'p'))
    assert.equal(allows(legal, act, 'p'), false, 'who acts for an organisation does not act for himself')
    assert.equal(allows(applicant(), act, 'org'), false)
    assert.equal(allows(applicant(), act, 'other'), false)
  }
})

test('S-050 a grant over a department reaches its items and no other department; one over everything reaches all', () => {
  assert.ok(covers([water], item))
  assert.equal(covers([water], '11150600MB1950000F3000101001000'), false)
  assert.ok(covers([], undefined))
  assert.equal(covers([water], undefined), false, 'what is not about a matter needs a grant over all of them')
})

test('S-050 the refusal names the grant: whose, what it allows, until when; and the article', () => {
  const refusal = mayActFor(asAgent(grantOf()), 'withdraw', { principalId: 'org', item })
  assert.ok('refused' in refusal)
  assert.equal(refusal.refused, 'outside-grant')
  assert.match(refusal.detail ?? '', /示例公司.*查看、申报.*2026-12-31/)
  assert.equal(refusal.article, '民法典第一百六十五条')
})

test('S-051 a grant of a person counts when the helper acts in his own name, not when he acts for an organisation', () => {
  const old = grantOf({ relation: 'family', principal: { kind: 'person', id: 'old', name: '示例戊' } })
  assert.ok(allows(applicant({ grants: [old] }), 'apply', 'old'))
  assert.equal(allows(asAgent(old), 'apply', 'old'), false)
})

test('S-050 what is passed on lies within what was given: acts, matters, days, and it is not passed on again', () => {
  const outer = grantOf({ acts: ['view', 'apply', 'delegate'], scope: [water] })
  assert.ok(isWithin(grantOf(), outer))
  for (const wider of [
    { acts: ['withdraw'] as const },
    { acts: ['delegate'] as const },
    { scope: [] },
    { scope: ['11150600MB1950000F'] },
    { until: '2027-01-01T00:00:00.000Z' },
    { since: '2025-12-31T00:00:00.000Z' },
  ])
    assert.equal(isWithin(grantOf(wider), outer), false, JSON.stringify(wider))
})

test('S-050 where a grant stands: offered, later, active, over, frozen by another 法定代表人, ended', () => {
  const at = '2026-06-01T00:00:00.000Z'
  const standing = { since: '2026-01-01T00:00:00.000Z', until: '2026-12-31T00:00:00.000Z', acceptedAt: at, endedAt: null, isFrozen: false }
  assert.equal(grantStateAt(standing, at), 'active')
  assert.equal(grantStateAt({ ...standing, acceptedAt: null }, at), 'offered')
  assert.equal(grantStateAt({ ...standing, since: '2026-07-01T00:00:00.000Z' }, at), 'later')
  assert.equal(grantStateAt({ ...standing, until: at }, at), 'over')
  assert.equal(grantStateAt({ ...standing, isFrozen: true }, at), 'frozen')
  assert.equal(grantStateAt({ ...standing, isFrozen: true, endedAt: at }, at), 'ended')
})
