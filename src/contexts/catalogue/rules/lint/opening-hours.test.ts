import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hoursText, readOpeningHours } from './opening-hours.ts'

const read = (text: string): string => {
  const hours = readOpeningHours(text)
  return 'problem' in hours ? `${hours.problem} @${hours.found}` : hoursText(hours)
}
const same = (rows: readonly (readonly [given: string, read: string])[]): void => {
  for (const [given, wanted] of rows) assert.equal(read(given), wanted, given)
}

test('R-070: the two patterns of 附件1 序号15 read as they are written', () => {
  for (const text of ['星期一至星期五上午09:00—12:00、下午13:00—17:00', '星期一至星期五09:00—17:00(法定节假日除外,中午不休息)'])
    assert.equal(read(text), text)
})

test('R-070: what offices write is read to days × times', () =>
  same([
    ['周一至周五 9:00-12:00,14:00-17:30(法定节假日除外)', '星期一至星期五上午09:00—12:00、下午14:00—17:30(法定节假日除外)'],
    ['周一至周五上午,9:00-1200,下午2:00-17:30(法定节假日除外)', '星期一至星期五上午09:00—12:00、下午14:00—17:30(法定节假日除外)'],
    ['工作日上午9点至12点,下午2点半至5点30分', '星期一至星期五上午09:00—12:00、下午14:30—17:30'],
    ['每周一至五 8:30~17:30', '星期一至星期五08:30—17:30'],
    ['周一、三、五上午9:00-12:00', '星期一、星期三、星期五上午09:00—12:00'],
    ['周一至周五9:00-12:00,13:00-17:00;周六9:00-12:00', '星期一至星期五上午09:00—12:00、下午13:00—17:00;星期六上午09:00—12:00'],
    ['每天24小时', '星期一至星期日00:00—24:00'],
    ['周一至周五9:00-5:30', '星期一至星期五09:00—17:30'],
    ['周一至周五夏季9:00-12:00,15:00-18:00;冬季9:00-12:00,14:30-17:30', '夏季星期一至星期五上午09:00—12:00、下午15:00—18:00;冬季星期一至星期五上午09:00—12:00、下午14:30—17:30'],
  ])) // biome-ignore format: a table

test('R-070: what does not say both days and times is named', () =>
  same([
    ['9:00-17:00', '没有写明星期几 @9:00'],
    ['周一至周五', '没有写明几点到几点 @周一至周五'],
    ['周一至周五9:00-', '有开始的时刻，没有结束的时刻 @周一至周五9:00-'],
    ['周一至周五17:00-9:00', '结束的时刻不晚于开始的时刻 @9:00'],
    ['周一至周五9:00-12:00,11:00-13:00', '与前面的时段重叠 @13:00'],
    ['周一至周五9:00 12:00', '两个时刻之间没有“—” @12:00'],
    ['正常上班时间', '这几个字不是星期、时刻或者通用的说明 @正常上班时间'],
    ['', '没有写明星期几 @'],
  ])) // biome-ignore format: a table

test('R-070: the form that is written is read again as the same hours', () => {
  for (const from of [480, 510, 540])
    for (const to of [690, 720, 1020, 1080])
      for (const days of ['周一至周五', '周二、四', '工作日', '每日']) {
        const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
        const text = read(`${days}${clock(from)}-${clock(to)}(法定节假日除外)`)
        assert.equal(read(text), text)
      }
})
