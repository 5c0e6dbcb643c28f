import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../kernel/date.ts'
import { isLicenceIdentifier, lastDay, licenceIdentifier, licenceNumber, licenceState } from './rules.ts'

const known = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U'

test('证照标识: the vector of a licence in circulation (GB/T 36904, domain.md B8)', () => {
  assert.equal(licenceIdentifier('11100000000013338W011', '11430000006122244L', '20230000403', 1), known)
  assert.ok(isLicenceIdentifier(known))
})

test('证照标识: every changed character of the four parts is noticed', () => {
  const start = '1.2.156.3005.2.'.length
  for (let i = start; i < known.length; i += 1) {
    if (known[i] === '.') continue
    const other = known[i] === '7' ? '8' : '7'
    assert.ok(!isLicenceIdentifier(known.slice(0, i) + other + known.slice(i + 1)), `position ${i}`)
  }
})

test('证照编号: 区划, year, six digits', () => assert.equal(licenceNumber('150602000000', 2026, 7), '1506022026000007'))

test('a licence of so many months ends the day before the same day', () => {
  const cases: [string, number, string][] = [
    ['2026-03-02', 36, '2029-03-01'],
    ['2026-03-01', 12, '2027-02-28'],
    ['2027-03-01', 12, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-14'],
    ['2024-02-29', 12, '2025-02-28'],
  ]
  for (const [from, months, to] of cases) assert.equal(lastDay(localDate(from), months), to, from)
})

test('a licence is valid from its first to its last day, both counted; how it ended wins', () => {
  const licence = { validFrom: localDate('2026-03-02'), validTo: localDate('2029-03-01') }
  const on = (day: string) => licenceState(licence, localDate(day))
  assert.deepEqual(['2026-03-01', '2026-03-02', '2029-03-01', '2029-03-02'].map(on), ['notYetValid', 'valid', 'valid', 'expired'])
  for (const endedAs of ['changed', 'reissued', 'cancelled', 'revoked'] as const)
    assert.equal(licenceState({ ...licence, endedAs }, localDate('2027-01-01')), endedAs)
  assert.equal(licenceState({ validFrom: licence.validFrom, validTo: null }, localDate('2099-01-01')), 'valid')
})
