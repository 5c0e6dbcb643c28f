import { spawn, spawnSync } from 'node:child_process'

/** One line of `npx tongban bench --json` (interfaces.md §3). `ratio` is value ÷ baseline of the same run; more is better. */
export type Figure = {
  readonly workload: string
  readonly unit: string
  readonly value: number
  readonly baseline?: number
  readonly ratio?: number
  readonly p50?: number
  readonly p99?: number
  readonly n: number
  readonly dataset: string
}

/** The tool that a workload needs is not here; the sentence names its Debian package. */
export class ToolMissing extends Error {}

export const needTool = (name: string, debianPackage: string): void => {
  if (spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
    throw new ToolMissing(`缺少 ${name}，请安装 Debian 软件包 ${debianPackage}`)
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
const variance = (values: readonly number[]): number => {
  const middle = mean(values)
  return values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (values.length - 1)
}
/** Welch's t of two samples: how many standard errors their means are apart. */
export const welch = (a: readonly number[], b: readonly number[]): number =>
  (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length)
const rounded = (value: number): number => Number(value.toPrecision(4))

/** One measured run: how many a second, and the latencies in ms where the tool tells them. */
export type Run = { readonly rate: number; readonly p50?: number; readonly p99?: number }

/** Runs ours and the baseline in turn, five rounds, and keeps the medians: on a small shared machine ratios hold, absolute figures drift. */
export const compared = async (
  about: Pick<Figure, 'workload' | 'unit' | 'n' | 'dataset'>,
  ours: () => Promise<Run>,
  baseline: () => Promise<Run>,
  rounds = 5,
): Promise<Figure> => {
  const mine: Run[] = []
  const theirs: Run[] = []
  for (let round = 0; round < rounds; round += 1) {
    mine.push(await ours())
    theirs.push(await baseline())
  }
  const value = median(mine.map((run) => run.rate))
  const base = median(theirs.map((run) => run.rate))
  const latency = (name: 'p50' | 'p99') => {
    const values = mine.flatMap((run) => (run[name] === undefined ? [] : [run[name]]))
    return values.length > 0 ? { [name]: rounded(median(values)) } : {}
  }
  return { ...about, value: rounded(value), baseline: rounded(base), ratio: rounded(value / base), ...latency('p50'), ...latency('p99') }
}

/** What a tool printed, both streams. */
export const output = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    child.stdout.on('data', (chunk) => (text += chunk))
    child.stderr.on('data', (chunk) => (text += chunk))
    child.once('exit', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}: ${text}`))))
  })

const millis = (text: string | undefined): number => {
  const match = /([\d.]+)(us|ms|s)/.exec(text ?? '')
  return match ? Number(match[1]) * { us: 0.001, ms: 1, s: 1000 }[match[2] as 'us' | 'ms' | 's'] : Number.NaN
}

/** wrk for two seconds, 16 connections, one thread; `script` is a Lua file that varies the requests. */
export const wrk = async (url: string, script: string): Promise<Run> => {
  const text = await output('wrk', ['-t1', '-c16', '-d2s', '--latency', '-s', script, url])
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(text)
  if (refused) throw new Error(`${url}: ${refused[1]} answers were errors`)
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]),
    p50: millis(/50%\s+(\S+)/.exec(text)?.[1]),
    p99: millis(/99%\s+(\S+)/.exec(text)?.[1]),
  }
}

/** pgbench for two seconds on the given script files, prepared statements. */
export const pgbench = async (databaseUrl: string, scripts: readonly string[], clients: number): Promise<Run> => {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const files = scripts.flatMap((script) => ['-f', script])
  const args = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    '1',
    '-T',
    '2',
    ...files,
    '-h',
    hostname,
    '-p',
    port,
    '-U',
    username,
    pathname.slice(1),
  ]
  const text = await output('pgbench', args, { ...process.env, PGPASSWORD: password })
  return { rate: Number(/tps = ([\d.]+)/.exec(text)?.[1]), p50: Number(/latency average = ([\d.]+)/.exec(text)?.[1]) }
}

/** Resident memory of a process in MB. */
export const residentMb = (pid: number): number => {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Number(stdout) / 1024
}
