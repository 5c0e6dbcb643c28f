import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { create, Font } from 'fontkit'

/** The two weights papers are set in: Noto Serif SC, SIL Open Font License. */
export type Weight = 'regular' | 'bold'

const files: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
}
const require = createRequire(import.meta.url)
const loaded = new Map<Weight, Font>()

/** A weight, read once a process: 15 MB each, and only when the first paper is drawn. */
export const fontOf = (weight: Weight): Font => {
  const known = loaded.get(weight)
  if (known) return known
  const library = require('fontkit') as { create: typeof create } // 24 MB with the first paper, not with the process
  const font = library.create(readFileSync(require.resolve(files[weight]))) as Font
  loaded.set(weight, font)
  return font
}

/** A character that the fonts cannot draw: it would be a blank on a legal paper, so nothing is drawn at all. */
export class GlyphMissing extends Error {
  readonly character: string
  constructor(character: string) {
    super(`no glyph for ${character} (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`)
    this.character = character
  }
}

/** Throws `GlyphMissing` with the first character that cannot be drawn. */
export const mustDraw = (text: string, weight: Weight): void => {
  const font = fontOf(weight)
  for (const character of text) {
    if (character !== '\n' && !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) throw new GlyphMissing(character)
  }
}

const advances: Record<Weight, Map<string, number>> = { regular: new Map(), bold: new Map() }

/** The width of a text in points, without kerning. */
export const widthOf = (text: string, weight: Weight, size: number): number => {
  const font = fontOf(weight)
  let units = 0
  for (const character of text) {
    let advance = advances[weight].get(character)
    if (advance === undefined) {
      advance = font.glyphForCodePoint(character.codePointAt(0) ?? 0).advanceWidth
      advances[weight].set(character, advance)
    }
    units += advance
  }
  return (units / font.unitsPerEm) * size
}
