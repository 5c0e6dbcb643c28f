import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../../kernel/date.ts'
import { type ShowPurpose, showPurposes } from '../rules/numbers.ts'
import { actNames } from '../rules/procedure.ts'
import { mostPhotos } from '../rules/site-check.ts'
import { type HandingWay, handingWays } from '../terms/handing.ts'
import { type ActDetails, type ActName, type Lamp, lamps } from '../terms.ts'

const line = z.string().trim().min(1).max(200)
const words = z.string().trim().min(1).max(2000)
const id = z.string().min(1).max(64)
const date = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), '请填写日期，例如 2026-10-01')
const days = z.int().min(1).max(366)

const defect = z.strictObject({ target: id, name: line, problem: words, cure: words, basis: line.exactOptional() })
/** A photograph that was uploaded for the case; what it is called and how large it is comes from there. */
const photo = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: line,
  size: z.int().min(1),
  type: z.string().max(80),
})
const ticked = z.strictObject({ material: id, form: line, copies: z.int().min(0).max(99) })

/** 收件清单 as the window ticks it. */
export const checkedList = z.array(ticked).min(1).max(100)

/** Every detail an act may carry through the API; files and answers come from what was handed in, never from here. */
const details = {
  opinion: words.exactOptional(),
  reason: words.exactOptional(),
  basis: words.exactOptional(),
  rightAgency: line.exactOptional(),
  defects: z.array(defect).min(1).max(60).exactOptional(),
  correctWithin: days.exactOptional(),
  checked: checkedList.exactOptional(),
  missing: z.array(id).min(1).max(60).exactOptional(),
  supplementWithin: days.exactOptional(),
  special: line.exactOptional(),
  expectedDays: days.exactOptional(),
  days: days.exactOptional(),
  to: date.exactOptional(),
  step: id.exactOptional(),
  secondPerson: line.exactOptional(),
  conditions: words.exactOptional(),
  validFrom: date.exactOptional(),
  validTo: date.exactOptional(),
  toUnit: line.exactOptional(),
  toOfficer: line.exactOptional(),
  toDepartment: id.exactOptional(),
  question: words.exactOptional(),
  required: z.boolean().exactOptional(),
  agrees: z.boolean().exactOptional(),
  request: words.exactOptional(),
  hearingOn: date.exactOptional(),
  hearingTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填写时间，例如 09:30')
    .exactOptional(),
  place: line.exactOptional(),
  presider: line.exactOptional(),
  record: z.string().trim().min(1).max(20_000).exactOptional(),
  photos: z.array(photo).min(1).max(mostPhotos).exactOptional(),
  recipient: line.exactOptional(),
  recipientId: line.exactOptional(),
  parcel: line.exactOptional(),
  way: z.enum(Object.keys(handingWays) as [HandingWay, ...HandingWay[]]).exactOptional(),
  relation: line.exactOptional(),
  witness: line.exactOptional(),
} satisfies Partial<Record<keyof ActDetails, z.ZodType>>

/** `POST /cases/{no}/acts`. `seen`: the position of the journal that the sender looked at. */
export const ActBody = z.strictObject({
  act: z.enum(actNames as [ActName, ...ActName[]]),
  seen: z.int().min(0).exactOptional(),
  ...details,
})

const answer = z.union([z.string().max(8000), z.array(z.string().max(200)).max(100)])
const answers = z.record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), answer)
/** The answers to the 情形 questions of an item. */
export const situation = answers
const delivery = z.strictObject({
  way: z.enum(['window', 'post', 'electronic']),
  recipient: line.exactOptional(),
  phone: line.exactOptional(),
  address: z.string().trim().max(400).exactOptional(),
})

/** `POST /cases`. `applicant` only at the window. */
export const CaseBody = z.strictObject({
  item: z.string().min(1).max(64),
  situation: answers.exactOptional(),
  applicant: z
    .strictObject({ kind: z.enum(['person', 'organisation']), name: line, idNumber: line, phone: z.string().trim().max(20) })
    .exactOptional(),
})

/** `PATCH /cases/{no}/draft`. */
export const DraftBody = z.strictObject({
  answers: answers.exactOptional(),
  situation: answers.exactOptional(),
  delivery: delivery.exactOptional(),
  confirmed: z.array(z.string().max(80)).max(100).exactOptional(),
  revision: z.int().min(0).exactOptional(),
})

/** `POST /cases/{no}/submit`; at the window with the list that was ticked. */
export const SubmitBody = z.strictObject({ checked: details.checked })

/** `GET /worklists/{name}`. */
export const WorklistQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(100).exactOptional(),
  lamp: z.enum(Object.keys(lamps) as [Lamp, ...Lamp[]]).exactOptional(),
  item: z.string().max(64).exactOptional(),
  q: z.string().trim().max(60).exactOptional(),
  due: z.union([z.enum(['today', 'week']), date]).exactOptional(),
})

/** `GET /cases`: the applicant's own. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(100).exactOptional(),
})

/** `POST /progress`: 办件编号 and 查询码. */
export const ProgressBody = z.strictObject({ no: z.string().min(1).max(60), code: z.string().min(1).max(12) })

/** What numbers of persons are to be shown for (S-092). */
export const ShowBody = z.strictObject({ purpose: z.enum(Object.keys(showPurposes) as ShowPurpose[]) })
