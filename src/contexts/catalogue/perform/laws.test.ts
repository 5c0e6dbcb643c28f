import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../platform/testing.ts'
import { lintGuide } from '../rules/lint/index.ts'
import { soundGuide } from '../rules/lint/testing-guide.ts'
import { importLaws, knownLaws } from './laws.ts'

const db = await testDatabase()

const water = '中华人民共和国水法'
const line = (law: string, date: string, article: string): string => JSON.stringify({ law, date, article, text: `${article}的文字` })
const file = async function* (...lines: string[]) {
  yield lines.join('\n')
}
const citing = (title: string, article?: string) => ({ ...soundGuide, basis: [{ title, ...(article === undefined ? {} : { article }) }] })
const found = async (title: string, article?: string) => {
  const guide = citing(title, article)
  return lintGuide(guide, await knownLaws(db.sql, guide))
    .filter(({ rule }) => rule === 'R-051')
    .map(({ severity, why }) => `${severity}: ${why.split('；').at(-1)}`)
}

test('R-051: without an index a basis is said to be unverified, once', async () => {
  assert.deepEqual(await found(water, '第七条'), ['warning: 没有法律索引，未核对'])
})

test('an import takes the newest text of a law, reports what it cannot read with its line, and changes nothing a second time', async () => {
  const lines = [
    line(water, '20160702', '第七条'),
    line(water, '20020829', '第八十二条'),
    line(water, '20160702', '第八条'),
    '{"law":',
    line(water, '2016', '第九条'),
  ]
  const first = await importLaws(db, file(...lines))
  assert.deepEqual(
    first.problems.map(({ line: at }) => at),
    [4, 5],
  )
  assert.deepEqual([first.read, first.laws, first.articles, first.unchanged, first.refused], [5, 1, 2, 0, 2])
  const second = await importLaws(db, file(...lines))
  assert.deepEqual([second.laws, second.unchanged], [0, 1])
})

test('R-051: a law and its article are looked up; the short title and 第7条 are understood', async () => {
  assert.deepEqual(await found(water, '第七条'), [])
  assert.deepEqual(await found('水法', '第7条第二款'), [])
  assert.deepEqual(await found('《水法》第八条、《示例条例》第九十九条'), [])
  assert.deepEqual(await found(water, '第九条'), [`error: 《${water}》(2016-07-02文本)没有第九条`])
  assert.deepEqual(await found(water), ['warning: 没有写条款'])
  assert.deepEqual(await found('中华人民共和国火法', '第一条'), ['warning: 法律索引里没有这部法律，未核对'])
  assert.deepEqual(await found('中华人民共和国婚姻法', '第八条'), [
    'error: 2021年1月1日起由《中华人民共和国民法典》代替(民法典第一千二百六十条)',
  ])
})

test('a newer text takes the place of the older one, an older one does not', async () => {
  await importLaws(db, file(line(water, '20301001', '第七条')))
  assert.equal((await found(water, '第八条')).length, 1)
  const older = await importLaws(db, file(line(water, '20160702', '第八条')))
  assert.deepEqual([older.laws, older.unchanged], [0, 1])
  assert.equal((await found(water, '第八条')).length, 1)
})
