import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { scales, tokenRules } from '../tokens/tokens.ts'
import { loadAssets, smaller } from './assets.ts'

const source = readFileSync(new URL('site.css', import.meta.url), 'utf8')
const bare = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/"[^"]*"/g, '""')

/** Every declaration of a stylesheet as [property, value]. */
const declarations = (css: string): [string, string][] =>
  [...bare(css).matchAll(/(?<=[{;]\s*)([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map((found) => [
    found[1] as string,
    (found[2] as string).trim(),
  ])

const physical =
  /^((margin|padding|border|inset|scroll-(margin|padding))-(top|right|bottom|left)(-.*)?|top|right|bottom|left|(min-|max-)?(width|height)|border-(top|bottom)-(left|right)-radius|overflow-[xy]|resize-[xy])$/
const sided = /^(margin|padding|inset|border-width|border-radius|gap|scroll-margin)$/

/** What turns wrongly when the page is set in vertical lines: properties named by side, and shorthands with more than one value. Sheets of paper are not turned. */
const physicalDeclarations = (css: string): string[] =>
  declarations(css.replace(/@page *{[^}]*}/g, ''))
    .filter(([property, value]) => {
      const values = value
        .replace(/\([^()]*(\([^()]*\))*[^()]*\)/g, '()')
        .replace('!important', '')
        .trim()
        .split(/\s+/)
      if (sided.test(property) && property !== 'gap' && values.length > 1) return true
      return physical.test(property) || /^(left|right)$/.test(value) || /\b(min|max)-height\b/.test(property)
    })
    .map(([property, value]) => `${property}: ${value}`)

/** Colours written in rules instead of tokens: hex, functions, names. System colours of paper and forced-colors are no design. */
const strayColours = (css: string): string[] =>
  declarations(css)
    .filter(([, value]) =>
      /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|lab|color-mix)\(|\b(red|green|blue|white|black|gr[ae]y|silver|orange|yellow)\b/i.test(value),
    )
    .map(([property, value]) => `${property}: ${value}`)

/** Sizes of text in px at the smallest base (17 px), for every rule that sets one. */
const tooSmall = (css: string): string[] =>
  declarations(css)
    .filter(([property]) => property === 'font-size')
    .filter(([, value]) => {
      const [, number, unit] = /^([\d.]+)(rem|em|px|pt|%)$/.exec(value) ?? []
      const px: Record<string, number> = { rem: 16, em: 17, px: 1, pt: 4 / 3, '%': 0.16 }
      return number !== undefined && unit !== undefined && Number(number) * (px[unit] ?? 0) < 14.5
    })
    .map(([, value]) => value)

test('U-060, U-070 the stylesheet turns with the script: no physical property, no one-sided shorthand', () => {
  assert.deepEqual(physicalDeclarations(source), [])
  assert.ok(declarations(source).length > 400, 'the reader of declarations sees the sheet')
  assert.deepEqual(physicalDeclarations('a{margin-left:1px;padding:0 1px;inset:0;max-width:3em;text-align:right}').length, 4)
})

test('U-070 no colour outside the tokens', () => {
  assert.deepEqual(strayColours(source), [])
  assert.equal(strayColours('a{color:#fff;border:1px solid red;background:rgb(0 0 0)}').length, 3)
})

test('U-070 no text under 15 px on screen, and on paper none under 11 pt', () => {
  assert.deepEqual(tooSmall(source), [])
  assert.equal(tooSmall('a{font-size:.8rem}b{font-size:14px}').length, 2)
})

test('U-070 one family of fonts, and Mongolian beside it', () => {
  const families = declarations(source).filter(([property]) => property === 'font-family')
  assert.equal(families.length, 2)
})

test('every token a rule reads exists, and every rule reads tokens alone', () => {
  const defined = new Set([...tokenRules().matchAll(/--([a-z0-9-]+):/g)].map((found) => found[1]))
  const read = new Set([...source.matchAll(/var\(--([a-z0-9-]+)\)/g)].map((found) => found[1]))
  assert.deepEqual(
    [...read].filter((name) => !defined.has(name)),
    [],
  )
})

test('U-026 the least target is 44 px, 60 px for elders, 88 px on the kiosk', () => {
  const px = (rem: string): number => Number.parseFloat(rem) * 16
  assert.ok(px(scales.standard.tap) >= 44 && px(scales.elder.tap) >= 60 && px(scales.kiosk.tap) >= 88)
})

test('U-005 the stylesheet is one file of at most 10 KB, U-004 the script one file of at most 8 KB, both compressed', () => {
  const { css, js } = loadAssets()
  assert.ok(css.gzip.length <= 10_240, `${css.gzip.length} bytes`)
  assert.ok(js.gzip.length <= 8_192, `${js.gzip.length} bytes`)
})

test('making the stylesheet smaller keeps what it says', () => {
  assert.equal(
    smaller('/* a */ a > b { margin: 0; inline-size: calc(1px + 2px) }\n@media (min-width: 4rem) { c { color: var(--x) } }'),
    'a>b{margin:0;inline-size:calc(1px + 2px)}@media (min-width: 4rem){c{color:var(--x)}}',
  )
})

test('assets are named by their content, and the stylesheet asks for the font by that name', () => {
  const { css, js, files } = loadAssets()
  for (const file of files) assert.match(file.url, /^\/assets\/[a-z]+\.[0-9a-f]{12}\.(css|js|woff2)$/)
  const font = files.find((file) => file.type === 'font/woff2')
  assert.ok(font && css.identity.includes(font.url))
  assert.ok(!js.identity.includes('interface ') && !/: (string|void)\b/.test(js.identity.toString()), 'types are gone')
  assert.ok(js.sha256.startsWith('sha256-'))
})
