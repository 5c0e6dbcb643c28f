import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findCatchAll } from './catch-all.ts'
import { lintGuide } from './index.ts'
import { soundGuide, withMaterial } from './testing-guide.ts'

const found = (name: string) => lintGuide(withMaterial(name), {}).filter(({ rule }) => rule === 'R-053')
const sentences: Record<'catchAll' | 'umbrella' | 'fine', string[]> = JSON.parse(
  readFileSync(new URL('../../../../../bench/labels/sentences.json', import.meta.url), 'utf8'),
)

test('R-053 条例 §9②: every catch-all and its disguises is an error, with its place', () => {
  for (const name of sentences.catchAll) {
    const [finding, more] = found(name)
    assert.ok(finding, `“${name}” was let through`)
    assert.equal(more, undefined, name)
    assert.equal(finding.severity, 'error', name)
    assert.equal(finding.field, 'materials.1.name')
    assert.ok(finding.at && finding.at[0] < finding.at[1] && finding.at[1] <= name.length, name)
    assert.equal(name.slice(...finding.at), finding.found)
  }
})

test('R-053: 等级证书, 高等学校, 其他组织, 有关部门出具的… name a paper and are left alone', () => {
  for (const name of sentences.fine) assert.deepEqual(found(name), [], name)
})

test('R-053: a name that says only what the papers are for is a warning', () => {
  for (const name of sentences.umbrella)
    assert.deepEqual(
      found(name).map(({ severity }) => severity),
      ['warning'],
      name,
    )
})

test('R-053: the place of the words found is told in the text as it was typed', () => {
  const place = (name: string) => findCatchAll(name)?.found
  assert.equal(place('身份证、其　他 材\u200b料(原件)'), '其　他 材\u200b料')
  assert.equal(place('身份證及有關證明'), '有關證明')
  assert.equal(place('学历证书等证明材料2份'), '等证明材料')
})

test('R-053: 等 with the number of what it counts closes the list', () => {
  assert.equal(findCatchAll('身份证、户口簿等2份证件'), undefined)
  assert.ok(findCatchAll('身份证、户口簿等证件2份'))
})

test('R-053: what a paper must state may end in 等, the paper is named all the same; a paper that follows must be named too', () => {
  assert.equal(findCatchAll('设立申请书，申请书应当载明拟设公司的名称、注册资本、业务范围等'), undefined)
  assert.ok(findCatchAll('捐赠协议，载明捐赠人的姓名、所捐资产的数额等材料'))
  assert.ok(findCatchAll('捐赠协议，载明捐赠人的姓名、所捐资产的数额及相关有效证明文件'))
})

test('R-053: in a hint it is a warning; a title in book marks is a name', () => {
  const hinted = { ...soundGuide, materials: soundGuide.materials.map((one) => ({ ...one, hint: '视情况提供其他材料' })) }
  const hints = lintGuide(hinted, {}).filter(({ rule }) => rule === 'R-053')
  assert.deepEqual(
    hints.map(({ severity }) => severity),
    soundGuide.materials.map(() => 'warning'),
  )
  assert.deepEqual(found('《其他材料登记表》'), [])
  assert.equal(found('《其他材料》').length, 1)
})
