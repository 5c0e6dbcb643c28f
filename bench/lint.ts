import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { type FileFinding, lintRows, rowsOfFile } from '../src/contexts/catalogue/index.ts'
import { type Figure, median, ToolMissing } from './measure.ts'

const items = new URL('../../shared/data/service_items_gd/items.jsonl', import.meta.url).pathname
const labelled = (name: string): unknown => JSON.parse(readFileSync(new URL(`labels/${name}.json`, import.meta.url), 'utf8'))
const rounds = 3

type Label = 'catchAll' | 'umbrella' | 'fine'
/** A name that was read by eye, and whether the rule found it. */
type Judged = { readonly label: Label; readonly found: boolean }

const read = async (name: string, chunks: AsyncIterable<Uint8Array | string>): Promise<{ rows: number; findings: FileFinding[] }> => {
  const rows = rowsOfFile(name, chunks)
  if (!rows) throw new Error(`${name} is not read`)
  const all: FileFinding[] = []
  let count = 0
  for await (const { findings } of lintRows(rows, {})) {
    count += 1
    all.push(...findings)
  }
  return { rows: count, findings: all }
}

const keysOf = (findings: readonly FileFinding[]): Set<string> =>
  new Set(findings.filter(({ rule }) => rule === 'R-053').map(({ item, field }) => `${item} ${field}`))

/** Names of our own or of laws, asked as the materials of one guide. */
const ofNames = async (names: readonly { readonly name: string; readonly label: Label }[]): Promise<Judged[]> => {
  const row = {
    task_name: '示例',
    task_code: 'S',
    task_type: '20',
    dept_name: '示例',
    materials: names.map(({ name }) => ({ material_name: name })),
  }
  const { findings } = await read('sentences.json', (async function* () { yield JSON.stringify(row) })()) // biome-ignore format: one line
  const found = keysOf(findings)
  return names.map(({ label }, i) => ({ label, found: found.has(`S materials.${i}.material_name`) }))
}

const ofSentences = (): Promise<Judged[]> => {
  const { mark: _mark, ...sentences } = labelled('sentences') as Record<Label, string[]> & { mark: string }
  return ofNames(Object.entries(sentences).flatMap(([label, list]) => list.map((name) => ({ name, label: label as Label }))))
}

type Pointed = readonly [code: string, index: number, label: Label]

const judged = (labels: readonly Pointed[], found: ReadonlySet<string>): Judged[] =>
  labels.map(([code, index, label]) => ({ label, found: found.has(`${code} materials.${index}.name`) }))

/** Labels of a second hand, written without sight of the rule: real names again, and what laws ask for. */
const ofSecondHand = async (found: ReadonlySet<string>): Promise<Judged[][]> => {
  const { labels, laws } = labelled('second-hand') as {
    labels: Pointed[]
    laws: [law: string, article: string, name: string, label: Label][]
  }
  return [judged(labels, found), await ofNames(laws.map(([, , name, label]) => ({ name, label })))]
}

const ofMaterials = (found: ReadonlySet<string>): Judged[] => judged((labelled('materials') as { labels: Pointed[] }).labels, found)

/** Precision: of what was found, how much is wanting by eye. Recall: of what is wanting, how much was found. */
const judge = (names: readonly Judged[], dataset: string): Figure[] => {
  const wanting = names.filter(({ label }) => label !== 'fine')
  const found = names.filter((one) => one.found)
  const both = wanting.filter((one) => one.found).length
  const share = (part: number, whole: number): number => Number((part / whole).toFixed(3))
  const about = { unit: 'share', n: names.length, dataset: `${dataset}, ${wanting.length} of ${names.length} wanting` }
  return [
    { workload: 'lint precision', value: share(both, found.length), ...about },
    { workload: 'lint recall', value: share(both, wanting.length), ...about },
  ]
}

/** The linter of guides: how well the rule against catch-alls agrees with labels read by eye, and rows a second of a core. */
export const linting = async (): Promise<Figure[]> => {
  if (!existsSync(items)) throw new ToolMissing('缺少标注所指的事项清单 service_items_gd/items.jsonl')
  const rates: number[] = []
  let found: ReadonlySet<string> = new Set()
  let rows = 0
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage()
    const done = await read(items, createReadStream(items))
    const { user, system } = process.cpuUsage(before)
    rates.push((done.rows * 1e6) / (user + system))
    rows = done.rows
    found = keysOf(done.findings)
  }
  const first = ofMaterials(found)
  const sentences = await ofSentences()
  const [again = [], laws = []] = await ofSecondHand(found)
  return [
    ...judge(first, 'names of materials of 396 real guides'),
    ...judge(sentences, '示例数据: disguised and harmless sentences'),
    ...judge(again, 'second hand: names of the same guides'),
    ...judge(laws, 'second hand: what 21 laws ask for'),
    ...judge([...again, ...laws], 'second hand together'),
    ...judge([...first, ...sentences, ...again, ...laws], 'every label of both hands'),
    {
      workload: 'lint rows',
      unit: 'rows/s of a core',
      value: Math.round(median(rates)),
      n: rounds,
      dataset: `${rows} real items, every rule, reading included`,
    },
  ]
}
