import { type City, openCity } from './city.ts'
import { everywhere } from './everywhere.ts'
import { linting } from './lint.ts'
import { type Figure, ToolMissing } from './measure.ts'
import { relevance } from './relevance.ts'
import { roleDecisions } from './roles.ts'
import { sessionChecks } from './sessions.ts'
import { signIns } from './signin.ts'
import { pages } from './u1-pages.ts'
import { guidePage } from './w1-guide.ts'
import { search } from './w2-search.ts'
import { submitting } from './w4-submit.ts'
import { worklists } from './w5-worklist.ts'
import { clocks } from './w7-clock.ts'
import { starting } from './w10-start.ts'
import { sheets } from './w11-sheets.ts'

const workloads: Readonly<Record<string, (city: City) => Promise<Figure[]>>> = {
  W1: guidePage,
  W2: search,
  W4: submitting,
  W5: worklists,
  W7: clocks,
  W10: starting,
  W11: sheets,
  everywhere,
  relevance,
  U1: pages,
  lint: linting,
  roles: roleDecisions,
  sessions: sessionChecks,
  signin: signIns,
}

const row = ({ workload, value, unit, baseline, ratio, p50, p99, dataset }: Figure): string =>
  [
    workload.padEnd(18),
    `${value} ${unit}`.padEnd(24),
    baseline === undefined ? ''.padEnd(34) : `基线 ${baseline}，比 ${ratio}`.padEnd(34),
    p50 === undefined ? '' : `p50 ${p50} ms`,
    p99 === undefined ? '' : `p99 ${p99} ms`,
    dataset,
  ].join(' ')

const runOne = async (
  name: string,
  measure: (city: City) => Promise<Figure[]>,
  city: City,
  say: (figure: Figure) => string,
): Promise<void> => {
  process.stderr.write(`${name} …\n`)
  try {
    for (const figure of await measure(city)) process.stdout.write(`${say(figure)}\n`)
  } catch (error) {
    if (!(error instanceof ToolMissing)) throw error
    process.stderr.write(`${name} 跳过：${error.message}\n`)
  }
}

/** `npx tongban bench [W1 …] [--json]`: each workload beside its baseline in one run; a missing tool skips its workload and says so. */
export const runBench = async (wanted: readonly string[], json: boolean): Promise<number> => {
  const unknown = wanted.filter((name) => !(name in workloads))
  if (unknown.length > 0) {
    process.stderr.write(`没有这些项目：${unknown.join('、')}。可选：${Object.keys(workloads).join('、')}\n`)
    return 2
  }
  const chosen = Object.entries(workloads).filter(([name]) => wanted.length === 0 || wanted.includes(name))
  const city = await openCity()
  try {
    for (const [name, measure] of chosen) await runOne(name, measure, city, json ? JSON.stringify : row)
    return 0
  } finally {
    await city.end()
  }
}
