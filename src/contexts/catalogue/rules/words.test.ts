import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shippedWords } from '../perform/words.ts'
import { asked, city, dataFolder, dongsheng, rows, searchable, searchableOf } from '../testing-search.ts'
import { readSynonyms } from './query.ts'
import { search } from './search.ts'
import { suggestions } from './suggestions.ts'
import { layWords, readIntents, wordsIn } from './words.ts'

type IntentFile = {
  readonly intents: readonly { readonly sayings: readonly string[]; readonly items: readonly string[] }[]
  readonly names: Readonly<Record<string, string>>
}
const file: IntentFile = JSON.parse(readFileSync(join(dataFolder, 'intents.json'), 'utf8'))

test('every intent leads to items of the catalogue, named as they are, and no saying is told twice', () => {
  const names = new Map(rows.map(({ baseCode, name }) => [baseCode, name]))
  for (const [code, name] of Object.entries(file.names)) assert.equal(names.get(code), name, code)
  for (const { sayings, items } of file.intents) for (const code of items) assert.ok(file.names[code], `${sayings[0]}: ${code}`)
  const sayings = file.intents.flatMap((intent) => intent.sayings)
  assert.equal(new Set(sayings).size, sayings.length)
})

test('an intent gives its items in the order in which they are done, before all others', () => {
  const { items, elsewhere, intent } = asked('我要开一家小吃店需要什么手续')
  assert.equal(intent, '开小吃店')
  assert.deepEqual(
    items.slice(0, 3).map(({ name, step }) => [step, name]),
    [
      [1, '食品经营许可(新办)'],
      [2, '个体工商户设立登记'],
      [3, '税务信息确认'],
    ],
  )
  assert.ok(elsewhere.length > 0)
})

test('an intent reaches over levels: what the city does not do is offered at the places that do, still in order', () => {
  const { items, elsewhere } = asked('生孩子')
  assert.deepEqual(
    items.slice(0, 2).map(({ name }) => name),
    ['城乡居民基本医疗保险参保登记', '生育津贴支付'],
  )
  const [first, second] = [...Map.groupBy(elsewhere, ({ name }) => name).keys()]
  assert.deepEqual([first, second], ['生育登记', '出生医学证明签发'])
})

test('a saying inside the name of an item stays a search for that item', () => {
  for (const q of ['离休、退休提取住房公积金', '退休提取公积金', '购买自住住房提取住房公积金']) assert.equal(asked(q).intent, undefined, q)
  assert.equal(asked('东胜区退休').intent, '退休')
})

test('pages of an intent follow one another without gap or repetition', () => {
  const first = asked('开小吃店', { limit: 2 })
  assert.ok(first.next)
  const second = asked('开小吃店', { limit: 2, after: first.next })
  assert.deepEqual(
    [...first.items, ...second.items].map(({ step }) => step),
    [1, 2, 3, 4],
  )
})

test('R-009: what a 旗区 does not do is answered by the nearest level above it, and said so', () => {
  const { items, above } = asked('网约车', { site: dongsheng })
  assert.deepEqual(items, [])
  assert.equal(above?.divisionName, '鄂尔多斯市')
  assert.ok(above?.items.length && above.items.every(({ division }) => division === city))
  assert.equal(asked('身份证补领', { site: dongsheng }).above, undefined)
})

test('R-009: the city is nearer to a 旗区 than the autonomous region', () => {
  const [row] = rows.filter(({ name }) => name === '网络预约出租汽车驾驶员证核发')
  assert.ok(row)
  const atRegion = { ...row, code: `${row.code}9`, division: '150000000000', applicable: true }
  const { above, elsewhere } = search(searchableOf([...rows, atRegion]), { site: dongsheng, q: '网约车' })
  assert.equal(above?.divisionName, '鄂尔多斯市')
  assert.ok(elsewhere.some(({ division }) => division === '150000000000'))
})

test('words of editors are laid over the shipped ones: the same saying gives way, a removed one goes', () => {
  const shipped = { same: [['甲', '乙']], leadsTo: { 丙: ['丁'] }, intents: { 戊: ['1'] } }
  const laid = layWords(shipped, [
    { kind: 'same', saying: '乙', targets: ['己'], removed: false },
    { kind: 'leads', saying: '丙', targets: [], removed: true },
    { kind: 'intent', saying: '戊', targets: ['2', '1'], removed: false },
  ])
  assert.deepEqual(laid, { same: [['乙', '己']], leadsTo: {}, intents: { 戊: ['2', '1'] } })
  assert.deepEqual(shipped.same, [['甲', '乙']])
  assert.equal(wordsIn(laid).length, 2)
})

test('what an editor adds changes what is found, and nothing else', () => {
  const list = layWords(shippedWords(), [{ kind: 'leads', saying: '玩蹦极', targets: ['经营高危险性体育项目许可'], removed: false }])
  const changed = { ...searchable, synonyms: readSynonyms(list), intents: readIntents(list) }
  assert.equal(search(changed, { site: city, q: '玩蹦极' }).items[0]?.name, '经营高危险性体育项目许可')
  assert.notEqual(asked('玩蹦极').items[0]?.name, '经营高危险性体育项目许可')
  assert.deepEqual(search(changed, { site: city, q: '退休' }), asked('退休'))
})

test('suggestions go on from what was typed: matters of life first, then names; nothing for nothing', () => {
  const offered = suggestions(searchable, city, '开小')
  assert.equal(offered[0], '开小吃店')
  assert.ok(suggestions(searchable, city, '身份证').includes('居民身份证补领'))
  assert.ok(suggestions(searchable, city, 'jszg').some((name) => name.startsWith('教师资格认定')))
  assert.equal(new Set(offered).size, offered.length)
  assert.deepEqual(suggestions(searchable, city, '  '), [])
})
