import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Colour, colours, contrastColours, elderColours, tokenRules } from './tokens.ts'

/** WCAG 2.2 relative luminance of #rrggbb. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const part = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Every pair in which the stylesheet sets text on a ground. */
const text: readonly (readonly [Colour, Colour])[] = [
  ...(['ink', 'ink2', 'ink3', 'link', 'visited', 'brand', 'ok', 'warn', 'err'] as const).flatMap((c) => [[c, 'paper'] as const, [c, 'sand'] as const]),
  ['ink', 'sand2'], ['ink', 'tint'], ['ink2', 'tint'], ['brand', 'tint'], ['ink', 'warnTint'],
  ['ok', 'okTint'], ['warn', 'warnTint'], ['err', 'errTint'],
  ['onbrand', 'brand'], ['ondeep', 'deep'], ['onbrand2', 'deep'], ['focusInk', 'focus'],
] // biome-ignore format: a table of pairs

/** Borders of controls, marks of state and the two-coloured focus ring. */
const shapes: readonly (readonly [Colour, Colour])[] = [
  ['edge', 'paper'], ['edge', 'sand'], ['edge', 'sand2'], ['ink', 'paper'], ['brand', 'paper'], ['brand', 'tint'],
  ['err', 'paper'], ['warn', 'paper'], ['focus', 'deep'],
] // biome-ignore format: a table of pairs

const themes: Record<string, Readonly<Record<Colour, string>>> = {
  标准: colours,
  长辈版: { ...colours, ...elderColours },
  高对比: contrastColours,
}
for (const [name, theme] of Object.entries(themes)) {
  test(`U-028 ${name}: text has contrast 4.5 and more on every ground it stands on`, () => {
    for (const [ink, ground] of text) {
      const ratio = contrast(theme[ink], theme[ground])
      assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })
  test(`U-028 ${name}: control edges, marks and focus have contrast 3 and more`, () => {
    for (const [shape, ground] of shapes) {
      const ratio = contrast(theme[shape], theme[ground])
      assert.ok(ratio >= 3, `${shape} on ${ground}: ${ratio.toFixed(2)}`)
    }
  })
}

test('U-028 the measure itself is right: black on white is 21, the hairline is ornament only', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.ok(contrast(colours.line, colours.paper) < 3)
})

test('U-027 the elder base is 24 px and grows to 30', () => {
  assert.match(tokenRules(), /html\[data-mode=elder\]\{[^}]*--fs:1\.5rem/)
  assert.match(tokenRules(), /html\[data-size="30"\]\{--fs:1\.875rem\}/)
})

test('高对比 also answers the wish of the system, unless a mode was chosen', () => {
  assert.match(tokenRules(), /@media\(prefers-contrast:more\)\{html:not\(\[data-mode\]\)\{--ink:#ffffff/)
})
