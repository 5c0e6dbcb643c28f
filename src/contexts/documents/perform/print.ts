import { Readable } from 'node:stream'
import type { SigningKey } from '../../../platform/cms.ts'
import type { Sql } from '../../../platform/db.ts'
import { type FileStore, keepForGood } from '../../../platform/files.ts'
import { Problem } from '../../../platform/http.ts'
import { signPdf } from '../../../platform/signed-pdf.ts'
import { drawSheet } from '../../../ui/paper/draw-sheet.ts'
import { GlyphMissing } from '../../../ui/paper/type.ts'
import { type Printing, sheetOf } from '../pages/sheet.ts'
import { findStoredPaper, keepPdf } from '../store.ts'
import type { RecordedPaper } from '../terms.ts'

/** Midnight in China of the day on the paper: what dates the file. */
export const dateOf = (paper: RecordedPaper): Date => new Date(`${paper.on}T00:00:00+08:00`)

/** Draws a recorded paper, with an empty signature in it: the same record always gives the same bytes. Throws `GlyphMissing`. */
export const drawPaper = (paper: RecordedPaper, printing: Printing): Promise<Buffer> =>
  drawSheet(
    sheetOf(paper, printing),
    { title: `${paper.title} ${paper.number}`, author: paper.unit, at: dateOf(paper), marks: { Kind: 'paper', Code: paper.code } },
    { signed: true },
  )

export type PaperPress = { readonly sql: Sql; readonly files: FileStore; readonly key: SigningKey; readonly printing: Printing }

/** A paper as a file. `name` is for the one who downloads it. */
export type PaperPdf = { readonly bytes: Buffer; readonly name: string; readonly caseId: string | null }

/** For `.catch`: a character that cannot be drawn is told to the reader by name; the paper itself stands as recorded. */
export const sayUnprintable = (error: unknown): never => {
  if (!(error instanceof GlyphMissing)) throw error
  throw new Problem(500, 'glyph-missing', `“${error.character}”字暂时不能排印，文书没有生成`, {
    detail: '文书的内容已经保存，效力不受影响；请到窗口领取手写版本',
  })
}

const largest = 8 * 1024 * 1024

/** The signed PDF of a paper: drawn and signed at first need, from then on the same stored bytes. Undefined when there is no such paper. */
export const renderPaper = async ({ sql, files, key, printing }: PaperPress, id: string): Promise<PaperPdf | undefined> => {
  const stored = await findStoredPaper(sql, id)
  if (!stored) return undefined
  const known = { name: `${stored.title}${stored.number}.pdf`, caseId: stored.caseId }
  if (stored.pdfSha256) return { ...known, bytes: await files.bytes(stored.pdfSha256) }
  const signed = await signPdf(key, await drawPaper(JSON.parse(stored.content) as RecordedPaper, printing).catch(sayUnprintable))
  const { sha256 } = await files.put(Readable.from([signed]), { maxBytes: largest })
  await keepForGood(sql, [sha256]) // first: a paper must not name what may be removed
  const standing = await keepPdf(sql, id, sha256)
  return { ...known, bytes: standing === sha256 ? signed : await files.bytes(standing) }
}
