import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shapeFaults } from '../../../kernel/process.ts'
import {
  addBehind,
  addBeside,
  begin,
  changeRow,
  type Edited,
  missingIn,
  moveRow,
  possibleBefore,
  removeRow,
  saidAt,
} from './edit-process.ts'

const named = (name: string) => ({ name, by: 'approver' as const, days: 1, standard: '符合', result: '意见' })
const steps = begin([named('受理'), named('审查'), named('决定')])
const way = (edited: Edited): (readonly [string, readonly string[]])[] => edited.map(({ id, after }) => [id, after] as const)

test('编辑流程：在一个环节后面加环节，原来跟在它后面的改跟新环节', () => {
  assert.deepEqual(way(addBehind(steps, 1)), [
    ['s1', []],
    ['s2', ['s1']],
    ['s4', ['s2']],
    ['s3', ['s4']],
  ])
  assert.deepEqual(way(addBehind(steps, -1)).slice(0, 2), [
    ['s4', []],
    ['s1', ['s4']],
  ])
  assert.deepEqual(way(addBehind([], -1)), [['s1', []]])
})

test('编辑流程：并列加环节，前后都与原环节相同', () => {
  assert.deepEqual(way(addBeside(steps, 1)), [
    ['s1', []],
    ['s2', ['s1']],
    ['s4', ['s1']],
    ['s3', ['s2', 's4']],
  ])
})

test('编辑流程：删除环节，前后接上；加了再删，回到原样', () => {
  assert.deepEqual(way(removeRow(steps, 1)), [
    ['s1', []],
    ['s3', ['s1']],
  ])
  assert.deepEqual(removeRow(addBehind(steps, 1), 2), steps)
  assert.deepEqual(removeRow(addBeside(steps, 1), 2), steps)
  assert.deepEqual(shapeFaults(removeRow(steps, 0)), [])
})

test('编辑流程：上移下移只换行，不换先后；到头不动', () => {
  assert.deepEqual(
    moveRow(steps, 1, -1).map(({ id }) => id),
    ['s2', 's1', 's3'],
  )
  assert.equal(moveRow(steps, 0, -1), steps)
  assert.deepEqual(moveRow(moveRow(steps, 1, 1), 2, -1), steps)
})

test('编辑流程：前一环节里选不到自己和后面的环节', () => {
  assert.deepEqual(
    possibleBefore(steps, 1).map(({ id }) => id),
    ['s1'],
  )
})

test('编辑流程：缺什么在那一行说出来；去掉条件就没有这一项', () => {
  const conditional = changeRow(steps, 1, { name: ' ', when: { question: 'q', is: [] } })
  assert.deepEqual(saidAt(conditional, 1, [{ code: 'unknown-question', row: 1, message: '没有这个问题' }]), [
    '请填写环节名称',
    '请选择哪些回答才办这个环节',
    '没有这个问题',
  ])
  const plain = changeRow(conditional, 1, { name: '审查', when: undefined })
  assert.deepEqual(plain, steps)
  assert.deepEqual(plain.flatMap(missingIn), [])
})
