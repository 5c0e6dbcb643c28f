import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { demoCatalogue } from '../../demo-catalogue.ts'
import type { DraftRow, ListKind, ListRow } from '../../terms/lists.ts'
import { listKinds } from '../../terms/lists.ts'
import type { Guide } from '../../terms.ts'
import { listDifference, mayWrite, publishRefusal, rederived, rowProblems } from './course.ts'
import { deriveRows } from './derive.ts'
import { listAbout } from './kinds.ts'

const all = demoCatalogue(join(import.meta.dirname, '../../../../../data'))
const division = '150600000000'
const city = all.filter((guide) => guide.division === division)
const rows = (kind: ListKind, guides: readonly Guide[] = city, region: readonly Guide[] = all) =>
  deriveRows(kind, { division, guides, region })
const codesOn = (kind: ListKind) => new Set(rows(kind).flatMap(({ codes }) => codes))
const [sample] = city
assert.ok(sample)
const bare: Guide = { ...sample, type: '20', charges: [], specialProcedures: [], materials: [], integratedWindow: false, onPromise: false }

test('every list is made of exactly the guides that say so themselves, counted by a plain look at each guide', () => {
  const says: readonly (readonly [ListKind, (guide: Guide) => boolean])[] = [
    ['catalogue', () => true],
    ['powers', ({ type }) => type !== '20'],
    ['duties', ({ type }) => type !== '20'],
    ['proofs', ({ materials }) => materials.some(({ name, fromForm }) => name.includes('证明') && !fromForm)],
    ['promises', ({ onPromise }) => onPromise === true],
    ['gaps', ({ materials }) => materials.some(({ need }) => need === '3')],
    ['intermediaries', ({ specialProcedures }) => specialProcedures.some(({ name }) => /中介|验资/.test(name))],
    ['charges', (guide) => guide.charges.length > 0],
    ['one-window', ({ integratedWindow }) => integratedWindow],
  ]
  for (const [kind, holds] of says) {
    const wanted = city.filter(holds).map(({ code }) => code)
    assert.ok(wanted.length > 0, kind)
    assert.deepEqual([...codesOn(kind)].toSorted(), wanted.toSorted(), kind)
  }
  assert.deepEqual(rows('negative'), [])
})

test('a guide that says nothing of the kind is on no list but the 目录清单', () => {
  for (const kind of Object.keys(listKinds) as ListKind[])
    assert.equal(rows(kind, [bare], [bare]).length, kind === 'catalogue' ? 1 : 0, kind)
})

test('R-064: 业务办理项 hang on the row of their item (1:n); the same charge of two items is one row (n:1)', () => {
  const power: Guide = { ...bare, type: '01', charges: [{ name: '工本费', standard: '每证', basis: '收费办法' }] }
  const matters = [power, { ...power, code: `${power.code}01` }, { ...power, code: `${power.code}02` }]
  assert.deepEqual(rows('powers', matters).map(({ codes }) => codes), [matters.map(({ code }) => code)]) // biome-ignore format: one
  const twin = { ...power, code: 'another' }
  assert.deepEqual(rows('charges', [power, twin]).map(({ name, codes, basis }) => [name, codes, basis]), [['工本费', [power.code, 'another'], '《收费办法》']]) // biome-ignore format: one
})

test('R-099: 全市通办 is what every 旗区 carries out, and what one of them does not is not', () => {
  const banners = [...new Set(all.filter(({ level }) => level === '4').map((guide) => guide.division))]
  assert.equal(banners.length, 9)
  const everywhere = (code: string): boolean =>
    banners.every((banner) => all.some((guide) => guide.division === banner && guide.baseCode === code))
  const wanted = new Set(all.map(({ baseCode }) => baseCode).filter(everywhere))
  const found = rows('cross-region')
  assert.equal(found.length, wanted.size)
  const [code] = [...wanted]
  const without = all.filter((guide) => !(guide.baseCode === code && guide.division === banners[3]))
  assert.equal(rows('cross-region', city, without).length, wanted.size - 1)
})

const officer = (accountId: string, roles: readonly string[], own = division, departmentCode = '') => ({ accountId, roles, division: own, departmentCode }) // biome-ignore format: one
const draft = { division, authors: ['writer'] }

test('two persons: who wrote in a version does not publish it; an editor never publishes', () => {
  assert.equal(publishRefusal(officer('other', ['catalogueAdmin']), draft), undefined)
  assert.equal(publishRefusal(officer('writer', ['catalogueAdmin']), draft)?.refused, 'own-draft')
  assert.equal(publishRefusal(officer('other', ['editor']), draft)?.refused, 'not-your-list')
})

test('R-046 R-047: a place writes its own lists; those of a 苏木乡镇 are written by its 旗区 and not by the town or the city', () => {
  const town = '150602001000'
  assert.ok(mayWrite(officer('a', ['editor']), division))
  assert.ok(mayWrite(officer('a', ['catalogueAdmin'], '150602000000'), town))
  for (const own of [town, division, '150603000000']) assert.equal(mayWrite(officer('a', ['catalogueAdmin'], own), town), false, own)
  assert.equal(mayWrite(officer('a', ['editor'], division, sample.departmentCode), division), false)
  assert.equal(mayWrite(officer('a', ['clerk']), division), false)
})

const row = (change: Partial<DraftRow> = {}): DraftRow => ({ id: 'r1', own: false, name: '甲', department: '局', basis: '《法》', facts: {}, codes: ['c1'], sample: false, ...change }) // biome-ignore format: a row

test('R-103 R-111 R-112: a charge, a proof, an intermediary service without 依据 is not published; nor a row of an item that does not exist', () => {
  const known = new Set(['c1'])
  for (const kind of Object.keys(listKinds) as ListKind[]) {
    assert.deepEqual(rowProblems(kind, [row()], known), [])
    assert.equal(rowProblems(kind, [row({ basis: ' ' })], known).length, listAbout[kind].needsBasis ? 1 : 0, kind)
  }
  for (const kind of ['charges', 'proofs', 'intermediaries'] as const) assert.ok(listAbout[kind].needsBasis)
  assert.equal(rowProblems('gaps', [row({ name: '', department: '', codes: ['c2'] })], known).length, 3)
})

test('made from the guides again, rows written by hand stay as they are and take the place of the derived ones', () => {
  const own = row({ id: 'mine', own: true, basis: '《手写》' })
  const derived: ListRow[] = [row(), row({ name: '乙' })]
  assert.deepEqual(
    rederived([row({ id: 'old', name: '旧' }), own], derived, (_, i) => `new${i}`).map(({ id, name, basis }) => [id, name, basis]),
    [
      ['mine', '甲', '《手写》'],
      ['new0', '乙', '《法》'],
    ],
  )
})

test('what a version adds and takes away is counted by what the rows say, not by their order', () => {
  const [a, b, c] = [row(), row({ name: '乙' }), row({ name: '丙' })]
  assert.deepEqual(listDifference([a, b], [b, a]), { added: 0, removed: 0 })
  assert.deepEqual(listDifference([a, b], [b, c]), { added: 1, removed: 1 })
  assert.deepEqual(listDifference([a], [row({ facts: { standard: '10 元' } })]), { added: 1, removed: 1 })
})
