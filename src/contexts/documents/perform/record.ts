import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { canonical } from '../../../kernel/canonical.ts'
import { yearOf } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { lacking, masked, paperNumber, paperTitle, templateVersion, verificationCode } from '../rules.ts'
import { insertPaper, nextSerial } from '../store.ts'
import type { Paper, RecordedPaper } from '../terms.ts'

/**
 * Records a paper in the caller's transaction and numbers it: one serial a type and year, without gaps. Call it late in the
 * transaction, because the counter stays locked until commit. Throws when the body lacks what the law wants on such a paper.
 */
export const recordPaper = async (sql: Sql, paper: Paper): Promise<{ id: string; number: string }> => {
  const missing = lacking(paper.type, paper.body)
  if (missing.length > 0) throw new TypeError(`a paper of type ${paper.type} needs ${missing.join(', ')}`)
  const id = randomUUID()
  const year = yearOf(paper.on)
  const { caseId, ...head } = paper
  const recorded: RecordedPaper = {
    ...head,
    body: masked(paper.body),
    title: paperTitle(paper.type, paper.body.itemType),
    number: paperNumber(paper.type, year, await nextSerial(sql, paper.type, year)),
    code: verificationCode(randomBytes(10)),
    templateVersion,
  }
  const content = canonical(recorded)
  await insertPaper(sql, { id, caseId, paper: recorded, content, contentSha256: createHash('sha256').update(content).digest('hex') })
  return { id, number: recorded.number }
}
