import { setTimeout as delay } from 'node:timers/promises'
import type { Submission } from './ledger.ts'

/** Sends one submission; the number it was answered with, undefined when there was no such answer. */
export type Send = (draft: string, key: string) => Promise<string | undefined>

/** Makes a draft for a key. */
type Prepare = (key: string) => Promise<string>

const patience = 120_000
type Progress = { acknowledged: number; hung: number }

/** A request without any answer for so long was taken by a process that died, and nobody told the client. */
const hangs = 20_000

const ask = async (send: Send, { draft, key, numbers }: Submission, progress: Progress): Promise<void> => {
  const waiting = setTimeout(() => {
    progress.hung += 1
  }, hangs)
  const number = await send(draft, key).catch(() => undefined)
  clearTimeout(waiting)
  if (number) numbers.push(number)
}

/** Repeats with the same key until there is an answer, as S-070 asks of clients. */
const insist = async (send: Send, submission: Submission, progress: Progress): Promise<void> => {
  const start = Date.now()
  while (submission.numbers.length === 0 && Date.now() - start < patience) {
    await ask(send, submission, progress)
    if (submission.numbers.length === 0) await delay(50)
  }
}

/** Six clients, each submitting one draft after another, one in five twice. `stop` lets them finish what they have begun. */
export const clients = (prepare: Prepare, send: Send, random: () => number) => {
  const ledger: Submission[] = []
  const progress: Progress = { acknowledged: 0, hung: 0 }
  let stopped = false
  let serial = 0
  const client = async (): Promise<void> => {
    while (!stopped) {
      serial += 1
      const key = `key-${serial}`
      const submission: Submission = { key, draft: await prepare(key), numbers: [] }
      ledger.push(submission)
      await insist(send, submission, progress)
      progress.acknowledged += 1
      if (random() < 0.2) await ask(send, submission, progress)
    }
  }
  const working = Promise.all(Array.from({ length: 6 }, client))
  return {
    ledger,
    /** How many requests were left without an answer or an end. */
    hung: () => progress.hung,
    /** Waits for so many answers that come after now; how many milliseconds that took. */
    async next(answers = 1): Promise<number> {
      const [start, before] = [Date.now(), progress.acknowledged]
      while (progress.acknowledged < before + answers) {
        if (Date.now() - start > 90_000) throw new Error('nobody was answered for 90 s')
        await delay(2)
      }
      return Date.now() - start
    },
    async stop(): Promise<void> {
      stopped = true
      await working
    },
  }
}

/** A POST that gives up after some seconds; the parsed body and status. */
export const post = async (
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<{ status: number; body: { no?: string } }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  })
  return { status: response.status, body: (await response.json().catch(() => ({}))) as { no?: string } }
}
