import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOpinion, isRatable, publicWords, ratingRefusal, summarise } from './rules.ts'
import { badReasons, gradeNames, grades } from './terms.ts'

test('好差评分五级，没有预先选好的', () => {
  assert.deepEqual(Object.values(grades), ['非常满意', '满意', '基本满意', '不满意', '非常不满意'])
  assert.deepEqual(checkOpinion({ grade: '', reasons: [], words: '' }), [{ field: 'grade', message: '请选择一个评价等级' }])
})

test('不认识的等级和原因被指出来，对象自带的名字也不算等级', () => {
  for (const grade of ['excellent', '5', 'toString', '__proto__'])
    assert.equal(checkOpinion({ grade, reasons: [], words: '' })[0]?.field, 'grade', grade)
  assert.deepEqual(
    checkOpinion({ grade: 'dissatisfied', reasons: ['slow', 'valueOf'], words: '' }).map(({ field }) => field),
    ['reasons'],
  )
})

test('差评要有原因或者文字，其他等级可以什么都不写', () => {
  for (const grade of gradeNames) {
    const bad = grade === 'dissatisfied' || grade === 'veryDissatisfied'
    assert.equal(checkOpinion({ grade, reasons: [], words: ' ' }).length, bad ? 1 : 0, grade)
    assert.deepEqual(checkOpinion({ grade, reasons: ['slow'], words: '' }), [], grade)
    assert.deepEqual(checkOpinion({ grade, reasons: [], words: '等了很久' }), [], grade)
  }
  assert.equal(Object.keys(badReasons).length, 5)
})

test('评价最多 500 个字，按字数不按编码长度', () => {
  assert.deepEqual(checkOpinion({ grade: 'satisfied', reasons: [], words: '𠮷'.repeat(500) }), [])
  assert.match(checkOpinion({ grade: 'satisfied', reasons: [], words: '好'.repeat(501) })[0]?.message ?? '', /500.*501/)
})

test('网上一事一评：结束的办件才能评，评过的不能再评', () => {
  const over = ['finished', 'refused', 'notNeeded', 'withdrawn', 'deemedWithdrawn', 'terminated']
  const running = ['draft', 'submitted', 'received', 'correcting', 'accepted', 'paused', 'toDecide', 'granted', 'denied', 'voided']
  assert.deepEqual([...over, ...running].filter(isRatable), over)
  assert.equal(ratingRefusal('finished', false), undefined)
  assert.equal(ratingRefusal('accepted', false)?.refused, 'not-ended')
  assert.equal(ratingRefusal('finished', true)?.title, '该办件已评价，无需重复评价')
})

test('公开的文字里没有电话和证件号码', () => {
  assert.equal(publicWords('打 13800003210 找我，证号 150602199001011234'), '打 *** 找我，证号 ***')
  assert.equal(publicWords('15060219900101123X、0477-8582500、138 0000 3210'), '***、***、***')
  assert.equal(publicWords('138 00003210'), '***')
  assert.equal(publicWords('2026-03-02 去了 3 次，等了 120 分钟'), '2026-03-02 去了 3 次，等了 120 分钟')
})

test('好评率 = 前三级 ÷ 全部；没有评价就没有好评率', () => {
  assert.equal(summarise([]).goodShare, undefined)
  const summary = summarise([
    { grade: 'verySatisfied', count: 5 },
    { grade: 'fair', count: 1 },
    { grade: 'veryDissatisfied', count: 3 },
  ])
  assert.deepEqual([summary.count, summary.goodShare, summary.byGrade.satisfied], [9, '66.67', 0])
})
