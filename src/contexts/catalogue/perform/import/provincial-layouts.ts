import { z } from 'zod'
import { words } from '../../guide-shapes.ts'
import type { Guide } from '../../terms.ts'
import { Code, Division } from './guide-layout.ts'
import {
  audiencesOf,
  levelOf,
  limitOf,
  linesOf,
  namedMaterial,
  organisationThemesOf,
  personThemesOf,
  phonesOf,
  placesOf,
  typeOf,
  unsaid,
  webAddress,
} from './words-of-lists.ts'

const optional = z.string().default('')
const Limit = z.object({ value: z.number().int().nonnegative(), unit: z.string() }).nullish()
const itemType = words.refine((text) => typeOf(text) !== undefined, '不是政务服务事项的类型(依申请六类和公共服务)')

/** The layout of the Guangdong portal's published items (service_items_gd). */
const Guangdong = z.object({
  task_code: Code,
  business_code: optional,
  uscc: optional,
  dept: words,
  catalog_code: optional,
  name: words,
  short_name: optional,
  plain_name: optional,
  type: itemType,
  level: words.refine((text) => levelOf(text) !== undefined, '不是行使层级'),
  area_code: Division,
  audience: z.array(z.string()).default([]),
  themes: z.array(z.string()).default([]),
  visits: z.number().int().nonnegative().nullish(),
  legal_limit: Limit,
  promise_limit: Limit,
  accept_condition: optional,
  materials: z.array(words).default([]),
  location: optional,
  consult_phone: optional,
  complain_phone: optional,
  online_url: optional,
  express: z.boolean().default(false),
})
type Guangdong = z.infer<typeof Guangdong>

const audienceAndThemes = ({ audience, themes }: Pick<Guangdong, 'audience' | 'themes'>) => {
  const who = audiencesOf(audience)
  return {
    audiences: who,
    personThemes: who.includes('1') ? personThemesOf(themes) : [],
    organisationThemes: who.some((one) => one !== '1') ? organisationThemesOf(themes) : [],
  }
}

const limitsOf = ({ legal_limit: legal, promise_limit: promised }: Pick<Guangdong, 'legal_limit' | 'promise_limit'>) => {
  const legalLimit = legal ? limitOf(legal.value, legal.unit) : undefined
  const promisedLimit = promised ? limitOf(promised.value, promised.unit) : undefined
  return { ...(legalLimit ? { legalLimit } : {}), ...(promisedLimit ? { promisedLimit } : {}) }
}

const fromGuangdong = (row: Guangdong): Guide => {
  const plainName = row.plain_name || row.short_name
  const onlineUrl = webAddress(row.online_url)
  return {
    ...unsaid,
    ...audienceAndThemes(row),
    ...limitsOf(row),
    code: row.task_code,
    baseCode: row.catalog_code,
    name: row.name,
    ...(plainName ? { plainName } : {}),
    type: typeOf(row.type) ?? '20',
    level: levelOf(row.level) ?? '7',
    division: row.area_code,
    department: row.dept,
    departmentCode: row.uscc,
    ...(typeof row.visits === 'number' ? { visits: row.visits } : {}),
    conditions: linesOf(row.accept_condition),
    materials: row.materials.map(namedMaterial),
    places: placesOf(row.location, undefined),
    consultPhones: phonesOf(row.consult_phone),
    supervisePhones: phonesOf(row.complain_phone),
    deliveries: row.express ? ['post'] : [],
    ...(onlineUrl ? { onlineUrl } : {}),
    source: { name: '广东政务服务网公开的事项' },
  }
}

/** The layout of a Sichuan county's published catalogue (service_catalog_guangan): codes and names, no guide. */
const Sichuan = z.object({
  item_code: Code,
  base_code: optional,
  name: words,
  main_item: optional,
  dept: words,
  org_code: optional,
  task_type: itemType,
  area_code: Division,
  url: optional,
})

const levelOfDivision = (division: string): Guide['level'] => {
  if (division.endsWith('0000000000')) return '2'
  if (division.endsWith('00000000')) return '3'
  return division.endsWith('000000') ? '4' : '5'
}

const fromSichuan = (row: z.infer<typeof Sichuan>): Guide => {
  const url = webAddress(row.url)
  return {
    ...unsaid,
    code: row.item_code,
    baseCode: row.base_code,
    name: row.name,
    type: typeOf(row.task_type) ?? '20',
    level: levelOfDivision(row.area_code),
    division: row.area_code,
    department: row.dept,
    departmentCode: row.org_code,
    source: { name: '四川政务服务网公开的事项目录', ...(url ? { url } : {}) },
  }
}

export const GuangdongRow = Guangdong.transform(fromGuangdong)
export const SichuanRow = Sichuan.transform(fromSichuan)
