import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Form } from '../../../kernel/form.ts'
import { maskNumbers, numbersIn } from './numbers.ts'

const form: Form = {
  pages: [
    {
      id: 'who',
      title: '申请人',
      fields: [
        { name: 'holder', label: '证件号码', kind: 'idNumber' },
        { name: 'phone', label: '手机号码', kind: 'text', prefill: 'person.phone' },
        { name: 'area', label: '面积', kind: 'number' },
      ],
    },
  ],
}
const answers = { holder: '150602198803159029', phone: '13900010001', area: '12345678', old: ['13900010002', '甲'] }

test('S-092 numbers of persons are starred by what their question asks for; other numbers stay', () => {
  assert.deepEqual(maskNumbers(form, answers), {
    holder: '150602********9029',
    phone: '139****0001',
    area: '12345678',
    old: ['139****0002', '甲'],
  })
  assert.deepEqual(numbersIn(form, answers), ['holder', 'phone', 'old'])
})

test('S-092 without the form, or without the question, whatever looks like a number of a person is starred', () => {
  const text = '本人 150602 19880315 9029，电话139-0001-0001'
  const starred = maskNumbers(undefined, { ...answers, note: text, name: '张三' })
  assert.ok(!/\d{7}/.test(JSON.stringify(starred).replace(/[\s-]/g, '')), JSON.stringify(starred))
  assert.equal(starred.name, '张三')
  assert.deepEqual(numbersIn(undefined, { holder: answers.holder, name: '张三' }), ['holder'])
})
