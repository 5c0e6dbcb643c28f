import type { Refusal } from '../../../kernel/refusal.ts'
import { holding } from '../../../platform/wall.ts'
import { findPaperByCode, readCode } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { findMatter, type Matter } from '../store/matters.ts'
import { stages } from '../terms.ts'
import type { Casework } from './journal.ts'
import { sees } from './standing.ts'

/** What the QR code of a paper says: the address where it is verified. */
const printed = /\/VERIFY\?CODE=([0-9A-Z]+)/
const number = /^[0-9A-Z]{31}\d{12,}$/

const matterNamed = async ({ db }: Casework, text: string): Promise<Matter | undefined> => {
  if (number.test(text)) return findMatter(db.sql, text)
  const code = readCode(printed.exec(text)?.[1] ?? text)
  const paper = code ? await holding([code], () => findPaperByCode(db.sql, code)) : undefined
  return paper?.caseId ? findMatter(db.sql, paper.caseId) : undefined
}

/**
 * What was scanned names a case: its 办件编号, or the code of one of its papers. A number proves nobody: the refusal says which case it is and
 * asks for the person; `case` is its 办件编号. Undefined when it names no case that this officer sees. `text` is tidy.
 */
export const caseNamed = async (
  casework: Casework,
  text: string,
  officer: Viewer,
): Promise<(Refusal & { readonly case: string }) | undefined> => {
  const matter = await matterNamed(casework, text)
  if (!matter || !sees(officer, matter)) return undefined
  const title = `这是“${matter.itemName}”的办件(${stages[matter.stage]})，请再读来办事的人的身份证，或者扫他的到窗口办理码`
  return { refused: 'person-first', title, case: matter.no, fields: [{ field: 'proof', message: title }] }
}
