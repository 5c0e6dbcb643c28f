import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defectsOf } from './verdicts.ts'

test('一次性补正告知先列出所有判为不合格的材料，合格的不列', () => {
  const names = new Map([
    ['m1', '身份证'],
    ['m2', '学历证书'],
  ])
  assert.deepEqual(defectsOf({ m1: { ok: true }, m2: { ok: false, problem: '缺页' }, m9: { ok: false } }, names), [
    { target: 'm2', name: '学历证书', problem: '缺页', cure: '请补齐全部页面，按顺序上传' },
    { target: 'm9', name: 'm9', problem: '', cure: '' },
  ])
})
