import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { calendarYearSchema } from '../calendar.ts'
import { readNoticeText } from './notice-text.ts'

/** The body of 国办发明电〔2025〕7号. */
const notice2026 = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。

国务院办公厅
2025年11月4日
`
const read = (text: string) => {
  const outcome = readNoticeText(text)
  assert.ok('notice' in outcome, JSON.stringify(outcome))
  return outcome
}
const refused = (text: string) => {
  const outcome = readNoticeText(text)
  assert.ok(!('notice' in outcome), 'the notice should not be readable')
  return outcome
}

test('the notice of 2026 in its own words is the calendar that ships', () => {
  const shipped = calendarYearSchema.parse(JSON.parse(readFileSync(new URL('../../../data/calendars/2026.json', import.meta.url), 'utf8')))
  const { notice, lineOf } = read(notice2026)
  assert.equal(notice.year, 2026)
  assert.match(notice.notice, /国务院办公厅关于2026年部分节假日安排的通知\(国办发明电〔2025〕7号\)/)
  assert.deepEqual(notice.days, shipped.days)
  assert.equal(lineOf(notice.days.find(({ on }) => on === '2026-02-14')?.on), 8)
})

test('a day that does not exist, a wrong weekday, a wrong total, off and open at once: refused with the line', () => {
  assert.deepEqual(refused(notice2026.replace('4月4日（周六）至6日', '4月31日至5月2日')), [
    { line: 9, reason: '清明节:没有2026年4月31日这一天' },
  ])
  assert.match(refused(notice2026.replace('9月25日（周五）', '9月25日（周四）'))[0]?.reason ?? '', /2026-09-25是周五,通知里写的是周四/)
  assert.match(refused(notice2026.replace('共9天', '共8天'))[0]?.reason ?? '', /写的是共8天，列出的是9天/)
  assert.match(refused(notice2026.replace('5月9日（周六）上班', '5月4日（周一）上班'))[0]?.reason ?? '', /2026-05-04又写放假又写上班/)
  assert.match(
    refused(notice2026.replace('2月28日（周六）上班', '2月28日（周六）另行安排'))[0]?.reason ?? '',
    /没有写明2026-02-14、2026-02-28放假还是上班/,
  )
})

test('a notice read as that of another year is refused by its weekdays; one without a year at once', () => {
  assert.equal(refused(notice2026.replaceAll('2026年', '2027年')).length, 7)
  assert.deepEqual(refused('一、元旦:1月1日放假。'), [{ line: 0, reason: '没有写明是哪一年的节假日安排' }])
  assert.match(refused('国务院办公厅关于2027年部分节假日安排的通知')[0]?.reason ?? '', /没有找到/)
})

const texts = new URL('../../../../shared/data/holidays/state_council_notice_texts.jsonl', import.meta.url)
test('49 items of the notices of 2007 to 2025 are read as they were meant', {
  skip: !existsSync(texts) && 'the data set is not here',
}, () => {
  for (const line of readFileSync(texts, 'utf8').trim().split('\n')) {
    const { year, description, expected } = JSON.parse(line) as {
      year: number
      description: string
      expected: { date: string; isOffDay: boolean }[]
    }
    const { notice } = read(`国务院办公厅关于${year}年部分节假日安排的通知\n一、节日：${description}`)
    const told = notice.days.map(({ on, open }) => `${on} ${open ? '上班' : '放假'}`).sort()
    assert.deepEqual(told, expected.map(({ date, isOffDay }) => `${date} ${isOffDay ? '放假' : '上班'}`).sort(), description)
  }
})
