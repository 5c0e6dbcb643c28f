import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Guide } from '../../terms.ts'
import { type Finding, lintGuide } from './index.ts'
import { soundGuide } from './testing-guide.ts'

/** What ten findings of each rule, drawn from 1,815 real guides and read by eye, told wrongly; each is mended here. */
const told = (rule: Finding['rule'], change: Partial<Guide>): string[] =>
  lintGuide({ ...soundGuide, ...change }, {})
    .filter((finding) => finding.rule === rule)
    .map(({ fix }) => fix)
const { form: _form, ...formless } = soundGuide
const named = (name: string) => ({ id: 'm1', name, need: '1', kind: '1', format: '2', copies: 1, source: '10' }) as const

test('R-069: the number of a door is no room, the number of a room no door', () => {
  const at = (hall: string) => told('R-069', { places: [{ hall, street: '', room: '', window: '', hours: '星期一至星期五 09:00—17:00(法定节假日除外)' }] }) // biome-ignore format: one place
  assert.deepEqual(at('广州市天河区黄埔大道西363号'), ['补上楼层、房间号', '补上窗口号'])
  assert.deepEqual(at('广州市越秀区惠福西路进步里2号之六号房'), ['补上窗口号'])
  assert.deepEqual(at('广州市天河区黄村大道游泳馆5号房'), ['补上门牌号', '补上窗口号'])
  assert.deepEqual(at('广州市东风东路723号高教大厦1103'), ['补上窗口号'])
  assert.deepEqual(at('广州市越秀区东风中路268号广州交易广场2909号房'), ['补上窗口号'])
})

test('R-071: one number among words is to stand alone, several are to be parted', () => {
  const fix = (phone: string) => told('R-071', { consultPhones: [phone], supervisePhones: [] })
  assert.deepEqual(fix('深圳：0755-88127587'), ['只写 0755-88127587'])
  assert.deepEqual(fix('020-86350683或拨打12348'), ['分成几项，每项只写“区号-号码”'])
})

test('R-072: an argument that a thing can be done comes from who wants to do it, one on water from an intermediary', () => {
  assert.deepEqual(told('R-072', { materials: [named('申请正式建校可行性论证报告')] }), [])
  assert.equal(told('R-072', { materials: [named('建设项目水资源论证报告书')] }).length, 1)
})

test('R-078: a report of one’s own work, a form another office filled in, a sheet with its seal are no blanks', () => {
  const blanks = (name: string) => lintGuide({ ...formless, materials: [named(name)] }, {}).filter(({ rule }) => rule === 'R-078').length
  for (const name of ['建筑业工程项目竣工结算报告或工程结算报告书', '水土保持方案报告书', '华侨交验《境外人员临时住宿登记表》', '对外贸易经营者备案登记表(加盖备案登记专用章)'])
    assert.equal(blanks(name), 0, name) // biome-ignore format: a list of names
  for (const name of ['停业复业报告书', '取水许可申请表', '来访登记表']) assert.equal(blanks(name), 1, name)
})
