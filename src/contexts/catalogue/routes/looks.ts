import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { addLooks } from '../store/items.ts'

/** Counts how often guides are read; only numbers leave the process, a few times a minute. */
export type LookCounter = {
  readonly count: (code: string) => void
  readonly flush: () => Promise<void>
  readonly stop: () => Promise<void>
}

const every = 15_000

export const lookCounter = (db: Db, today: () => LocalDate): LookCounter => {
  const counts = new Map<string, number>()
  const flush = async (): Promise<void> => {
    const rows = [...counts].map(([code, times]) => ({ code, times })).toSorted((a, b) => (a.code < b.code ? -1 : 1))
    counts.clear()
    if (rows.length > 0) await addLooks(db.sql, rows, today())
  }
  const timer = setInterval(() => void flush().catch(() => undefined), every).unref() // a lost count harms nobody
  return {
    count: (code) => void counts.set(code, (counts.get(code) ?? 0) + 1),
    flush,
    async stop() {
      clearInterval(timer)
      await flush().catch(() => undefined)
    },
  }
}
