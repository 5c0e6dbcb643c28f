import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Field, FormPage } from '../../../kernel/form.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import type { Guide, Material } from '../terms.ts'
import { heldButAsked } from './held.ts'

const guides = demoCatalogue(join(import.meta.dirname, '../../../../data'))
const some = guides.find(({ form }) => form)
assert.ok(some)
const [paper] = some.materials
assert.ok(paper)

const field = (label: string, more: Partial<Field> = {}): Field => ({ name: 'f1', label, kind: 'text', ...more })
const page = (title: string, ...fields: Field[]): FormPage => ({ id: 'p', title, fields })
const asked = (pages: readonly FormPage[], materials: readonly Material[] = [], audiences: Guide['audiences'] = ['1']) =>
  heldButAsked({ form: { pages }, materials, audiences }).map(({ field: at, severity }) => `${at} ${severity}`)

test('R-082: what the platform holds of the applicant is not asked again, under whatever words', () => {
  for (const label of ['姓名', '本人姓名', '申请人身份证号码', '公民身份号码', '手机号', '联系电话', '性别', '出生年月', '民族'])
    assert.deepEqual(asked([page('基本信息', field(label))]), ['form.pages.0.fields.0.label error'], label)
  assert.deepEqual(asked([page('单位', field('统一社会信用代码'), field('法定代表人'))], [], ['2']).length, 2)
  for (const label of ['取水地点', '联系人姓名', '孩子姓名', '开户银行'])
    assert.deepEqual(asked([page('基本信息', field(label))]), [], label)
})

test('R-082: filled in by the platform, or with a stated reason, it may stand; an empty reason is none', () => {
  assert.deepEqual(asked([page('您的信息', field('姓名', { prefill: 'person.name' }))]), [])
  assert.deepEqual(asked([page('您的信息', field('民族', { askedBecause: '申请变更民族成份，登记的正是要改的' }))]), [])
  assert.equal(asked([page('您的信息', field('民族', { askedBecause: ' ' }))]).length, 1)
})

test('R-082: a name on a page about somebody else is not that of the applicant', () => {
  const own = page('您的信息', field('姓名', { prefill: 'person.name' }))
  assert.deepEqual(asked([own, page('孩子', field('姓名'), field('出生日期'))]), [])
  assert.equal(asked([own, page('申请人的情况', field('出生日期'))]).length, 1)
  assert.deepEqual(asked([own, page('用人单位', field('单位名称'))]), [], 'an employer, where persons apply')
})

test('R-082: proof of identity and the licence of an enterprise are not handed in online, unless shared or with a reason', () => {
  const material = (name: string, more: Partial<Material> = {}): Material => ({ id: 'm1', name, need: '1', kind: '2', format: '3', copies: 1, source: '20', ...more }) // biome-ignore format: a row
  const pages = [page('事由', field('事由'))]
  for (const name of ['居民身份证', '本人身份证复印件', '营业执照副本']) assert.equal(asked(pages, [material(name)]).length, 1, name)
  assert.deepEqual(
    asked(pages, [material('营业执照', { shared: '市场监督管理局' }), material('居民身份证', { askedBecause: '要核对照片' })]),
    [],
  )
  assert.deepEqual(asked(pages, [material('法定代表人身份证明书'), material('学历证书')]), [])
})

test('R-082: no guide of the demo city asks online for what the platform holds', () => {
  assert.deepEqual(
    guides.flatMap((guide) => heldButAsked(guide).map(({ found }) => `${guide.name}: ${found}`)),
    [],
  )
})

test('R-082: a page with a condition asks no more than another, and what it fills in excuses no other page', () => {
  const when = { feel: 'kind = "rent"' }
  const rented = { ...page('租赁', field('本人姓名')), when }
  assert.deepEqual(asked([rented]), ['form.pages.0.fields.0.label error'])
  const filled = { ...page('您的信息', field('姓名', { prefill: 'person.name' })), when }
  assert.deepEqual(asked([page('基本信息', field('姓名')), filled]), ['form.pages.0.fields.0.label error'])
})
