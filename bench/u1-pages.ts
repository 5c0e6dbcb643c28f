import { openLighthouse } from '../e2e/lighthouse.ts'
import { startServer } from '../e2e/server.ts'
import { type City, secret } from './city.ts'
import { type Figure, median } from './measure.ts'

const rounds = 3

/** U1: what Lighthouse says of ten pages on slow 4G (U-001, U-003): the score, the largest paint, the time blocked; medians of three. */
export const pages = async (city: City): Promise<Figure[]> => {
  const server = await startServer({ DATABASE_URL: city.databaseUrl, TONGBAN_SECRET: secret, LOG_LEVEL: 'error' })
  const beacon = await openLighthouse(server)
  const figures: Figure[] = []
  for (const [name, path, own] of beacon.pages) {
    const runs = []
    for (let round = 0; round < rounds; round += 1) runs.push(await beacon.measure(path, own))
    const about = { n: rounds, dataset: `${name}, slow 4G, a quarter of the processor` }
    figures.push(
      { ...about, workload: 'U1 score', unit: 'of 100', value: median(runs.map(({ scores }) => scores.performance ?? 0)) },
      { ...about, workload: 'U1 largest paint', unit: 'ms', value: Math.round(median(runs.map(({ lcp }) => lcp))) },
      { ...about, workload: 'U1 blocked', unit: 'ms', value: Math.round(median(runs.map(({ tbt }) => tbt))) },
    )
  }
  await beacon.end()
  await server.stop()
  return figures
}
