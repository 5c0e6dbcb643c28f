import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Variant } from './desk.ts'

/** The processes that this one has started and that still live. */
export const childrenOf = (pid: number): number[] => {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : []
}

/** Ends a process without a word to it. One that is already gone is no fault. */
export const killHard = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}

const compiled = new URL('../../.toolchain/compiled', import.meta.url).pathname

/** Starts a desk and waits until it listens; `kill` is SIGKILL. */
export const startDesk = async (variant: Variant, databaseUrl: string, port: number) => {
  const script = new URL('desk.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, variant], {
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, DATABASE_URL: databaseUrl, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), gone.then(() => Promise.reject(new Error(`the desk ${variant} did not start`)))])
  return {
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Waits until something holds; throws what was waited for when it does not in time. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>, atMost = 90_000): Promise<void> => {
  const start = Date.now()
  while (!(await holds())) {
    if (Date.now() - start > atMost) throw new Error(`not within ${atMost} ms: ${what}`)
    await delay(20)
  }
}
