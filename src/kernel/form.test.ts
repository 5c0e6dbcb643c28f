import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, type Json } from './canonical.ts'
import { answerText, checkAnswers, type Field, type Form, fieldsOf, isAsked, isPageAsked, readAnswers } from './form.ts'
import { fen, readYuan, yuan } from './money.ts'
import { maskIdNumber, maskName, maskPhone } from './text.ts'

const fields: Field[] = [
  { name: 'name', label: '姓名', kind: 'text', max: 10 },
  { name: 'id', label: '身份证号码', kind: 'idNumber' },
  { name: 'born', label: '出生日期', kind: 'date' },
  {
    name: 'kind',
    label: '任教学段',
    kind: 'radios',
    options: [
      { value: 'high', label: '高级中学' },
      { value: 'vocational', label: '中等职业学校' },
    ],
  },
  { name: 'subject', label: '任教专业', kind: 'text', when: { field: 'kind', is: ['vocational'] } },
  { name: 'note', label: '补充说明', kind: 'textarea', optional: true },
]
const right = { name: '示例甲', id: '11010519491231002x', 'born.y': '１９４９', 'born.m': '12', 'born.d': '31', kind: 'high' }

test('U-038: what people type is read as they mean it', () => {
  const { answers, errors } = readAnswers(fields, right)
  assert.deepEqual(errors, [])
  assert.equal(answers.born, '1949-12-31')
  assert.equal(answers.id, '11010519491231002X')
})
test('U-037: a wrong answer is kept, and the message says how to mend it', () => {
  const { answers, errors } = readAnswers(fields, { ...right, 'born.m': '13', id: '123', kind: 'primary' })
  assert.equal(answers.id, '123')
  assert.equal(answers.born, '1949-13-31')
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['id', 'born', 'kind'],
  )
  assert.match(errors[1]?.message ?? '', /年 月 日/)
})
test('an empty required question asks for itself by name; an optional one does not', () =>
  assert.deepEqual(
    checkAnswers(fields, {}).map(({ message }) => message),
    ['请填写姓名', '请填写身份证号码', '请填写出生日期', '请选择任教学段'],
  ))
test('a question is asked only when its condition holds', () => {
  assert.equal(readAnswers(fields, { ...right, kind: 'vocational' }).errors[0]?.message, '请填写任教专业')
  assert.deepEqual(readAnswers(fields, { ...right, kind: 'vocational', subject: '机电' }).errors, [])
})
test('answers read back in the words of the page', () => {
  const [, , born, kind] = fields as [Field, Field, Field, Field]
  assert.equal(answerText(born, '1949-12-31'), '1949年12月31日')
  assert.equal(answerText(kind, 'high'), '高级中学')
  assert.equal(answerText(kind, ''), '未填写')
})
test('keys the form does not ask for are not read', () =>
  assert.equal('role' in readAnswers(fields, { ...right, role: 'admin' }).answers, false))

test('money is whole 分', () => {
  assert.equal(readYuan('1,234.5'), 123450)
  assert.equal(yuan(fen(123450)), '1,234.50 元')
  assert.throws(() => fen(0.1), RangeError)
  for (const text of ['', '-', '1.234', '一百']) assert.equal(readYuan(text), undefined, text)
})
test('names, phones and id numbers are masked as domain F3 says', () => {
  assert.equal(maskName('张三'), '张*')
  assert.equal(maskName('李小敏'), '李*敏')
  assert.equal(maskName('𬭎𫖯'), '𬭎*')
  assert.equal(maskPhone('13800003210'), '138****3210')
  assert.equal(maskIdNumber('150603199001010012'), '150603********0012')
})
test('canonical JSON does not depend on the order of members', () => {
  assert.equal(canonical({ b: 1, a: [true, null, { d: '二', c: undefined }] }), '{"a":[true,null,{"d":"二"}],"b":1}')
  fc.assert(fc.property(fc.jsonValue(), (value) => canonical(JSON.parse(canonical(value as Json))) === canonical(value as Json)))
})

test('R-066: a page with a condition is asked, and checked, only when other pages were answered so', () => {
  const rented: Form = {
    pages: [
      { id: 'p1', title: '经营场所', fields: [{ name: 'place', label: '场所', kind: 'text' }] },
      {
        id: 'p2',
        title: '租赁',
        when: { field: 'place', is: ['rent'] },
        fields: [
          { name: 'lessor', label: '出租人', kind: 'text' },
          { name: 'until', label: '租期', kind: 'text', when: { feel: 'lessor = "示例"' } },
        ],
      },
    ],
  }
  const faults = (answers: Record<string, string>) => checkAnswers(fieldsOf(rented), answers).map(({ field }) => field)
  assert.deepEqual(faults({ place: 'own' }), [])
  assert.deepEqual(faults({ place: 'rent' }), ['lessor'])
  assert.deepEqual(faults({ place: 'rent', lessor: '示例' }), ['until'], 'its own condition holds beside that of the page')
  assert.deepEqual(faults({ place: 'own', lessor: '示例' }), [])
  assert.ok(!isPageAsked({ pageWhen: rented.pages[1]?.when }, { place: 'own' }))
  assert.ok(fieldsOf(rented).every((field) => isAsked(field, { place: 'rent', lessor: '示例' })))
})

test('只有一项的多选框没有勾，说的是勾选', () => {
  const field = { name: 'agreed', label: '监护人同意', kind: 'checkboxes', options: [{ value: '1', label: '我同意' }] } as const
  assert.deepEqual(readAnswers([field], {}).errors, [{ field: 'agreed', message: '请勾选监护人同意' }])
})

test('题目本身是问句的没有答，说的是请回答，不是“请选择…吗”', () => {
  const field = { name: 'q', label: '您毕业于师范教育类专业吗？', kind: 'radios', options: [{ value: 'y', label: '是' }] } as const
  assert.deepEqual(readAnswers([field], {}).errors, [{ field: 'q', message: '请回答：您毕业于师范教育类专业吗？' }])
})
