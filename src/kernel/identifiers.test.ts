import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { birthOf, isIdNumber, isMobile, isUscc, licenceCheckDigit, sexOf, tidyIdentifier } from './identifiers.ts'

const vectors = new URL('../../../shared/data/id_vectors/', import.meta.url)
const rows = (name: string) =>
  readFileSync(new URL(name, vectors), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('GB 11643: the vectors of the standard, and a date that does not exist', () => {
  for (const id of ['11010519491231002X', '150603199001010012', '150602198506150028', '150627197811301016'])
    assert.equal(isIdNumber(id), true, id)
  assert.equal(isIdNumber('150622200102290011'), false, '2001-02-29 does not exist')
  assert.equal(isIdNumber('150603199001010013'), false)
})
test('GB 32100: real codes and one wrong character', () => {
  for (const code of ['11440232MB2D06811W', '12441500196720244T', '11420503087246977F', '113700000045046442'])
    assert.equal(isUscc(code), true, code)
  assert.equal(isUscc('11440232MB2D06811X'), false)
})
test('GB/T 36904: the check character of a 证照标识', () =>
  assert.equal(licenceCheckDigit(['11100000000013338W011', '11430000006122244L', '20230000403', '001']), 'U'))
test('U-038: full-width digits, spaces and a lower-case x are accepted', () => {
  assert.equal(tidyIdentifier('１１０１０５ 1949-1231 002x'), '11010519491231002X')
  assert.equal(isMobile(tidyIdentifier('138 0000-1234')), true)
})
test('an id number tells the birth date and the sex', () => {
  assert.equal(birthOf('150603199001010012'), '1990-01-01')
  assert.equal(sexOf('150603199001010012'), '男')
})
test('published id vectors', { skip: !existsSync(vectors) }, () => {
  const decided: Record<string, boolean> = { normalise: true, decide: true, '15-digit': false }
  const ids = rows('resident_id_synthetic.jsonl').filter(({ why }) => why !== 'birth in the future') // needs today: checked at 实名
  const wrong = ids.filter(({ id, expect }) => isIdNumber(tidyIdentifier(id)) !== (decided[expect] ?? expect))
  assert.deepEqual(
    wrong.map(({ id, why }) => `${id} ${why}`),
    [],
  )
  const codes = rows('uscc.jsonl')
  assert.deepEqual(
    codes
      .filter(({ uscc, valid_checksum, expect }) => isUscc(uscc) !== (expect && valid_checksum !== false))
      .map(({ uscc, why }) => `${uscc} ${why}`),
    [],
  )
})
