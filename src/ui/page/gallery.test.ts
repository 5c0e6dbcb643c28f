import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Answers, Field } from '../../kernel/form.ts'
import { formFields } from '../forms/fields.ts'
import type { Frame } from './frame.ts'
import { everyKind, gallery } from './gallery.ts'
import { type Html, html } from './html.ts'
import { sampleFrame } from './sample-frame.ts'

const root = new URL('../../../', import.meta.url).pathname
const frames: Record<string, Partial<Frame>> = {
  标准: {},
  长辈版: { mode: 'elder' },
  高对比: { mode: 'contrast' },
  蒙文: { language: 'mn-Mong' },
  英文登录后: { language: 'en', viewer: { kind: 'person', name: '巴图', unread: 1 } },
  嵌入: { embed: true },
}
const pages = Object.entries(frames).flatMap(([mode, change]) =>
  Object.entries(gallery).map(([name, page]) => ({ name: `${name} ${mode}`, text: page(sampleFrame(change)).text })),
)

const tags = (text: string, name: string): string[] => text.match(new RegExp(`<${name}(?=[\\s>])[^>]*>`, 'g')) ?? []
const valuesOf = (text: string, attribute: string): string[] =>
  [...text.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map((found) => found[1] as string)

/** What a page may not have, in words; nothing when it is right. */
const faults = (text: string): string[] => {
  const ids = valuesOf(text, 'id')
  const pointed = [
    ...tags(text, 'label').flatMap((tag) => valuesOf(tag, 'for')),
    ...valuesOf(text, 'aria-describedby').flatMap((list) => list.split(' ')),
    ...valuesOf(text, 'href')
      .filter((target) => target.startsWith('#'))
      .map((target) => target.slice(1)),
  ]
  return [
    ...tags(text, 'form').filter((tag) => !/ method="(get|post)"/.test(tag)),
    ...['input', 'select', 'textarea'].flatMap((name) => tags(text, name).filter((tag) => !/ name="[^"]+"/.test(tag))),
    ...tags(text, 'button').filter((tag) => !/ type="(submit|button)"/.test(tag)),
    ...(text.match(/href="#"| on[a-z]+="| style="|javascript:|<script>|<style|undefined|\[object/g) ?? []),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `twice: ${id}`),
    ...pointed.filter((id) => !ids.includes(id)).map((id) => `points nowhere: ${id}`),
    ...(tags(text, 'h1').length === 1 ? [] : [`${tags(text, 'h1').length} h1`]),
    ...(tags(text, 'main').length === 1 ? [] : ['no single main']),
  ]
}

test('U-019 every form has a method, every control a name; no dead link, no script or style inside the page; ids are unique and lead somewhere', () => {
  for (const { name, text } of pages) assert.deepEqual(faults(text), [], name)
})

test('U-019 the check sees what it looks for', () => {
  const wrong =
    '<h1></h1><main></main><form action="/x"><input id="a"><label for="b"></label><button>x</button><a href="#">x</a><p id="a" style="x" onclick="y"></p></form>'
  assert.equal(faults(wrong).length, 9)
})

test('U-031 titles tell pages apart and begin with 错误: when the page comes back with errors; the language is named', () => {
  const titles = Object.values(gallery).map((page) => /<title>(.*)<\/title>/.exec(page(sampleFrame({})).text)?.[1] ?? '')
  assert.equal(new Set(titles).size, titles.length)
  assert.deepEqual(titles.filter((title) => title.startsWith('错误：')).length, 1)
  for (const { name, text } of pages) assert.match(text, name.includes('蒙文') ? /<html lang="mn-Mong"/ : /<html lang="(zh-CN|en)"/)
  assert.match(gallery.tasks?.(sampleFrame({ language: 'en' })).text ?? '', /<main id="main" tabindex="-1" lang="zh-CN"/)
})

test('U-059 embedded in another app, a page keeps its help and loses the bars', () => {
  const text = gallery.tasks?.(sampleFrame({ embed: true })).text ?? ''
  assert.ok(!text.includes('class="top"') && !text.includes('class="mast"') && text.includes('tel:12345'))
})

test('U-017 display and language change by POST, without script, and come back to the page', () => {
  const text = gallery.tasks?.(sampleFrame({ path: '/apply/1', site: { ...sampleFrame({}).site, path: '/150602' } })).text ?? ''
  const form =
    /<form method="post" action="\/settings"><input type="hidden" name="back" value="([^"]*)"><button type="submit" name="mode" value="elder">/.exec(
      text,
    )
  assert.equal(form?.[1], '/150602/apply/1')
})

test('R-001 the masthead has 个人办事 and 法人办事 and a 小钥匙 with its five modules', () => {
  const text = gallery.home?.(sampleFrame({})).text ?? ''
  const key = /<details class="key">[\s\S]*?<\/details>/.exec(text)?.[0] ?? ''
  assert.deepEqual(
    [...key.matchAll(/<a [^>]*>([^<]+)</g)].map((found) => found[1]),
    ['个人办事', '企业办事', '便民服务', '行政审批', '阳光政务'],
  )
})

test('a page that nobody is signed in to asks for no token, so that it can be cached', () => {
  const frame = sampleFrame({
    csrf: () => assert.fail('the frame asked for a token'),
  })
  for (const name of ['home', 'guide', 'tasks', 'list', 'missing']) gallery[name]?.(frame)
})

const decode = (text: string): string => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<script>', '"><img src=x onerror=1>', "' onfocus='x", '&lt;', '</textarea><b>', ']]>', '\u2028'),
)

test('S-060 whatever is put into markup stays text: no tag, no attribute is born of it', () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const { text } = html`<p title="${a}">${b}</p>`
      assert.match(text, /^<p title="[^"<>]*">[^<>]*<\/p>$/)
      assert.equal(decode(text), `<p title="${a}">${b}</p>`)
    }),
  )
})

test('S-060 whatever a person types into any kind of field, the form has the same tags', () => {
  const skeleton = (markup: Html): string => markup.text.replace(/ (value|checked|selected)(="[^"]*")?/g, '').replace(/>[^<]*</g, '><')
  const fields = everyKind.filter((field) => !field.when)
  const plain = skeleton(formFields(fields, {}, []))
  const anything: fc.Arbitrary<Answers> = fc.record(Object.fromEntries(fields.map((field: Field) => [field.name, hostile])))
  fc.assert(
    fc.property(anything, (answers) => assert.equal(skeleton(formFields(fields, answers, [])), plain)),
    { numRuns: 60 },
  )
})

test('markup that is not escaped is counted: our own drawings and nothing else', () => {
  const uses = globSync('src/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && !file.endsWith('ui/page/html.ts'))
    .filter((file) => /import \{[^}]*\braw\b[^}]*\} from '[^']*\/html\.ts'/.test(readFileSync(root + file, 'utf8')))
  assert.deepEqual(
    uses.map((file) => [file, readFileSync(root + file, 'utf8').match(/\braw\(/g)?.length]),
    [['src/ui/page/layout.ts', 1]],
  )
})

test('U-037 the error summary says the same words as the field, leads to its control, and what was typed is kept', () => {
  const text = gallery.question?.(sampleFrame({})).text ?? ''
  assert.match(text, /<li><a href="#f-tel">请填写 11 位手机号码<\/a><\/li>/)
  assert.match(
    text,
    /<p class="msg" id="f-tel-e">请填写 11 位手机号码<\/p>\s*<input[^>]*id="f-tel"[^>]*value="1384770"[^>]*aria-describedby="f-tel-e" aria-invalid="true"/,
  )
  assert.match(text, /<fieldset class="fg bad"><legend>所在旗区<\/legend>\s*<p class="msg" id="f-area-e">/)
})

test('U-044 what is known from the real-name check is filled in and says so; a date has three labelled boxes', () => {
  const text = gallery.question?.(sampleFrame({})).text ?? ''
  assert.match(text, /value="巴图"[^>]*><p class="auto"[^>]*>由实名信息带出，可修改<\/p>/)
  for (const [part, value] of [
    ['y', '1968'],
    ['m', '03'],
    ['d', '27'],
  ])
    assert.ok(text.includes(`name="bornOn.${part}" value="${value}"`))
})
