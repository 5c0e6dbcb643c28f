#!/usr/bin/env node
// Runs on any Node ≥ 20: brings the pinned runtime and the locked packages, then hands over to src/app/cli.ts.
// decisions/0001-runtime.md says why. Plain JavaScript, because nothing is installed yet when it starts.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const toolchain = join(root, '.toolchain')
const runtime = join(toolchain, 'node_modules', '.bin', 'node')
const environment = {
  ...process.env,
  PATH: join(toolchain, 'node_modules', '.bin') + delimiter + process.env.PATH,
  PUPPETEER_SKIP_DOWNLOAD: '1',
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
}

/** Only these commands need the packages for tests and checks; `npm start` installs a third less without them. */
const withTools = ['test', 'check'].includes(process.argv[2])

/**
 * Installs a folder, once for each content of its lock file. `npm install --no-save` rather than `npm ci`: registries that carry one platform
 * only leave the optional packages of the others out, and `npm ci` then refuses the lock file; versions and hashes are those of the lock all the same.
 */
const install = (folder, label, whole, extra) => {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  const mark = join(folder, 'node_modules', '.installed')
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : ''
  if (installed === `${lock} whole` || (!whole && installed === lock)) return
  process.stderr.write(`tongban: 正在安装${label}，首次约需一分钟 / installing ${label}\n`)
  const part = whole ? '--include=dev' : '--omit=dev'
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', part, ...extra], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  writeFileSync(mark, whole ? `${lock} whole` : lock)
}

/** One installer at a time; a lock left by a dead one is taken over after five minutes. */
const alone = (work) => {
  const lock = join(toolchain, '.lock')
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 300_000) rmSync(lock, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
  try {
    work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

try {
  alone(() => {
    install(toolchain, '运行时', true, [])
    install(root, '依赖包', withTools, ['--ignore-scripts'])
    const command = join(root, 'node_modules', '.bin', 'tongban')
    if (!existsSync(command)) symlinkSync(join('..', '..', 'bin', 'tongban.mjs'), command)
  })
} catch (error) {
  process.stderr.write(`tongban: 安装失败：${error.message}\n请检查网络与 npm 源后重试；数据没有受到影响。\n`)
  process.exit(1)
}

const child = spawn(runtime, ['--disable-warning=ExperimentalWarning', join(root, 'src/app/cli.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...environment, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node') },
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
