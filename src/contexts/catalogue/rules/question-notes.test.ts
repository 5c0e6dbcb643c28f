import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tidyQuestion } from './query.ts'
import { mayBeNoted } from './question-notes.ts'

const noted = (question: string): boolean => mayBeNoted(tidyQuestion(question))

test('P05: a question without answer is noted in the words it was asked, so that the words can be added', () => {
  for (const question of ['火箭发射', '养恐龙', '2024年新政策', '宠物 上 飞机', '共享单车停放']) assert.ok(noted(question), question)
})

test('P05: numbers of persons, telephones and cases are not noted, however they are broken up', () => {
  for (const question of [
    '13900010001',
    '139 0001 0001',
    '139-0001-0001',
    '1 5 0 6 0 2',
    '150602 19880315 9029',
    '150602·1988·0315',
    '139,0001,0001',
    '139(0001)0001',
    '139 0001 0001',
    '一三九零零零一零零零一',
    '一 三 九 零 零',
    'zhang@example.cn',
  ])
    assert.ok(!noted(question), question)
})

test('P05: what reads as the name of a person is not noted, by itself, beside a word or with its characters apart', () => {
  for (const question of ['张三', '张 三', '王小明', '欧阳修远', '王小明 低保', '我叫巴特尔', '恐龙，李敏'])
    assert.ok(!noted(question), question)
})
