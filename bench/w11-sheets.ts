import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { City } from './city.ts'
import type { Figure } from './measure.ts'

const root = new URL('..', import.meta.url).pathname
const [rows, division] = [10_000, '150600000000']

/** Runs a script as a process of its own, so that its memory is its own. */
const child = (script: string, ...given: string[]): unknown => {
  const done = spawnSync(process.execPath, [join(root, 'bench', script), ...given], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
  return JSON.parse(done.stdout)
}
type Taken = { readonly millis: number; readonly megabytes: number }

/** W11: ten thousand guides out to a workbook, and in from it: read, compared with what is in force, staged. */
export const sheets = async (city: City): Promise<Figure[]> => {
  const file = join(city.folder, 'guides.xlsx')
  const out = child('export-guides.ts', file, String(rows), division) as Taken
  const { id, ...taken } = child('import-guides.ts', city.databaseUrl, file, division) as Taken & { readonly id: unknown }
  if (typeof id !== 'string') throw new Error(`the workbook was refused: ${JSON.stringify(id)}`)
  const dataset = `${rows} guides`
  return [
    { workload: 'W11 guides out', unit: 'ms', value: out.millis, n: 1, dataset },
    { workload: 'W11 guides in', unit: 'ms', value: taken.millis, n: 1, dataset },
    { workload: 'W11 memory out', unit: 'MB RSS', value: out.megabytes, n: 1, dataset: `${dataset}, the process that writes` },
    { workload: 'W11 memory in', unit: 'MB RSS', value: taken.megabytes, n: 1, dataset: `${dataset}, the process that reads` },
  ]
}
