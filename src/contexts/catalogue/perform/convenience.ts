import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { hasConvenience, replaceConvenience } from '../store/convenience.ts'
import type { ConvenienceEntry } from '../terms/convenience.ts'

const text = z.string().trim().min(1).max(200)
const Entry = z.strictObject({
  name: text.max(60),
  division: z.string().regex(/^\d{6}(\d{3}){0,2}$/),
  phones: z.array(z.string().regex(/^\d[\d-]{2,19}$/)).optional(),
  address: text.optional(),
  office: text.optional(),
  path: z
    .string()
    .regex(/^\/[\w/-]*$/)
    .optional(),
  find: text.max(30).optional(),
  source: text.optional(),
  sourceOn: text.optional(),
  sample: z.boolean().optional(),
})
const ConvenienceFile = z.strictObject({
  about: z.string().optional(),
  themes: z
    .array(
      z.strictObject({ name: text.max(20), categories: z.array(z.strictObject({ name: text.max(20), entries: z.array(Entry).min(1) })) }),
    )
    .max(99),
})

/** Telephones and addresses are facts: where they come from must be said. */
const unfounded = ({ details }: ConvenienceEntry): boolean => Boolean(details.phones ?? details.address) && !details.source

/** Reads 便民服务 as they are written down; throws an Error that names the entry with a fact of no source. */
export const readConvenience = (content: unknown): ConvenienceEntry[] => {
  const entries = ConvenienceFile.parse(content).themes.flatMap((theme, i) =>
    theme.categories.flatMap((category) =>
      category.entries.map(({ name, division, ...details }) => ({
        themeNo: String(i + 1).padStart(2, '0'),
        theme: theme.name,
        category: category.name,
        name,
        division: division.padEnd(12, '0'),
        details,
      })),
    ),
  )
  const wrong = entries.find(unfounded)
  if (wrong) throw new Error(`便民服务“${wrong.name}”写了电话或地址，没有写出处`)
  return entries
}

/** Puts the 便民服务 of a file in place of those before; how many. */
export const importConvenience = async (db: Pick<Db, 'transaction'>, content: unknown): Promise<number> => {
  const entries = readConvenience(content)
  await db.transaction((sql) => replaceConvenience(sql, entries))
  return entries.length
}

/** The demo city's 便民服务 from `folder`/convenience.json, where there are none. */
export const loadDemoConvenience = async (db: Db, folder: string): Promise<void> => {
  if (await hasConvenience(db.sql)) return
  await importConvenience(db, JSON.parse(readFileSync(join(folder, 'convenience.json'), 'utf8')))
}
