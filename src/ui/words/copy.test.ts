import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { en } from './en.ts'
import { mn } from './mn.ts'
import { phrases, words } from './words.ts'

const root = new URL('../../../', import.meta.url).pathname
const screens = globSync(['src/contexts/*/pages/**/*.{ts,json}', 'src/contexts/*/console/**/*.{ts,tsx}', 'src/ui/**/*.{ts,tsx}'], {
  cwd: root,
}).filter((file) => !file.endsWith('.test.ts'))
const banned = /敬请|系统繁忙|(有关|其他|相关|等)材料|耐心等待|已流转|挂起|无法为您|温馨提示|你(?!好)/g

/** Chinese sentences of a source file; comments are not read by citizens. */
const sentences = (source: string): string[] =>
  source
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .split(/[\n。!?;<>'"`${}]/)
    .filter((sentence) => /[\u4e00-\u9fff]{4}/.test(sentence))

test('U-071 no screen says 敬请谅解, 系统繁忙, 有关材料, 其他材料 or 你', () => {
  const found = screens.flatMap((file) =>
    sentences(readFileSync(root + file, 'utf8')).flatMap((line) =>
      (line.match(banned) ?? []).map((word) => `${file}: ${word} in ${line.trim()}`),
    ),
  )
  assert.deepEqual(found, [])
  assert.ok(screens.length > 20)
})

test('U-071 the reader of copy sees a banned word and passes a plain one', () => {
  assert.deepEqual(
    sentences("say('你需要提交其他材料。')").flatMap((line) => line.match(banned) ?? []),
    ['你', '其他材料'],
  )
  assert.deepEqual(
    sentences("// 敬请谅解\nsay('请您补交户口簿。')").flatMap((line) => line.match(banned) ?? []),
    [],
  )
})

test('U-071 long sentences are named', (t) => {
  const over = (limit: number): string[] =>
    screens.flatMap((file) =>
      sentences(readFileSync(root + file, 'utf8')).filter((line) => (line.match(/[\u4e00-\u9fff]/g) ?? []).length > limit),
    )
  t.diagnostic(`${over(35).length} sentences over 35 characters`)
  assert.deepEqual(over(80), [])
})

test('U-070 markup holds no style and no script of its own: pages are under a policy that allows none', () => {
  const pages = globSync(['src/contexts/*/pages/**/*.ts', 'src/ui/page/*.ts', 'src/ui/forms/*.ts'], { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const wrong = pages.filter((file) => / style="| on[a-z]+="|href="#"|javascript:/.test(readFileSync(root + file, 'utf8')))
  assert.deepEqual(wrong, [])
})

test('a string is translated, or stays Chinese and says so', () => {
  assert.equal(words({ language: 'en' })('首页'), 'Home')
  assert.equal(words({ language: 'mn-Mong' })('没有译文'), '没有译文')
  assert.equal(phrases({ language: 'mn-Mong' })('没有译文').text, '<span lang="zh-CN">没有译文</span>')
  assert.equal(phrases({ language: 'zh-CN' })('首页').text, '首页')
})

test('every translated string is one the screens use, and Mongolian is written in Mongolian letters', () => {
  const all = globSync(['src/contexts/*/pages/**/*.ts', 'src/ui/**/*.ts'], { cwd: root })
    .filter((file) => !/words\/(en|mn)\.ts$|\.test\.ts$/.test(file))
    .map((file) => readFileSync(root + file, 'utf8'))
    .join('')
  assert.deepEqual(
    [...new Set([...Object.keys(en), ...Object.keys(mn)])].filter((zh) => !all.includes(zh)),
    [],
  )
  for (const text of Object.values(mn)) assert.match(text, /^[\u1800-\u18af\u202f ]+$/)
})
