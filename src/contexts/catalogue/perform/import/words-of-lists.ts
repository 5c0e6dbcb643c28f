import type { Audience, ItemType, OrganisationTheme, PersonTheme, UseLevel } from '../../terms/code-lists.ts'
import { audiences, itemTypes, organisationThemes, personThemes, useLevels } from '../../terms/code-lists.ts'
import type { Guide, Material, Place, TimeLimit } from '../../terms.ts'

const codeOf = <Code extends string>(codes: Record<Code, string>, text: string): Code | undefined =>
  (Object.keys(codes) as Code[]).find((code) => code === text || codes[code] === text)

/** A list of codes or names, parted in any of the usual ways, or given as an array. */
export const parts = (value: string | readonly string[] | undefined): string[] =>
  (typeof value === 'string' ? value.split(/[,,;;、|^\s]+/) : [...(value ?? [])]).map((part) => part.trim()).filter(Boolean)

const only = <T>(values: readonly (T | undefined)[]): T[] => [...new Set(values.filter((value) => value !== undefined))]

/** 行政许可, 01 or 1; undefined for what no applicant asks for, such as 行政处罚 (domain.md B1). */
export const typeOf = (text: string): ItemType | undefined => codeOf(itemTypes, text) ?? codeOf(itemTypes, text.padStart(2, '0'))

const levelNames: Record<string, UseLevel> = {
  国家: '1',
  省级: '2',
  省: '2',
  市: '3',
  县级: '4',
  区县级: '4',
  县: '4',
  镇: '5',
  乡镇级: '5',
  村: '6',
  村级: '6',
}
export const levelOf = (text: string): UseLevel | undefined => codeOf(useLevels, text) ?? levelNames[text]

/** 自然人、企业法人 …; 非法人企业 is 其他组织 in the national list. */
export const audiencesOf = (value: string | readonly string[] | undefined): Audience[] =>
  only(parts(value).map((part) => codeOf(audiences, part) ?? (part === '非法人企业' ? '6' : undefined)))

export const personThemesOf = (value: string | readonly string[] | undefined): PersonTheme[] =>
  only(parts(value).map((part) => codeOf(personThemes, part)))
export const organisationThemesOf = (value: string | readonly string[] | undefined): OrganisationTheme[] =>
  only(parts(value).map((part) => codeOf(organisationThemes, part)))

export const limitOf = (days: number | undefined, unit: string | undefined, explanation?: string): TimeLimit | undefined =>
  days === undefined
    ? undefined
    : { days, unit: unit === '2' || unit?.includes('自然') ? 'calendarDay' : 'workday', ...(explanation ? { explanation } : {}) }

/** A material of which the list gives the name alone. */
export const namedMaterial = (name: string, position: number): Material => ({
  id: `m${position + 1}`,
  name,
  need: '1',
  kind: '1',
  format: '3',
  copies: 1,
  source: '99',
  nameOnly: true,
})

/** Place and hours as one text each. */
export const placesOf = (address: string | undefined, hours: string | undefined): Place[] =>
  address ? [{ hall: address, street: '', room: '', hours: hours ?? '未提供' }] : []

/** Signs that part telephones; not those within brackets: 020-37627439(专科、高职). */
const betweenPhones = /[、,;\uFF0C\uFF1B\s]+(?![^(\uFF08]*[)\uFF09])/u
/** The telephones of a text; one that tells more than telephones stays whole. */
export const phonesOf = (text: string | undefined): string[] => {
  const parts = (text ?? '').split(betweenPhones).filter(Boolean)
  return parts.every((part) => /\d{3}/.test(part)) ? parts : [(text ?? '').trim()]
}
export const linesOf = (text: string | undefined): string[] => (text ? text.split(/\s*\n+\s*/).filter(Boolean) : [])
export const webAddress = (text: string | undefined): string | undefined =>
  text && /^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? text : undefined

/** What a foreign list never says, and so is not claimed. */
export const unsaid = {
  stages: [],
  basis: [],
  conditions: [],
  situations: [],
  materials: [],
  steps: [],
  charges: [],
  results: [],
  places: [],
  consultPhones: [],
  supervisePhones: [],
  specialProcedures: [],
  faq: [],
  minimumLevel: 'realName',
  deliveries: [],
  integratedWindow: false,
  sample: false,
  projectType: '9',
  onlineDepth: '1',
  audiences: [],
  personThemes: [],
  organisationThemes: [],
} as const satisfies Partial<Guide>
