import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Photo, Pinned } from '../terms.ts'
import { attempt, refusedCode, type Step, testPinned } from '../testing.ts'

const visit: Pinned['steps'] = [{ id: 'visit', name: '现场核查', by: 'approver', days: 5, twoPersons: true }]
const desk: Pinned['steps'] = [{ id: 'review', name: '审查', by: 'approver', days: 5 }]
const accepted: Step[] = [
  ['submit', '2026-07-06'],
  ['accept', '2026-07-06'],
]
const photo = (n: number, type = 'image/jpeg'): Photo => ({
  sha256: n.toString(16).padStart(64, '0'),
  name: `取水口${n}.jpg`,
  size: 2_000_000,
  type,
})
const some = (count: number): Photo[] => Array.from({ length: count }, (_, i) => photo(i))
const passing = (photos: readonly Photo[], steps = visit) =>
  attempt(accepted, ['passStep', '2026-07-09', { secondPerson: '李四', secondPersonId: 'approver-9', photos }], { ...testPinned, steps })

test('行政许可法第三十四条 现场核查带1至12张照片；没有的、第13张、重复的、别的格式都不收', () => {
  assert.equal(refusedCode(passing(some(1))), undefined)
  assert.equal(refusedCode(passing([...some(11), photo(11, 'image/png')])), undefined)
  for (const wrong of [[], some(13), [photo(1), photo(1)], [photo(1, 'application/pdf')], [photo(1, 'image/heic')]])
    assert.equal(refusedCode(passing(wrong)), 'photos-fit', JSON.stringify(wrong.length))
})

test('一个人在办公室审查的环节不带现场照片', () => {
  assert.equal(refusedCode(passing(some(1), desk)), 'photos-of-site')
})
