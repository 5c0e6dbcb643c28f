import { createHash, randomUUID } from 'node:crypto'
import { isRefusal } from '../../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../../platform/db.ts'
import type { Staff } from '../../../identity/index.ts'
import {
  findUploadRow,
  insertUpload,
  insertUploadRows,
  keepProblems,
  listGuides,
  listGuidesOfPlace,
  markTaken,
  type NewUploadRow,
} from '../../store/guide-uploads.ts'
import { findGuide } from '../../store/versions.ts'
import type { SheetProblem, Taken } from '../../terms/sheets.ts'
import { saveDraft } from '../drafts.ts'
import { mayEdit } from '../hand.ts'
import { compareGuide } from './compare-guide.ts'
import { mostGuides, type ReadGuide, readGuideBook, type SheetReading } from './read-guides.ts'
import { openGuideBook } from './write-guides.ts'

const batchSize = 200

/** The guides in force that an officer keeps, as a workbook: those of his department, or of the whole place for the bureau. */
export const guideWorkbook = async (sql: Sql, { division, departmentCode }: Staff): Promise<Buffer> => {
  const book = await openGuideBook()
  for (let [after, count] = ['', 0]; count < mostGuides; count += batchSize) {
    const page = await listGuidesOfPlace(sql, division, departmentCode, after, batchSize)
    for (const { body } of page) await book.add(body)
    const last = page.at(-1)
    if (!last || page.length < batchSize) break
    after = last.code
  }
  return book.end()
}

const compareSome = async (sql: Sql, officer: Staff, some: readonly ReadGuide[], before: number): Promise<NewUploadRow[]> => {
  const inForce = new Map((await listGuides(sql, some.map(({ code }) => code))).map((row) => [row.code, row])) // biome-ignore format: one look
  return some.map((read, i) => {
    const base = inForce.get(read.code)
    const { guide, row, ...compared } = compareGuide(read, base?.body, (one) => mayEdit(officer, one))
    return { ...compared, position: before + i + 1, line: row, base_version: base?.version ?? null, body: guide ?? null }
  })
}

/** What is wrong with a workbook as a whole: nothing of it was kept. */
export type Unusable = { readonly unusable: readonly SheetProblem[] }

/** What is wrong with the workbook as a whole stands alone, or there is none. */
const wholeProblems = (readings: Iterable<SheetReading>): SheetProblem[] => {
  const problems: SheetProblem[] = []
  for (const reading of readings) {
    if ('guide' in reading || !reading.isWhole) return problems
    problems.push(reading.problem)
  }
  return problems
}

/** Compares and keeps the guides, some at a time; what is wrong with rows of no guide last. */
const stage = async (sql: Sql, id: string, officer: Staff, readings: Iterable<SheetReading>): Promise<void> => {
  let [batch, count] = [[] as ReadGuide[], 0]
  const wrong: SheetProblem[] = []
  const keep = async (): Promise<void> => {
    await insertUploadRows(sql, id, await compareSome(sql, officer, batch, count))
    count += batch.length
    batch = []
  }
  for (const reading of readings) {
    if ('problem' in reading) wrong.push(reading.problem)
    else batch.push(reading.guide)
    if (batch.length === batchSize) await keep()
  }
  if (batch.length > 0) await keep()
  await keepProblems(sql, id, wrong)
}

/**
 * Reads a workbook of guides, and then keeps it, compared row by row with what is in force, until rows of it are taken; all in one
 * transaction that begins when the file has been read. Gives the upload's id, or what is wrong with the workbook as a whole. Throws
 * `SheetFault` for what is no plain .xlsx.
 */
export const stageGuides = async (
  db: Db,
  officer: Staff,
  file: { readonly name: string; readonly bytes: Buffer },
): Promise<string | Unusable> => {
  const readings = await readGuideBook(file.bytes)
  const unusable = wholeProblems(readings())
  if (unusable.length > 0) return { unusable }
  const id = randomUUID()
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  await db.transaction(async (sql) => {
    await insertUpload(sql, { ...officer, id, fileName: file.name, sha256 })
    await stage(sql, id, officer, readings())
  })
  return id
}

const takeOne = async (db: Db, officer: Staff, upload: string, position: number): Promise<Taken> => {
  const row = await findUploadRow(db.sql, upload, position)
  const head = { position, code: row?.code ?? '' }
  if (row?.taken) return { ...head, draft: true }
  if (!row?.guide) return { ...head, draft: false, why: 'nothing-to-take', reason: '这一行没有可以接收的内容' }
  const current = await findGuide(db.sql, row.code)
  if ((current?.version ?? null) !== row.base)
    return { ...head, draft: false, why: 'newer-version', reason: '上传之后这个事项发布了新版本，请重新下载、修改、上传' }
  const saving = { by: officer, code: row.code, seen: 0, guide: row.guide, reason: '按上传的表格修改' }
  const saved = await saveDraft(db, saving, (sql) => markTaken(sql, upload, position))
  if (isRefusal(saved)) return { ...head, draft: false, why: saved.refused, reason: saved.title }
  if ('conflict' in saved)
    return { ...head, draft: false, why: 'draft-open', reason: `${saved.conflict.savedBy}正在起草这个事项，先发布或者放弃那份稿子` }
  return { ...head, draft: true }
}

/** Makes drafts of rows of an upload; each row stands for itself, and a row that is a draft already stays one. */
export const takeRows = async (db: Db, officer: Staff, upload: string, positions: readonly number[]): Promise<Taken[]> => {
  const taken: Taken[] = []
  for (const position of positions) taken.push(await takeOne(db, officer, upload, position))
  return taken
}
