import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { localDate } from '../../kernel/date.ts'
import { usccCheckDigit } from '../../kernel/identifiers.ts'
import { fen } from '../../kernel/money.ts'
import { Form, keysOf, listOf, Material, Option, Step, TimeLimit, words } from './guide-shapes.ts'
import {
  audiences,
  enterpriseStages,
  itemTypes,
  onlineDepths,
  organisationThemes,
  personStages,
  personThemes,
  projectTypes,
} from './terms/code-lists.ts'
import type { Guide, Place } from './terms.ts'
import { licenceMatters } from './terms.ts'

/** One entry of a file in data/catalogue; its README says what each member means. */
const Entry = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: words,
  plainName: words.exactOptional(),
  summary: words.exactOptional(),
  type: keysOf(itemTypes),
  department: words,
  sequence: z.string().regex(/^\d{3}$/),
  sites: z.union([z.enum(['all', 'banners']), z.array(z.string().regex(/^\d{6}$/)).min(1)]).default(['150600']),
  full: z.boolean().default(false),
  office: words.exactOptional(),
  /** Where an item is not handled in the city hall, the building and its street. */
  hall: words.exactOptional(),
  street: words.exactOptional(),
  room: words.exactOptional(),
  window: words.exactOptional(),
  hours: words.exactOptional(),
  phone: words.exactOptional(),
  audiences: z.array(keysOf(audiences)).min(1),
  personThemes: listOf(keysOf(personThemes)),
  organisationThemes: listOf(keysOf(organisationThemes)),
  stages: listOf(keysOf({ ...personStages, ...enterpriseStages })),
  projectType: keysOf(projectTypes).default('2'),
  onlineDepth: keysOf(onlineDepths).default('1'),
  visits: z.number().int().nonnegative().exactOptional(),
  visitReason: words.exactOptional(),
  legalLimit: TimeLimit.exactOptional(),
  promisedLimit: TimeLimit.exactOptional(),
  basis: z.array(z.strictObject({ title: words, article: words.exactOptional(), text: words.exactOptional() })).min(1),
  conditions: z.array(words).min(1),
  situations: listOf(z.strictObject({ id: words, question: words, options: z.array(Option).min(2) })),
  materials: z.array(Material).min(1),
  steps: z.array(Step).min(2),
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
  specialProcedures: listOf(z.strictObject({ name: words, basis: words })),
  faq: listOf(z.strictObject({ question: words, answer: words })),
  form: Form.exactOptional(),
  minimumLevel: z.enum(['realName', 'advanced']).default('realName'),
  deliveries: listOf(z.enum(['window', 'post', 'electronic'])),
  integratedWindow: z.boolean().default(true),
  onPromise: z.boolean().exactOptional(),
  licenceMatters: z.array(keysOf(licenceMatters)).min(1).exactOptional(),
  onlineUrl: words.exactOptional(),
  source: z
    .strictObject({ name: words, url: words.exactOptional(), on: z.iso.date().transform(localDate).exactOptional() })
    .default({ name: '示例数据，按所列依据编写' }),
})
type Entry = z.infer<typeof Entry>

const Hall = z.object({ name: words, street: words, hours: words, phones: z.array(words), supervisePhones: z.array(words) })
const Department = z.object({
  key: words,
  number: z.string().regex(/^\d{2}$/),
  name: words,
  shortName: words,
  uscc: words,
  phones: z.array(words),
})
const Organisations = z.object({
  division: z.object({ code: words, name: words }),
  departments: z.array(Department),
  hall: Hall,
  banners: z.array(z.object({ code: words, name: words, hall: Hall })),
})
type Organisations = z.infer<typeof Organisations>
type Department = z.infer<typeof Department>

/** Where an item is offered: the city or one 旗区, with its department and its hall. */
type Site = {
  readonly division: string
  readonly level: '3' | '4'
  readonly department: string
  readonly uscc: string
  readonly hall: z.infer<typeof Hall>
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Names the file, the entry and the member, so that the author finds the line. */
const malformed = (file: string, entry: string, member: string, why: string): Error => new Error(`${file}: ${entry}: ${member}: ${why}`)

const parse = <T extends z.ZodType>(shape: T, value: unknown, file: string, entry: string): z.infer<T> => {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw malformed(file, entry, issue?.path.join('.') || '(entry)', issue?.message ?? 'malformed')
}

const keyOf = (value: unknown, position: number): string =>
  typeof value === 'object' && value !== null && 'key' in value ? String(value.key) : `entry ${position + 1}`

/** A 旗区 department is the city one with the 旗区 in its name and its code (data/organisations.json). */
const bannerUscc = (cityUscc: string, division: string): string => {
  const first17 = `11${division}${cityUscc.slice(8, 17)}`
  return first17 + usccCheckDigit(first17)
}

const siteOf = (organisations: Organisations, department: Department, division: string): Site | undefined => {
  if (division === organisations.division.code)
    return { division, level: '3', department: department.name, uscc: department.uscc, hall: organisations.hall }
  const banner = organisations.banners.find(({ code }) => code === division)
  const name = `${banner?.name}${department.shortName.replace(/^市/, '')}`
  return banner && { division, level: '4', department: name, uscc: bannerUscc(department.uscc, division), hall: banner.hall }
}

const divisionsOf = (sites: Entry['sites'], { division, banners }: Organisations): readonly string[] => {
  if (Array.isArray(sites)) return sites
  return [...(sites === 'all' ? [division.code] : []), ...banners.map(({ code }) => code)]
}

const placeOf = (entry: Entry, site: Site): Place => {
  const common = { hall: site.hall.name, street: site.hall.street, hours: entry.hours ?? site.hall.hours }
  if (site.level === '4') return { ...common, room: '窗口服务区', window: '综合窗口' }
  const window = entry.window ?? (entry.room ? undefined : '综合窗口')
  return {
    ...common,
    ...(entry.hall ? { hall: entry.hall } : {}),
    ...(entry.street ? { street: entry.street } : {}),
    room: entry.room ?? '窗口服务区',
    ...(window ? { window } : {}),
  }
}

const consultPhones = (entry: Entry, department: Department, site: Site): readonly string[] => {
  if (site.level === '4') return site.hall.phones.length > 0 ? site.hall.phones : ['12345']
  if (entry.phone) return [entry.phone]
  return department.phones.length > 0 ? department.phones : site.hall.phones
}

const expand = (entry: Entry, department: Department, site: Site): Guide => {
  const { key: _key, department: _department, sequence, sites: _sites, full: _full, room: _room, window: _window, ...rest } = entry
  const { hall: _hall, street: _street, hours: _hours, phone: _phone, office, materials, ...members } = rest
  const baseCode = `15${entry.type}${department.number}${sequence}000`
  return {
    ...members,
    code: `${site.uscc}${site.level}${baseCode}`,
    baseCode,
    level: site.level,
    division: `${site.division}000000`,
    department: site.department,
    departmentCode: site.uscc,
    ...(office && site.level === '3' ? { office } : {}),
    materials: materials.map((material, position) => ({ ...material, id: material.id ?? `m${position + 1}` })),
    places: [placeOf(entry, site)],
    consultPhones: consultPhones(entry, department, site),
    supervisePhones: site.hall.supervisePhones,
    sample: true,
  }
}

const expandEntry = (file: string, value: unknown, position: number, organisations: Organisations): Guide[] => {
  const key = keyOf(value, position)
  const entry = parse(Entry, value, file, key)
  const department = organisations.departments.find((one) => one.key === entry.department)
  if (!department) throw malformed(file, key, 'department', `“${entry.department}” is not in organisations.json`)
  if (entry.full && !entry.form) throw malformed(file, key, 'form', 'a full entry needs a form')
  return divisionsOf(entry.sites, organisations).map((division) => {
    const site = siteOf(organisations, department, division)
    if (!site) throw malformed(file, key, 'sites', `“${division}” is not in organisations.json`)
    return expand(entry, department, site)
  })
}

/**
 * The demo city's guides: every entry of `dataFolder`/catalogue/*.json, once for each site that offers it.
 * Throws an Error naming file, entry and member where an entry is malformed.
 */
export const demoCatalogue = (dataFolder: string): Guide[] => {
  const organisations = parse(Organisations, readJson(join(dataFolder, 'organisations.json')), 'organisations.json', 'organisations')
  const files = readdirSync(join(dataFolder, 'catalogue'))
    .filter((name) => name.endsWith('.json'))
    .toSorted()
  return files.flatMap((file) => {
    const entries = parse(z.array(z.unknown()), readJson(join(dataFolder, 'catalogue', file)), file, 'file')
    return entries.flatMap((value, position) => expandEntry(file, value, position, organisations))
  })
}
