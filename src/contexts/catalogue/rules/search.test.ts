import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readRow } from '../perform/import/read-rows.ts'
import { asked, city, dongsheng, rowOf, rows, searchable } from '../testing-search.ts'
import { facetNames } from './facets.ts'
import { isCursor, search } from './search.ts'
import { oneSlip } from './suggest.ts'
import { emptyIndex, putItem } from './text-index.ts'

/** What a citizen types, and what should come first on the city's site or, where the city does not do it, at the place that does. */
const typed: readonly (readonly [question: string, first: RegExp])[] = [
  ['教师证', /^教师资格认定/],
  ['怎么办理教师资格证', /^教师资格认定/],
  ['社保卡丢了怎么补办', /^社会保障卡补领$/],
  ['驾照到期了怎么换', /^机动车驾驶证换证$/],
  ['低保申请需要什么材料', /^最低生活保障/],
  ['我要开一家小吃店需要什么手续', /^食品经营许可/],
  ['跑网约车', /^网络预约出租汽车/],
  ['准生证', /^生育登记$/],
  ['房产证过户', /转移登记$/],
  ['公积金提取租房', /^租房提取住房公积金$/],
  ['身份证丢了', /^居民身份证补领$/],
  ['孩子上户口', /^出生登记/],
  ['异地看病报销', /^跨省异地就医备案$/],
  ['失业金怎么领', /^失业保险金申领$/],
  ['办护照要多久', /^普通护照签发$/],
  ['烟证', /^烟草专卖零售许可证/],
  ['退休', /^企业职工正常退休申请/],
  ['注册公司', /^企业设立登记$/],
  ['护士证', /^护士执业注册/],
  ['法律援助', /^法律援助$/],
  ['残疾证', /^残疾人证核发$/],
  ['环评报告表', /^建设项目环境影响报告表审批$/],
  ['孩子上学', /^生源地信用助学贷款|^义务教育阶段学生转学|^普通高中国家助学金/],
  ['买房', /^商品房买卖合同网签备案$/],
  ['生孩子', /^城乡居民基本医疗保险参保登记$/],
  ['注册一家有限公司', /^企业设立登记$/],
  ['个体户营业执照', /^个体工商户设立登记$/],
  ['公司换法人', /^公司变更登记$/],
  ['去香港旅游要办什么证', /^往来港澳通行证/],
  ['老人坐公交免费', /^老年人免费乘车卡办理$/],
  ['领养孩子', /^收养登记$/],
  ['砍树', /^林木采伐许可证核发$/],
  ['工地施工许可', /^建筑工程施工许可证核发$/],
  ['打机井', /^取水许可$/],
  ['农村养老保险', /^城乡居民基本养老保险参保登记$/],
  ['产假津贴', /^生育津贴支付$/],
  ['退休提公积金', /^离休、退休提取住房公积金$/],
  ['不动产抵押', /^不动产抵押权登记$/],
  ['查名下房产', /^不动产登记资料查询$/],
  ['个税退税', /^个人所得税综合所得汇算清缴申报$/],
  ['打官司没钱请律师', /^法律援助$/],
  ['申请人民调解', /^人民调解申请$/],
  ['无犯罪证明', /^无犯罪记录证明开具$/],
  ['新车上牌照', /^机动车注册登记$/],
  ['sfzbl', /^居民身份证补领$/],
  ['居民生份证', /^居民身份证/],
]

for (const [question, first] of typed)
  test(`P05: “${question}” gives ${first.source} first`, () => {
    const { items, elsewhere } = asked(question)
    assert.match(items[0]?.name ?? elsewhere[0]?.name ?? '', first)
  })

const foreign = ['service_items_gd', 'service_catalog_guangan']
  .map((name) => join(import.meta.dirname, '../../../../../shared/data', name, 'items.jsonl'))
  .filter((file) => existsSync(file))
  .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  .map(readRow)
  .filter((guide) => typeof guide !== 'string')

test('P05: the first answers stand when thousands of items of other provinces are listed too', { skip: foreign.length === 0 }, () => {
  const all = emptyIndex()
  for (const row of [...rows, ...foreign.map(rowOf)]) putItem(all, row)
  for (const [question, first] of typed) {
    const { items, elsewhere } = search({ ...searchable, index: all }, { site: city, q: question })
    assert.match(items[0]?.name ?? elsewhere[0]?.name ?? '', first, question)
    assert.ok(items.every(({ division }) => division === city))
  }
  const inGuangdong = search({ ...searchable, index: all }, { site: '440000000000', q: '教材审定' })
  assert.match(inGuangdong.items[0]?.name ?? '', /教材审定/)
})

test('R-009: a site lists only its own items; other levels are offered apart, with the site named', () => {
  const { items, elsewhere } = asked('身份证补领', { site: dongsheng })
  assert.ok(items.length > 0 && items.every(({ division }) => division === dongsheng))
  assert.ok(elsewhere.every(({ division }) => division !== dongsheng))
  assert.equal(elsewhere[0]?.divisionName, '鄂尔多斯市')
  const atCity = asked('低保')
  assert.deepEqual(atCity.items, [])
  assert.equal(new Set(atCity.elsewhere.map(({ division }) => division)).size, 9)
})

test('R-009: a place named in the question comes first among the others', () => {
  assert.equal(asked('东胜区低保').elsewhere[0]?.division, dongsheng)
})

test('pinyin and initials find a name', () => {
  assert.match(asked('jiaoshizige').items[0]?.name ?? '', /^教师资格认定/)
  assert.match(asked('jszg').items[0]?.name ?? '', /^教师资格认定/)
})

test('one wrong sign is forgiven, and the page can say what was looked for instead', () => {
  const { items, meant } = asked('身粉证')
  assert.equal(meant, '身份证')
  assert.match(items[0]?.name ?? '', /身份证/)
  for (const [a, b] of [['教师资格', '教师资恪'], ['护照', '护照证'], ['公积金', '公金积'], ['社保', '社保卡']] as const) assert.ok(oneSlip(a, b)) // biome-ignore format: pairs
  for (const [a, b] of [['护照', '护照'], ['公积金', '共基金'], ['社保', '社会保险']] as const) assert.ok(!oneSlip(a, b)) // biome-ignore format: pairs
})

test('P05: a question nothing answers gives three that sound like it', () => {
  const { items, elsewhere, nearest } = asked('登月舱泊车')
  assert.deepEqual([items, elsewhere], [[], []])
  assert.equal(nearest.length, 3)
})

test('the counts of a facet are what choosing its value gives', () => {
  const everything = asked('', { filters: { line: 'personal' } })
  assert.ok(everything.total > 50)
  assert.ok(everything.items.length === 20 && everything.elsewhere.length === 0)
  for (const name of facetNames)
    for (const { value, count } of everything.facets[name])
      assert.equal(asked('', { filters: { line: 'personal', [name]: value } }).total, count, `${name} ${value}`)
})

test('a chosen facet still shows what its other values would give', () => {
  const [first] = asked('登记').facets.department
  assert.ok(first)
  const narrowed = asked('登记', { filters: { department: first.value } })
  assert.deepEqual(narrowed.facets.department, asked('登记').facets.department)
  assert.equal(narrowed.total, first.count)
})

test('pages follow one another without gap or repetition', () => {
  const codes: string[] = []
  let after: string | undefined
  do {
    const page = asked('登记', { limit: 7, ...(after ? { after } : {}) })
    codes.push(...page.items.map(({ code }) => code))
    after = page.next
    assert.ok(after === undefined || isCursor(after))
  } while (after)
  assert.equal(codes.length, asked('登记').total)
  assert.equal(new Set(codes).size, codes.length)
})

test('the matched parts of a name are marked, and together they are the name', () => {
  const [hit] = asked('护照').items
  assert.deepEqual(hit?.highlight, [
    { text: '普通护照', hit: true },
    { text: '签发', hit: false },
  ])
})

test('R-050: an item that is 暂停 or 取消 is not listed any more, and comes back', () => {
  const own = emptyIndex()
  const [row] = rows
  assert.ok(row)
  const found = () => search({ ...searchable, index: own }, { site: row.division, q: row.name }).total
  putItem(own, row)
  assert.equal(found(), 1)
  putItem(own, { ...row, state: 'suspended' })
  assert.equal(found(), 0)
  putItem(own, row)
  assert.equal(found(), 1)
})

test('a hostile question is only a question', () => {
  for (const q of ['%%%', "'; drop table", '<script>', '((((', 'a'.repeat(5000), '\u0000', '[.*]', '办']) assert.ok(asked(q).total >= 0)
})
