import type { SigningKey } from '../../../platform/cms.ts'
import { signedFile, signJson } from '../../../platform/signed-json.ts'

/** What a receipt proves: that this case was handed in then, with these contents, as that entry of the journal. */
export type ReceiptFacts = {
  readonly no: string
  /** RFC 3339 */
  readonly submittedAt: string
  /** Hash of the journal entry, and its position. */
  readonly journalHead: string
  readonly position: number
  readonly materials: readonly { readonly material: string; readonly sha256: string }[]
}

/** The receipt an applicant keeps: a signed JSON file that anyone can check offline with `npx tongban verify`. */
export const signReceipt = async (key: SigningKey, facts: ReceiptFacts): Promise<Buffer> => {
  const content = { format: 'tongban-receipt/1', ...facts }
  return signedFile(content, await signJson(key, content), key.authority)
}
