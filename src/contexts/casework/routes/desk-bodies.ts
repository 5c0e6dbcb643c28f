import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../../kernel/date.ts'
import { mostInBatch } from '../rules/batch.ts'
import { type Stage, stages } from '../terms.ts'
import { ActBody, WorklistQuery } from './bodies.ts'

const date = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), '请填写日期，例如 2026-10-01')
const account = z.string().max(64)

/** `GET /worklists/{name}`: everything a list may be filtered by; whatever a saved filter keeps stands in the address. */
export const DeskQuery = WorklistQuery.extend({
  stage: z.enum(Object.keys(stages) as [Stage, ...Stage[]]).exactOptional(),
  step: z.string().trim().min(1).max(100).exactOptional(),
  applicant: z.string().trim().min(1).max(60).exactOptional(),
  department: z.string().max(20).exactOptional(),
  handler: account.exactOptional(),
  open: z.literal('yes').exactOptional(),
  dueFrom: date.exactOptional(),
  dueTo: date.exactOptional(),
})
/** `GET /worklists/{name}.xlsx`: the whole list by the same filters; pages do not matter. */
export const ExportQuery = DeskQuery.omit({ limit: true, after: true })

const no = z.string().min(1).max(60)
const distinct = (list: readonly string[]): boolean => new Set(list).size === list.length
const cases = z.array(no).min(1).max(mostInBatch).refine(distinct, '同一个办件写了两次')

/** `POST /batches/acts`: which acts are open on these cases. */
export const CasesBody = z.strictObject({ cases })
/** `POST /batches`: one act with its details for at most 200 cases. */
export const BatchBody = z.strictObject({
  act: ActBody.shape.act,
  cases,
  details: ActBody.omit({ act: true, seen: true }).default({}),
})

/** `POST /saved-filters`: the query is that of the list's address. */
export const FilterBody = z.strictObject({
  name: z.string().trim().min(1).max(40),
  list: z.string().min(1).max(40),
  query: z.string().max(1000),
})
