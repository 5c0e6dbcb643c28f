import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoCatalogue } from '../src/contexts/catalogue/demo-catalogue.ts'
import { writeGuides } from '../src/contexts/catalogue/perform/excel/write-guides.ts'
import type { Guide } from '../src/contexts/catalogue/terms.ts'
import type { City } from './city.ts'
import type { Figure } from './measure.ts'

const root = new URL('..', import.meta.url).pathname
const [rows, division] = [10_000, '150600000000']

/** Ten thousand guides with the words of the demo city, under codes of their own. */
const manyGuides = (): Guide[] => {
  const some = demoCatalogue(join(root, 'data')).filter((guide) => guide.division === division)
  return Array.from({ length: rows }, (_, i) => ({ ...(some[i % some.length] as Guide), code: `W11${String(i).padStart(28, '0')}` }))
}

/** W11: ten thousand guides out to a workbook, and in from it: read, compared with what is in force, staged. */
export const sheets = async (city: City): Promise<Figure[]> => {
  const file = join(city.folder, 'guides.xlsx')
  const begun = performance.now()
  writeFileSync(file, await writeGuides(manyGuides()))
  const written = Math.round(performance.now() - begun)
  const child = spawnSync(process.execPath, [join(root, 'bench/import-guides.ts'), city.databaseUrl, file, division], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  const { millis, megabytes, id } = JSON.parse(child.stdout) as { millis: number; megabytes: number; id: unknown }
  if (typeof id !== 'string') throw new Error(`the workbook was refused: ${JSON.stringify(id)}`)
  const dataset = `${rows} guides`
  return [
    { workload: 'W11 guides out', unit: 'ms', value: written, n: 1, dataset },
    { workload: 'W11 guides in', unit: 'ms', value: millis, n: 1, dataset },
    { workload: 'W11 memory', unit: 'MB RSS', value: megabytes, n: 1, dataset: `${dataset}, the process that reads` },
  ]
}
