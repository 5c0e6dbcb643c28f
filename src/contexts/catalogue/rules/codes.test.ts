import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usccCheckDigit } from '../../../kernel/identifiers.ts'
import { basePattern, codeNotes, partsOfCode } from './codes.ts'

const first = '11150600MB1310000'
const uscc = first + usccCheckDigit(first)
const baseCode = '150131001000'
const coded = { code: `${uscc}3${baseCode}`, baseCode, departmentCode: uscc, level: '3', type: '01' } as const

test('B2: 实施编码 = 18 + 1 + 12, 业务办理项编码 = 实施编码 + 01–99; the sample of the standard is read', () => {
  assert.deepEqual(partsOfCode('11440232MB2D06811W4000117051000'), {
    uscc: '11440232MB2D06811W',
    level: '4',
    baseCode: '000117051000',
    implementation: '11440232MB2D06811W4000117051000',
  })
  assert.equal(partsOfCode(`${coded.code}01`)?.implementation, coded.code)
  for (const bad of [`${coded.code}00`, `${coded.code}1`, coded.code.slice(1), `${uscc}8${baseCode}`])
    assert.equal(partsOfCode(bad), undefined)
})

test('B2: 基本编码 has 12 signs; letters without I O Z S V', () => {
  assert.ok(basePattern.test('000117051000') && basePattern.test('15012A0T1000'))
  for (const sign of 'IOZSV') assert.equal(basePattern.test(`1501230${sign}1000`), false, sign)
})

test('B2: codes that fit one another need no note; each thing that does not fit is told by itself', () => {
  assert.deepEqual(codeNotes(coded), [])
  assert.match(codeNotes({ ...coded, baseCode: '150131002000' }).join(), /基本编码是 150131001000/)
  assert.match(codeNotes({ ...coded, departmentCode: 'x' }).join(), /前 18 位/)
  assert.match(codeNotes({ ...coded, level: '4' }).join(), /行使层级是 3/)
  assert.match(codeNotes({ ...coded, type: '07' }).join(), /事项类型是 01/)
  const wrong = `${first}${uscc.endsWith('0') ? '1' : '0'}`
  assert.match(codeNotes({ ...coded, code: `${wrong}3${baseCode}`, departmentCode: wrong }).join(), /校验码不对/)
})

test('B2: an opaque foreign code is kept and told of once', () => {
  assert.deepEqual(codeNotes({ ...coded, code: 'FW-2019/008' }).length, 1)
})
