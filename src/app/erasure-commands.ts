import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Erasure, listErasures, replayErasures } from '../contexts/identity/index.ts'
import { keptAfterErasure } from '../contexts/portal/index.ts'
import { isLocalDate } from '../kernel/date.ts'
import { onDatabase } from './commands.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const Line = z.strictObject({
  id: z.uuid(),
  accountId: z.uuid(),
  askedAt: z.iso.datetime({ offset: true }),
  dueOn: z.string().refine(isLocalDate),
})

/** Ends of accounts as text: one a line, JSON, no name and no number in it. */
export const writeErasures = (erasures: readonly Erasure[]): string =>
  erasures.map(({ askedAt, ...one }) => `${JSON.stringify({ ...one, askedAt: new Date(askedAt).toISOString() })}\n`).join('')

/** The same read again. Throws when a line is none, so that nothing is replayed by half. */
export const readErasures = (text: string): Erasure[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Line.parse(JSON.parse(line)) as Erasure)

/** `admin erasures`: what is kept beside the backups. */
export const runErasures = (): Promise<number> =>
  onDatabase(async (db) => {
    process.stdout.write(writeErasures(await listErasures(db.sql)))
    return 0
  })

/** `admin replay-erasures FILE`: over a restored backup, before anybody is let in (S-094). 1 when somebody could not be erased. */
export const runReplay = async (file: string): Promise<number> => {
  const erasures = readErasures(await readFile(file, 'utf8'))
  return onDatabase(async (db) => {
    const { erased, already, left } = await replayErasures(db, erasures, keptAfterErasure)
    say(`已重放 ${erased} 个注销，${already} 个不用重放`)
    for (const account of left) say(`帐号 ${account} 在备份里是法定代表人，请先变更法定代表人再重放`)
    return left.length > 0 ? 1 : 0
  })
}
