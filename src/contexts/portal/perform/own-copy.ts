import { randomUUID } from 'node:crypto'
import { addWorkdays } from '../../../kernel/calendar.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { chineseDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { enqueue } from '../../../platform/jobs/queue.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { zipOf } from '../../../platform/zip.ts'
import { type Casework, caseworkData, countOfApplicant, deleteDraftsOf, type Today } from '../../casework/index.ts'
import {
  type Applicant,
  type Erasing,
  findDataRequest,
  findErasable,
  getPerson,
  identityData,
  insertDataRequest,
  keepCopy,
} from '../../identity/index.ts'
import { licencesOfPerson } from '../../licences/index.ts'
import { ownDataPaper } from '../pages/own-data-paper.ts'

/** Within so many workdays a request about one's own data is answered. */
export const answerWorkdays = 15
export const exportTask = 'portal.export'
const place = (id: string): string => `identity.data_request.sealed:${id}`

/** Asks for a copy or for the end of an account; undefined when that was asked already. A copy is made by a job. */
export const askForData = async (sql: Sql, accountId: string, kind: 'export' | 'erase', today: Today): Promise<string | undefined> => {
  const dueOn = addWorkdays(today.date, answerWorkdays, today.calendar)
  const id = await insertDataRequest(sql, { id: randomUUID(), accountId, kind, dueOn })
  if (id && kind === 'export') await enqueue(sql, exportTask, { request: id }, { key: `export:${id}` })
  return id
}

/** What contexts beside this one hold of an account, by section. */
export type Beside = (sql: Sql, accountId: string) => Promise<Record<string, Json>>

/** Everything the platform holds of an account and its person, by section (S-093). */
export const ownDataOf = async (casework: Casework, accountId: string, today: Today, beside: Beside): Promise<Record<string, Json>> => {
  const { db, secrets } = casework
  const identity = { ...(await identityData(db.sql, secrets, accountId)), ...(await beside(db.sql, accountId)) }
  const personId = (await findErasable(db.sql, accountId))?.personId
  if (!personId) return identity
  const viewer: Applicant = { kind: 'applicant', accountId, personId, name: '', phone: '', level: 'realName' }
  const person = await getPerson(db.sql, personId, secrets)
  const licences = JSON.parse(JSON.stringify(await licencesOfPerson(db.sql, secrets, person))) as Json
  return { ...identity, ...(await caseworkData(casework, viewer, today)), 证照: licences }
}

/** Makes the copy that was asked for: JSON and a summary in PDF, zipped and sealed. Running again changes nothing. */
export const makeCopy = async (
  casework: Casework,
  requestId: string,
  { today, now, beside }: { today: Today; now: string; beside: Beside },
): Promise<void> => {
  const request = await findDataRequest(casework.db.sql, requestId)
  if (!request || request.doneAt !== null) return
  const data = await ownDataOf(casework, request.accountId, today, beside)
  const paper = await ownDataPaper(data, { on: chineseDate(today.date), at: new Date(now) })
  const zip = await zipOf([
    { name: '我的个人信息.json', bytes: Buffer.from(JSON.stringify({ 制作时间: now, ...data }, undefined, 2)) },
    { name: '摘要.pdf', bytes: paper },
  ])
  await keepCopy(casework.db.sql, requestId, casework.secrets.seal(zip.toString('base64'), place(requestId)))
}

/** The copy of a request that belongs to an account; undefined for another's as for none (S-041). */
export const openCopy = async (sql: Sql, secrets: Secrets, accountId: string, requestId: string): Promise<Buffer | undefined> => {
  const request = await findDataRequest(sql, requestId)
  if (!request?.sealed || request.accountId !== accountId) return undefined
  return Buffer.from(secrets.unseal(request.sealed, place(requestId)), 'base64')
}

/** Why an account cannot be ended now, in words; empty when it can. */
export const obstaclesTo = async (sql: Sql, accountId: string): Promise<string[]> => {
  const found = await findErasable(sql, accountId)
  if (!found) return ['单位帐号随单位登记注销，请由法定代表人办理']
  const { open } = found.personId ? await countOfApplicant(sql, found.personId) : { open: 0 }
  return [
    ...(open > 0 ? [`还有 ${open} 个办件没有办完，请先办完或者撤回`] : []),
    ...(found.isRepresentative ? ['您是登记的法定代表人，请先变更法定代表人'] : []),
  ]
}

/** What of a person's data a law keeps after 注销, in words; his drafts go. */
export const keptAfterErasure = async (sql: Sql, personId: string): Promise<string[]> => {
  await deleteDraftsOf(sql, personId)
  const { all } = await countOfApplicant(sql, personId)
  return all > 0 ? [`${all} 个办件的档案、文书和证照(行政许可法第六十一条，归档保存)`] : []
}

/** What the contexts know together of ending an account. */
export const erasing: Erasing = { obstaclesTo, keptOf: keptAfterErasure }
