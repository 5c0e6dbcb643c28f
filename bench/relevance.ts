import { readFileSync } from 'node:fs'
import { openCatalogue } from '../src/contexts/catalogue/index.ts'
import type { City } from './city.ts'
import { type Figure, percentile } from './measure.ts'

/** One judged question: the grade (1–3) of each item that answers it; all others are 0. */
export type Judged = {
  readonly q: string
  readonly judged: Readonly<Record<string, number>>
  /** Never looked at when words were added. */
  readonly heldOut?: boolean
}
export const readJudged = (): readonly Judged[] => JSON.parse(readFileSync(new URL('relevance.json', import.meta.url), 'utf8')).queries

const depth = 10
const discounted = (grades: readonly number[]): number =>
  grades.slice(0, depth).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0)

/** nDCG at ten (gain 2^grade − 1, discount log2): 1 when the answers stand in the best order. `names` as they were given, without repetition. */
export const ndcg = ({ judged }: Judged, names: readonly string[]): number =>
  discounted(names.map((name) => judged[name] ?? 0)) / discounted(Object.values(judged).toSorted((a, b) => b - a))

const pairs = (text: string): string[] => [...text].slice(0, -1).map((sign, i) => sign + [...text][i + 1])

/** The plain alternative: names that hold every pair of characters of the question, the shortest first. */
export const plainSearch = (names: readonly string[], q: string): string[] =>
  names
    .filter((name) => pairs(q).every((pair) => name.includes(pair)))
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, depth)

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const rounded = (value: number): number => Math.round(value * 1000) / 1000

type Answer = (q: string) => string[]

const figureOf = (workload: string, judged: readonly Judged[], names: readonly string[], answer: Answer): Figure => {
  const ours = judged.map((one) => ndcg(one, answer(one.q)))
  const plain = judged.map((one) => ndcg(one, plainSearch(names, one.q)))
  for (const [i, { q }] of judged.entries()) if ((ours[i] ?? 0) < 0.5) process.stderr.write(`  ${rounded(ours[i] ?? 0)} ${q}\n`)
  const [value, baseline] = [meanOf(ours), meanOf(plain)]
  return {
    workload,
    unit: 'nDCG@10',
    value: rounded(value),
    baseline: rounded(baseline),
    ratio: rounded(value / baseline),
    n: judged.length,
    dataset: `${names.length} items by name, one question in ten below ${rounded(percentile(ours, 0.1))}`,
  }
}

/**
 * Relevance: what the city's site answers to judged questions, its own items and then those of other levels, beside plain pairs; once for
 * the questions whose misses were made into words, once for those held out.
 */
export const relevance = async (city: City): Promise<Figure[]> => {
  const [heldOut, known] = [readJudged().filter((one) => one.heldOut), readJudged().filter((one) => !one.heldOut)]
  const rows = await city.db.sql<{ name: string }>`select distinct name from catalogue.item`
  const names = rows.map(({ name }) => name)
  const catalogue = await openCatalogue(city.db)
  const answer: Answer = (q) => {
    const { items, elsewhere } = catalogue.search({ site: '150600000000', q })
    return [...new Set([...items, ...elsewhere].map(({ name }) => name))]
  }
  const figures = [figureOf('relevance', known, names, answer), figureOf('relevance held out', heldOut, names, answer)]
  await catalogue.close()
  return figures
}
