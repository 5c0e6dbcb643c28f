import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { startEmbedded } from '../platform/embedded-postgres.ts'
import { testServerFolder } from '../platform/testing.ts'
import { ensureConsole } from './console-build.ts'

const root = new URL('../..', import.meta.url).pathname
const tool = (name: string, ...args: string[]): [string, string[]] => [process.execPath, [`${root}node_modules/${name}`, ...args]]

const steps: readonly (readonly [label: string, command: [string, string[]]])[] = [
  ['类型 types', tool('typescript/bin/tsc', '-p', '.')],
  ['格式与规则 lint', tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings')],
  ['死代码 dead code', tool('knip/bin/knip.js', '--no-progress')],
]

/** Types, format and lint, dead code. (The arrows are tests: src/app/architecture.test.ts.) */
export const runChecks = (): number => {
  for (const [label, [command, args]] of steps) {
    process.stdout.write(`${label} …\n`)
    const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) return 1
  }
  return 0
}

/** A Chromium for the browser journeys: CHROMIUM, the system's, or Debian's package when we may install it. */
const ensureChromium = (): void => {
  if (process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path))) return
  process.stdout.write('正在安装 Chromium(浏览器测试需要) …\n')
  const apt = (...args: string[]) =>
    execFileSync('apt-get', [...args, '-qq'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  try {
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk', 'fonts-noto-core', 'poppler-utils')
  } catch (error) {
    throw new Error('没有找到 Chromium，也无法安装。请安装 chromium，或用环境变量 CHROMIUM 指出它的路径。', { cause: error })
  }
}

/** The same as for `tongban` itself: each of the two hundred test files is a process, and compiles none of the application again. */
const compiled = `${root}.toolchain/compiled`

/** One file more than there are processors: a journey waits for its browser, its server and the clock a third of its time. */
const atOnce = availableParallelism() + 1

const spawned = (args: string[]): Promise<number> =>
  new Promise((resolve) => {
    const env = { NODE_COMPILE_CACHE: compiled, ...process.env, NODE_ENV: 'test' }
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env }).on('exit', (code) => resolve(code ?? 1))
  })

/** The checks in a process of their own beside the tests; what they say is told when both are over. */
const checksBeside = (): (() => Promise<number>) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `${root}src/app/cli.ts`, 'check'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)))
  return async () => {
    const code = await ended
    process.stdout.write(Buffer.concat(said))
    return code
  }
}

/** `npm test`: the checks beside every test; `npm test -- PATTERN…` runs the test files whose path contains a pattern. */
export const runTests = async (patterns: string[]): Promise<number> => {
  const files = globSync(['src/**/*.test.ts', 'e2e/**/*.test.ts'], { cwd: root })
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
    .sort()
  if (files.length === 0) {
    process.stderr.write('没有符合的测试文件。\n')
    return 2
  }
  ensureChromium()
  const checks = patterns.length === 0 ? checksBeside() : async () => 0
  if (files.some((file) => file.startsWith('e2e/'))) await ensureConsole() // once, where several journeys would each build it
  const server = await startEmbedded(testServerFolder, { durable: false })
  try {
    const code = await spawned([
      '--disable-warning=ExperimentalWarning',
      '--test',
      `--test-concurrency=${atOnce}`,
      `--import=${new URL('./test-deadline.ts', import.meta.url)}`,
      ...files,
    ])
    return (await checks()) || code
  } finally {
    await server.stop()
  }
}
