import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { besideLines } from './beside.ts'

const on = localDate('2026-03-03')

test('首席代表批准前看到提请的特别程序种类、所需时间和依据', () => {
  assert.deepEqual(besideLines({ specialProposal: { kind: '专家评审', expectedDays: 10, basis: '行政许可法第四十五条', by: 'a', on } }), [
    ['待批特别程序', '专家评审，预计 10 个工作日，依据 行政许可法第四十五条(2026-03-03 提请)'],
  ])
})

test('已经回复的督办、意见不再列出', () => {
  const supervision = { by: 's', name: '示例监控调度员', unit: '监控调度科', reason: '将要超期', on }
  const opinion = {
    department: 'd',
    unit: '市消防救援支队',
    question: '是否符合消防要求',
    askedOn: on,
    askedBy: 'a',
    days: 5,
    required: true,
  }
  assert.deepEqual(
    besideLines({ supervisions: [supervision, { ...supervision, repliedOn: on }], opinions: [{ ...opinion, givenOn: on }] }),
    [['待回复督办', '示例监控调度员(监控调度科) 2026-03-03:将要超期']],
  )
})
