import { chineseDate } from '../../../kernel/date.ts'
import type { Sheet } from '../../../ui/paper/sheet.ts'
import { printedCode } from '../rules.ts'
import type { PaperType, RecordedPaper } from '../terms.ts'
import { deemedWithdrawal, delivery, extension, special, supplementOverdue, termination, withdrawal } from './course.ts'
import { denial, grant } from './decisions.ts'
import { enquiryNotice } from './enquiry.ts'
import { hearingAnnouncement, hearingNotice, hearingRecord, siteRecord } from './hearing.ts'
import { forwarding, handOver, opinionRequest, remind, supervision, voiding } from './inside.ts'
import { acceptance, correctionNotice, correctionReceipt, gaps, notNeeded, receipt, refusal } from './intake.ts'
import { cancellation, change, renewal, revocation } from './licence-decisions.ts'
import type { Template } from './parts.ts'
import { afterCheck, promiseLetter } from './promise.ts'

const templates: Record<PaperType, Template> = {
  receipt,
  correctionReceipt,
  acceptance,
  correctionNotice,
  refusal,
  notNeeded,
  grant,
  denial,
  delivery,
  withdrawal,
  deemedWithdrawal,
  special,
  extension,
  gaps,
  supplementOverdue,
  promiseLetter,
  afterCheck,
  hearingNotice,
  hearingAnnouncement,
  hearingRecord,
  siteRecord,
  handOver,
  opinionRequest,
  forwarding,
  remind,
  supervision,
  termination,
  voiding,
  renewal,
  change,
  cancellation,
  revocation,
  enquiryNotice,
}

/** Where papers are checked, and what stands inside the seal below the unit's circle. */
export type Printing = { readonly publicUrl: string; readonly sealLines: readonly string[] }

/** The paper as it is laid out. */
export const sheetOf = (paper: RecordedPaper, { publicUrl, sealLines }: Printing): Sheet => ({
  unit: paper.unit,
  title: paper.title,
  number: paper.number,
  ...templates[paper.type](paper),
  signature: { unit: paper.unit, date: chineseDate(paper.on), seal: { unit: paper.unit, lines: sealLines } },
  check: { url: `${publicUrl}/verify?code=${paper.code}`, code: printedCode(paper.code) },
})
