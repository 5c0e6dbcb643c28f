import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { breakLines, printed } from './lines.ts'

const measure = (text: string): number => [...text].length
const alphabet = fc.constantFrom(...'鄂尔多斯市政务服务〇䶮𬭎，。、；（）《》“”AbC019-/ ')
const texts = fc.array(alphabet, { maxLength: 200 }).map((letters) => letters.join(''))

test('breaking a text into lines loses and adds nothing', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 30 }), (text, width) => assert.equal(breakLines(text, width, measure).join(''), text)),
  )
})

test('no line is wider than the page, whatever clings together', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 30 }), (text, width) =>
      assert.ok(breakLines(text, width, measure).every((line) => measure(line) <= width)),
    ),
  )
})

test('避头尾: no line begins with a comma or ends with an opening bracket', () => {
  assert.deepEqual(breakLines('申请材料齐全，符合《行政许可法》', 6, measure), ['申请材料齐', '全，符合《行', '政许可法》'])
  assert.deepEqual(breakLines('申请材料齐全《行政许可法》', 7, measure), ['申请材料齐全', '《行政许可法》'])
})

test('a number or a code is not torn', () => {
  assert.deepEqual(breakLines('请拨打0477-8598826办理', 14, measure), ['请拨打', '0477-8598826办理'])
})

test('half-width punctuation beside Chinese becomes full-width; codes, times and numbers keep theirs', () => {
  assert.equal(printed('遵守宪法，热爱教育(含A类)。'), '遵守宪法，热爱教育（含A类）。')
  assert.equal(printed('星期一至星期五 09:00-12:00, tel 0477-1'), '星期一至星期五 09:00-12:00, tel 0477-1')
  assert.equal(printed('表(A4)'), '表（A4）')
})
