import { z } from 'zod'
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

type Members = Readonly<Record<string, unknown>>

/** A text that is not whole yet with the members that may be left out, as reading a whole one gives them; everything else as it was sent. */
const withDefaults = (schema: z.core.$ZodType, sent: unknown): unknown => {
  if (schema instanceof z.ZodDefault) return sent === undefined ? schema.def.defaultValue : withDefaults(schema.def.innerType, sent)
  if (schema instanceof z.ZodExactOptional) return withDefaults(schema.def.innerType, sent)
  if (schema instanceof z.ZodArray && Array.isArray(sent)) return sent.map((one) => withDefaults(schema.def.element, one))
  if (!(schema instanceof z.ZodObject) || typeof sent !== 'object' || sent === null) return sent
  const filled = Object.entries(schema.shape).map(([name, member]) => [name, withDefaults(member, (sent as Members)[name])] as const)
  return { ...sent, ...Object.fromEntries(filled.filter(([, value]) => value !== undefined)) }
}

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
  return { guide: withDefaults(GuideRow, sent) as Guide, lacks: fieldErrors(read.error) }
}
