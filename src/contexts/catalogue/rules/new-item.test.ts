import assert from 'node:assert/strict'
import { test } from 'node:test'
import { implementationCode, levelOf, lockFaults, nextMatterCode, refuseLevel } from './new-item.ts'

const code = '11150600MB1528604A3150105001000'

test('B2: an 实施编码 is made of 实施主体, 行使层级 and 基本编码; a 业务办理项 takes the next free number', () => {
  assert.deepEqual(['150600000000', '150602000000', '150602101000'].map(levelOf), ['3', '4', '5'])
  assert.equal(implementationCode('11150600MB1528604A', '3', '150105001000'), code)
  assert.equal(nextMatterCode(code, []), `${code}01`)
  assert.equal(nextMatterCode(`${code}02`, [`${code}01`, `${code}02`]), `${code}03`)
  assert.equal(nextMatterCode('foreign-7', []), undefined)
  const all = Array.from({ length: 99 }, (_, i) => `${code}${String(i + 1).padStart(2, '0')}`)
  assert.equal(nextMatterCode(code, all), undefined)
})

test('R-046: an entry of the 基本目录 is carried out on the levels it names; without a name, or 分级管理, on all', () => {
  assert.equal(refuseLevel({ levels: ['3', '4'] }, '4'), undefined)
  assert.equal(refuseLevel({ levels: [] }, '5'), undefined)
  assert.equal(refuseLevel({ levels: ['7'] }, '5'), undefined)
  assert.match(refuseLevel({ levels: ['2'] }, '3')?.title ?? '', /自治区级/)
})

test('R-065: name, type and basis are those of the 基本目录: brought to it or left, never made something else', () => {
  const base = { name: '取水许可', type: '01', basis: [{ title: '水法' }] } as const
  const same = { code, ...base }
  const faults = (now: Parameters<typeof lockFaults>[2], ...before: Parameters<typeof lockFaults>[1]) =>
    lockFaults(base, before, now).map(({ field }) => field)
  assert.deepEqual(faults(same), [])
  assert.deepEqual(faults({ ...same, name: '取水', type: '07', basis: [] }), ['name', 'type', 'basis'])
  const other = { ...same, name: '取水许可(旧)' }
  assert.deepEqual(faults(other, other), [], 'what differed before may stay')
  assert.deepEqual(faults(same, other), [], 'or be brought to it')
  assert.deepEqual(faults({ ...same, name: '取水证' }, other), ['name'])
  assert.deepEqual(faults({ ...same, code: `${code}01`, name: '取水许可延续' }), [], 'a 业务办理项 is named by what is handled')
})
