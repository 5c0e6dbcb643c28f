import { spawnSync } from 'node:child_process'
import type { City } from './city.ts'
import { type Figure, median, residentMb } from './measure.ts'

const root = new URL('..', import.meta.url).pathname

const workersOf = (pid: number): number[] => {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.trim().split(/\s+/).map(Number)
}

const megabytes = (path: string): number => Number(spawnSync('du', ['-sm', path], { encoding: 'utf8' }).stdout.split('\t')[0])

/** W10: a start on a filled database, memory a worker after reading, size on disk. */
export const starting = async (city: City): Promise<Figure[]> => {
  const starts: number[] = []
  const memory: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const server = await city.serve()
    starts.push(server.millis)
    for (let i = 0; i < 300; i += 1) await (await fetch(`${server.url}${['/', '/personal', '/search?q=a', '/halls'][i % 4]}`)).arrayBuffer()
    memory.push(Math.max(...workersOf(server.process.pid ?? 0).map(residentMb)))
    await server.stop()
  }
  const dataset = 'demo city'
  return [
    { workload: 'W10 second start', unit: 'ms', value: Math.round(median(starts)), n: starts.length, dataset },
    { workload: 'W10 worker memory', unit: 'MB RSS', value: Math.round(median(memory)), n: memory.length, dataset: 'after 300 pages' },
    {
      workload: 'W10 installed',
      unit: 'MB',
      value: megabytes(`${root}node_modules`) + megabytes(`${root}.toolchain`),
      n: 1,
      dataset: 'packages and runtime, tools for tests and console included',
    },
  ]
}
