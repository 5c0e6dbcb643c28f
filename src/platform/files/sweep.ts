import type { Db, Sql } from '../db.ts'
import { appRole } from '../wall.ts'
import type { Shelf } from './shelf.ts'

/** Which of these contents a part of the platform still refers to. Every passing place that names a content must be asked by one. */
export type FilesInUse = (sql: Sql, hashes: readonly string[]) => Promise<readonly string[]>

/** What a sweep did: contents seen without use, contents removed, and their bytes. */
export type Swept = { readonly unused: number; readonly removed: number; readonly bytes: number }

/** The least grace: a file waits in a form or at a window for hours before anything in the database names it. */
export const leastGraceDays = 2

type Means = { readonly shelf: Pick<Shelf, 'remove'>; readonly users: readonly FilesInUse[]; readonly graceDays: number }
const atOnce = 500

const usedAmong = async (sql: Sql, users: readonly FilesInUse[], hashes: readonly string[]): Promise<ReadonlySet<string>> => {
  const used = new Set<string>()
  for (const user of users) for (const hash of await user(sql, hashes)) used.add(hash)
  return used
}

/** First phase: notes since when nobody refers to a content, and takes the note away where somebody does again. */
const mark = async (sql: Sql, users: readonly FilesInUse[]): Promise<number> => {
  let unused = 0
  for (let after = ''; ; ) {
    const rows = await sql<{ sha256: string }>`
      select sha256
      from platform.file
      where not for_good and sha256 > ${after}
      order by sha256
      limit ${atOnce}`
    const used = [...(await usedAmong(sql, users, rows.map(({ sha256 }) => sha256)))] // biome-ignore format: one question
    const marked = await sql`
      update platform.file
      set unused_since = now()
      where sha256 = any(${rows.map(({ sha256 }) => sha256)}::text[]) and not sha256 = any(${used}::text[]) and unused_since is null
      returning sha256`
    await sql`update platform.file set unused_since = null where sha256 = any(${used}::text[]) and unused_since is not null`
    unused += marked.length
    if (rows.length < atOnce) return unused
    after = rows.at(-1)?.sha256 ?? ''
  }
}

/**
 * Second phase for one content. The row stays locked until its bytes are gone: an upload of the same content notes it first, so it either
 * takes the mark away before, or waits and puts the bytes back after.
 */
const removeOne = (db: Pick<Db, 'transaction'>, { shelf, users, graceDays }: Means, sha256: string): Promise<number | undefined> =>
  db.transaction(async (sql) => {
    const [row] = await sql<{ size: number }>`
      select size
      from platform.file
      where sha256 = ${sha256} and not for_good and unused_since < now() - make_interval(days => ${graceDays}::int)
      for update`
    if (!row || (await usedAmong(sql, users, [sha256])).size > 0) return undefined
    await shelf.remove(sha256)
    await sql`delete from platform.file where sha256 = ${sha256}`
    await sql`
      insert into platform.file_removal (day, files, bytes)
      values ((now() at time zone 'Asia/Shanghai')::date, 1, ${row.size})
      on conflict (day) do update
      set files = file_removal.files + 1, bytes = file_removal.bytes + excluded.bytes`
    return row.size
  })

/** Sees less than everything: what others refer to would look unused. */
const refuseHalfSight = async (sql: Sql): Promise<void> => {
  const [role] = await sql<{ name: string }>`select current_user::text as name`
  if (role?.name === appRole) throw new Error('files are swept by a job, which sees every row')
}

/**
 * Removes the bytes of contents that nobody has referred to for `graceDays` (S-094). Contents that were never noted, and those taken for
 * good, are not looked at. May run again, and beside uploads.
 */
export const sweepFiles = async (db: Pick<Db, 'sql' | 'transaction'>, means: Means): Promise<Swept> => {
  await refuseHalfSight(db.sql)
  const unused = await mark(db.sql, means.users)
  const due = await db.sql<{ sha256: string }>`
    select sha256
    from platform.file
    where not for_good and unused_since < now() - make_interval(days => ${means.graceDays}::int)
    order by unused_since`
  const sizes: number[] = []
  for (const { sha256 } of due) {
    const size = await removeOne(db, means, sha256)
    if (size !== undefined) sizes.push(size)
  }
  return { unused, removed: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** How many contents wait for the end of their grace, and how many were removed so far, with their bytes. */
export const countSwept = async (sql: Sql): Promise<Swept> => {
  const [row] = await sql<Swept>`
    select
      (select count(*) from platform.file where unused_since is not null and not for_good) as unused,
      coalesce(sum(files), 0)::bigint as removed,
      coalesce(sum(bytes), 0)::bigint as bytes
    from platform.file_removal`
  return row ?? { unused: 0, removed: 0, bytes: 0 }
}
