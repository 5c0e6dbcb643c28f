import type { FieldError } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { keepForGood, recordFile, type StoredFile } from '../../../platform/files.ts'
import type { Staff } from '../../identity/index.ts'
import { insertSheet, listSheets } from '../store/own-sheets.ts'
import type { Guide, OwnSheet } from '../terms.ts'

/** Keeps a stored content as a 空表 or 样表 of an editor; a guide names it from now on by its hash. */
export const keepSheet = async (db: Db, by: Staff, file: StoredFile, name: string): Promise<OwnSheet> => {
  await db.transaction(async (sql) => {
    await recordFile(sql, file)
    await keepForGood(sql, [file.sha256]) // a version of a guide that names it stands for ever
    await insertSheet(sql, file, by)
  })
  return { ...file, name }
}

const sheetsOf = ({ materials }: Pick<Guide, 'materials'>): (readonly [field: string, sheet: OwnSheet])[] =>
  materials.flatMap(({ blankSheet, sampleSheet }, i) => [
    ...(blankSheet ? [[`materials.${i}.blankSheet`, blankSheet] as const] : []),
    ...(sampleSheet ? [[`materials.${i}.sampleSheet`, sampleSheet] as const] : []),
  ])

/** Sheets that a text names and nobody uploaded as such: no other stored file is ever published through a guide. */
export const unknownSheets = async (sql: Sql, guide: Pick<Guide, 'materials'>): Promise<FieldError[]> => {
  const named = sheetsOf(guide)
  if (named.length === 0) return []
  const known = new Map((await listSheets(sql, named.map(([, { sha256 }]) => sha256))).map((one) => [one.sha256, one])) // biome-ignore format: one look
  return named
    .filter(([, { sha256, size, type }]) => known.get(sha256)?.size !== size || known.get(sha256)?.type !== type)
    .map(([field]) => ({ field, message: '没有上传过这份文件，请重新上传' }))
}
