import { z } from 'zod'
import { localDate } from '../../../../kernel/date.ts'
import { fen } from '../../../../kernel/money.ts'
import { Form, keysOf, listOf, Material, Option, Step, TimeLimit, words } from '../../guide-shapes.ts'
import {
  audiences,
  enterpriseStages,
  itemTypes,
  onlineDepths,
  organisationThemes,
  personStages,
  personThemes,
  projectTypes,
  useLevels,
} from '../../terms/code-lists.ts'
import { licenceMatters } from '../../terms.ts'

/** A code is kept as it is; it stands in addresses, so only signs that need no escaping there. */
export const Code = z.string().regex(/^[0-9A-Za-z._~:-]{1,64}$/, '编码只能由数字、字母和 . _ ~ : - 组成，最长 64 位')
/** 12 digits, or 6 or 9 that are filled up. */
export const Division = z
  .string()
  .regex(/^(\d{6}|\d{9}|\d{12})$/, '区划代码应为 6、9 或 12 位数字')
  .transform((code) => code.padEnd(12, '0'))
export const WebAddress = z.url({ protocol: /^https?$/ })

const Place = z.strictObject({ hall: words, street: z.string(), room: z.string(), window: words.exactOptional(), hours: words })

/** Our own layout: a guide as the API gives it. */
export const GuideRow = z.strictObject({
  code: Code,
  baseCode: z.string(),
  name: words,
  plainName: words.exactOptional(),
  summary: words.exactOptional(),
  type: keysOf(itemTypes),
  level: keysOf(useLevels),
  division: Division,
  department: words,
  departmentCode: z.string(),
  office: words.exactOptional(),
  audiences: listOf(keysOf(audiences)),
  personThemes: listOf(keysOf(personThemes)),
  organisationThemes: listOf(keysOf(organisationThemes)),
  stages: listOf(keysOf({ ...personStages, ...enterpriseStages })),
  projectType: keysOf(projectTypes),
  onlineDepth: keysOf(onlineDepths),
  visits: z.number().int().nonnegative().exactOptional(),
  visitReason: words.exactOptional(),
  legalLimit: TimeLimit.exactOptional(),
  promisedLimit: TimeLimit.exactOptional(),
  basis: listOf(z.strictObject({ title: words, article: words.exactOptional(), text: words.exactOptional() })),
  conditions: listOf(words),
  situations: listOf(z.strictObject({ id: words, question: words, options: z.array(Option).min(2) })),
  materials: listOf(Material.extend({ id: words, nameOnly: z.boolean().exactOptional() })),
  steps: listOf(Step),
  charges: listOf(
    z.strictObject({ name: words, amount: z.number().int().nonnegative().transform(fen).exactOptional(), standard: words, basis: words }),
  ),
  results: listOf(
    z.strictObject({
      name: words,
      kind: z.enum(['licence', 'approval', 'reply', 'payment']),
      validMonths: z.number().int().positive().exactOptional(),
    }),
  ),
  places: listOf(Place),
  consultPhones: listOf(words),
  supervisePhones: listOf(words),
  specialProcedures: listOf(z.strictObject({ name: words, basis: words })),
  faq: listOf(z.strictObject({ question: words, answer: words })),
  form: Form.exactOptional(),
  minimumLevel: z.enum(['realName', 'advanced']).default('realName'),
  deliveries: listOf(z.enum(['window', 'post', 'electronic'])),
  integratedWindow: z.boolean().default(false),
  onPromise: z.boolean().exactOptional(),
  licenceMatters: z.array(keysOf(licenceMatters)).min(1).exactOptional(),
  onlineUrl: WebAddress.exactOptional(),
  sample: z.boolean().default(false),
  source: z.strictObject({ name: words, url: WebAddress.exactOptional(), on: z.iso.date().transform(localDate).exactOptional() }),
})
