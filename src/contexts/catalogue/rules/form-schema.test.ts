import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { isFeel } from '../../../kernel/condition.ts'
import { type Answers, type Field, type Form, fieldsOf, isAsked } from '../../../kernel/form.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { formOfSchema, schemaOfForm } from './form-schema.ts'

const forms = demoCatalogue(join(import.meta.dirname, '../../../../data')).flatMap(({ name, form }) => (form ? [{ name, form }] : []))
const plain = (form: Form) => form.pages.map((page) => ({ ...page, fields: page.fields.map(({ when: _when, ...rest }) => rest) }))

test('every form of the demo city goes out as JSON Schema and comes back the same; its conditions ask the same', () => {
  assert.ok(forms.length > 20)
  for (const { name, form } of forms) {
    const { made, problems } = formOfSchema(JSON.parse(JSON.stringify(schemaOfForm(name, form))))
    assert.deepEqual(problems, [], name)
    assert.ok(made)
    assert.deepEqual(plain(made), plain(form), name)
    for (const field of fieldsOf(form)) {
      const twin = fieldsOf(made).find((one) => one.name === field.name) as Field
      if (!field.when || isFeel(field.when)) continue
      for (const value of [...field.when.is, 'none']) {
        const answers: Answers = { [field.when.field]: value }
        assert.equal(isAsked(twin, answers), isAsked(field, answers), `${name} ${field.name}`)
      }
    }
  }
})

test('a schema of another tool becomes one page: enums are choices, what is not required is optional', () => {
  const properties = {
    area: { type: 'integer', title: '面积', minimum: 1, maximum: 9000 },
    kind: { enum: ['own', 'rent'], title: '场所' },
    uses: { type: 'array', title: '用途', items: { enum: ['a', 'b'] } },
    since: { type: 'string', format: 'date', description: '看合同' },
  }
  const { made } = formOfSchema({ type: 'object', title: '场所', properties, required: ['area'] })
  assert.deepEqual(made?.pages.map(({ title, fields }) => [title, fields.map(({ name, kind, optional }) => [name, kind, optional ?? false])]), [
    ['场所', [['area', 'number', false], ['kind', 'radios', true], ['uses', 'checkboxes', true], ['since', 'date', true]]],
  ]) // biome-ignore format: pages
})

test('what a form cannot ask is told by its place, and nothing is made', () => {
  const examples: readonly (readonly [unknown, RegExp])[] = [
    [{ type: 'array' }, /type 是 object/],
    [{ type: 'object', properties: {} }, /还没有问题/],
    [{ type: 'object', properties: { Area: { type: 'string' } } }, /properties\.Area.*小写字母/],
    [{ type: 'object', properties: { a: { type: 'object' } } }, /properties\.a.*"object"/],
    [{ type: 'object', properties: { a: { type: 'array' } } }, /"array"/],
    [{ type: 'object', properties: { a: 3 } }, /一个对象/],
  ]
  for (const [schema, why] of examples) {
    const { made, problems } = formOfSchema(schema)
    assert.equal(made, undefined)
    assert.match(problems.map(({ at, message }) => `${at} ${message}`).join(';'), why)
  }
})

test('R-066: a page with a condition goes out and comes back with it; nothing on it is required of everybody', () => {
  const [first, second] = [
    { name: 'kind', label: '方式', kind: 'text' },
    { name: 'rent', label: '租金', kind: 'yuan' },
  ] as const
  const form: Form = {
    pages: [
      { id: 'p1', title: '方式', fields: [first] },
      { id: 'p2', title: '租赁', fields: [second], when: { feel: 'kind = "rent"' } },
    ],
  }
  const schema = schemaOfForm('租赁', form)
  assert.deepEqual(schema.required, ['kind'])
  assert.deepEqual(formOfSchema(JSON.parse(JSON.stringify(schema))).made, form)
})
