import { printed } from './lines.ts'
import type { Sheet } from './sheet.ts'
import { GlyphMissing, mustDraw } from './type.ts'

/** The first character of a sheet that cannot be drawn. */
export const undrawable = (sheet: Sheet): string | undefined => {
  const texts: string[] = []
  JSON.stringify(sheet, (_, value) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  try {
    for (const text of texts) for (const weight of ['regular', 'bold'] as const) mustDraw(printed(text), weight)
  } catch (error) {
    if (error instanceof GlyphMissing) return error.character
    throw error
  }
  return undefined
}
