import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organisationKinds } from '../terms.ts'
import { organisationFields, readOrganisation, readRealName, tidyName } from './claims.ts'
import { ethnicities } from './ethnicities.ts'

test('U-038 full-width digits, spaces and a lower-case x are accepted in a 身份证号', () => {
  const { claim } = readRealName({ name: ' 示 例 庚 ', idNumber: '１５０６２５ 19660228 913x' })
  assert.deepEqual(claim, { name: '示例庚', idNumber: '15062519660228913X', sex: '男' })
})

test('R-029 sex follows from the number, and a contradiction is told', () => {
  assert.equal(readRealName({ name: '示例甲', idNumber: '150602198803159029' }).claim?.sex, '女')
  assert.deepEqual(
    readRealName({ name: '示例甲', idNumber: '150602198803159029', sex: '男' }).errors.map(({ field }) => field),
    ['sex'],
  )
})

test('R-029 a number with a wrong check digit or an impossible date is refused, and what was typed is kept', () => {
  for (const idNumber of ['150602198803159020', '150622200102290011', '15060219880315902', '']) {
    const { claim, errors, answers } = readRealName({ name: '示例甲', idNumber, ethnicity: '蒙古族' })
    assert.equal(claim, undefined, idNumber)
    assert.deepEqual(
      errors.map(({ field }) => field),
      ['idNumber'],
    )
    assert.deepEqual([answers.name, answers.idNumber, answers.ethnicity], ['示例甲', idNumber, '蒙古族'])
  }
})

test('names have one kind of middle dot', () => {
  for (const dot of '·・•‧．') assert.equal(tidyName(`其其格${dot}巴特尔`), '其其格·巴特尔')
})

test('there are 56 民族', () => assert.equal(new Set(ethnicities).size, 56))

test('R-037 the six kinds of legal person are offered, and no other is read', () => {
  assert.deepEqual(
    organisationFields[0]?.options?.map(({ label }) => label),
    ['企业', '农专社', '个体', '事业单位', '社团、民非、基金会', '政府机关'],
  )
  const uscc = '11440232MB2D06811W'
  for (const kind of Object.keys(organisationKinds))
    assert.equal(readOrganisation({ kind, name: '示例(鄂尔多斯)公司', uscc }).claim?.name, '示例（鄂尔多斯）公司')
  for (const kind of ['', 'toString', '企业']) assert.equal(readOrganisation({ kind, name: '示例', uscc }).claim, undefined)
})

test('R-038 a 统一社会信用代码 with a wrong check digit is refused', () => {
  const errors = readOrganisation({ kind: 'enterprise', name: '示例', uscc: '11440232MB2D06811X' }).errors
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['uscc'],
  )
})
