import { z } from 'zod'
import { mostInBatch } from '../rules/batch.ts'

/** A list in an address or a form: a,b,c; or over lines. Each once. */
const listOf = (one: z.ZodType<string, string>, most: number) =>
  z
    .string()
    .max(most * 64)
    .transform((text) => [...new Set(text.split(/[,\s]+/).filter(Boolean))])
    .pipe(z.array(one).min(1).max(most, `一次最多${most}个`))

const ids = listOf(z.uuid(), mostInBatch)
const cases = listOf(z.string().max(60), mostInBatch)
const types = listOf(z.string().regex(/^[a-zA-Z]{1,40}$/), 40)

/** `GET` and `POST /documents/print`: papers by `ids`, or those of `cases` by 办件编号, of `types` only. `_csrf`: of a form that opens a tab. */
export const PrintQuery = z
  .strictObject({
    ids: ids.exactOptional(),
    cases: cases.exactOptional(),
    types: types.exactOptional(),
    _csrf: z.string().max(200).exactOptional(),
  })
  .refine((asked) => (asked.ids === undefined) !== (asked.cases === undefined), '请给出文书(ids)或者办件(cases)')
