import type { FieldError } from '../../../kernel/refusal.ts'
import { fieldErrors } from '../../../platform/http.ts'
import type { Guide } from '../terms.ts'
import { GuideRow } from './import/guide-layout.ts'

/** What a text in the making may still lack: it is kept, and said; anything else is not a guide at all. */
const lacking: readonly string[] = ['too_small', 'invalid_format', 'custom']

/** A guide that was sent: usable as it is, half filled in (`lacks` says where), or misshapen (`wrong`). */
export type Checked =
  | { readonly guide: Guide; readonly lacks: readonly FieldError[] }
  | { readonly guide?: undefined; readonly wrong: readonly FieldError[] }

const mostCharacters = 400_000

/**
 * Reads a guide while it is written: saving never waits for completeness, so empty members are kept and named; unknown members, wrong
 * types, unknown codes and texts beyond any reason are refused. Field paths are those of the guide (`materials.0.name`).
 */
export const checkGuide = (sent: unknown): Checked => {
  if (JSON.stringify(sent ?? null).length > mostCharacters) return { wrong: [{ field: '', message: '内容过长' }] }
  const read = GuideRow.safeParse(sent, { reportInput: true })
  if (read.success) return { guide: read.data as Guide, lacks: [] }
  const wrong = read.error.issues.filter(({ code }) => !lacking.includes(code))
  if (wrong.length > 0) return { wrong: fieldErrors({ issues: wrong }) }
  return { guide: sent as Guide, lacks: fieldErrors(read.error) }
}
