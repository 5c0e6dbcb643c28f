import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../../kernel/refusal.ts'
import { recordAudit } from '../../../platform/audit.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { recordFile, type StoredFile } from '../../../platform/files.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { alreadyDecided, correctable, corrected, refuseDeciding, type Wanted } from '../rules/corrections.ts'
import {
  type CorrectionRow,
  correctPerson,
  decideCorrection,
  findCorrection,
  insertCorrection,
  noteRegistryAnswer,
} from '../store/corrections.ts'
import { insertMessage } from '../store/messages.ts'
import { insertProofing } from '../store/people.ts'
import type { Person, Staff } from '../terms.ts'
import { inquire } from './inquiry.ts'
import { byOfficers } from './limits.ts'
import { isLimited, type Limited, type Means } from './means.ts'
import { type RegistryAnswer, RegistryDown } from './registry.ts'
import { getPerson, idNumberHash, phoneOfAccount, sealIdNumber } from './viewer.ts'

const place = (id: string, what: 'former' | 'wanted'): string => `identity.correction.${what}:${id}`

/** What stood and what should stand, in clear: only for who decides. */
export const openValues = (secrets: Secrets, { id, former, wanted }: Pick<CorrectionRow, 'id' | 'former' | 'wanted'>) => ({
  former: secrets.unseal(former, place(id, 'former')),
  wanted: secrets.unseal(wanted, place(id, 'wanted')),
})

type Asking = {
  readonly accountId: string
  readonly person: Person
  /** 12 digits of the place on whose pages it is asked for. */
  readonly division: string
  readonly wanted: Wanted
  readonly file: StoredFile & { readonly name: string }
}
/** Asks for a correction (个人信息保护法 §46): one at a time. */
export const askCorrection = async ({ db, secrets }: Means, asking: Asking): Promise<'asked' | 'waiting'> => {
  const { accountId, person, division, wanted, file } = asking
  const id = randomUUID()
  try {
    await db.transaction(async (sql) => {
      await recordFile(sql, file)
      await insertCorrection(sql, {
        id,
        personId: person.id,
        accountId,
        division,
        field: wanted.field,
        former: secrets.seal(person[wanted.field] ?? '', place(id, 'former')),
        wanted: secrets.seal(wanted.value, place(id, 'wanted')),
        reason: wanted.reason,
        file,
      })
    })
    return 'asked'
  } catch (error) {
    if (error instanceof Stale) return 'waiting'
    throw error
  }
}

type Deciding = {
  readonly by: Staff
  readonly id: string
  readonly accept: boolean
  /** What the person is told; never empty for a refusal. */
  readonly opinion: string
  readonly from: { readonly request: string; readonly network: string }
}
type Matched = Extract<RegistryAnswer, { matched: true }>
const refusal = (refused: string, title: string, detail: string): Refusal => ({ refused, title, detail })
const down = refusal('registry-down', '人口信息库暂时没有应答，这个更正还没有办理', '请过几分钟再试')
const differs = refusal('registry-differs', '人口信息库核对不一致，不能更正', '请核对证明材料；确实不符的，写明原因后不同意')
const taken = refusal('number-taken', '这个身份证号已是另一个人的实名信息，不能更正', '请核对证明材料')

/** The registry's word on the values as they would stand, before anything is written. */
const askRegistry = async (means: Means, row: CorrectionRow, person: Person): Promise<Matched | Refusal | Limited> => {
  const next = corrected(person, { field: row.field, value: openValues(means.secrets, row).wanted })
  const claim = { name: next.name, idNumber: next.idNumber }
  const keys = [byOfficers(idNumberHash(means.secrets, next.idNumber))]
  try {
    const answer = await inquire(means.limits, keys, () => means.registry.population(claim))
    return isLimited(answer) || answer.matched ? answer : differs
  } catch (error) {
    if (error instanceof RegistryDown) return down
    throw error
  }
}

const write = async ({ secrets }: Means, sql: Sql, row: CorrectionRow, answer: Matched): Promise<void> => {
  const person = await getPerson(sql, row.personId, secrets)
  const next = corrected(person, { field: row.field, value: openValues(secrets, row).wanted })
  await correctPerson(sql, person.id, { ...next, idNumber: sealIdNumber(secrets, person.id, next.idNumber) })
  const { source, evidence } = answer
  await noteRegistryAnswer(sql, row.id, { source, evidence })
  await insertProofing(sql, { id: randomUUID(), accountId: row.accountId, personId: person.id, method: 'correction', source, evidence })
}

const tell = async (means: Means, sql: Sql, row: CorrectionRow, { accept, opinion }: Deciding): Promise<void> => {
  const what = correctable[row.field]
  const title = accept ? `${what}已更正` : `${what}没有更正`
  const body = accept ? `您的${what}已按申请更正，实名信息已重新核对。` : `您申请更正${what}，没有同意。原因：${opinion}`
  await insertMessage(sql, row.personId, { title, body, link: '/my/profile/correction' })
  const phone = await phoneOfAccount({ ...means, db: { sql } }, row.accountId)
  if (phone)
    await means.sms.send(sql, {
      to: phone,
      text: `【通办】${title}，请登录后到“我的”查看。如非本人申请，请拨打 12345。`,
      key: `correction ${row.id}`,
    })
}

/**
 * Decides a correction (S-009): an acceptance asks the registry for the new values first, and the person changes, with its proofing,
 * only by it. Whoever decides is not whom it concerns. The trail keeps who decided what about which value, never the value.
 */
export const settleCorrection = async (means: Means, deciding: Deciding): Promise<'settled' | 'absent' | Refusal | Limited> => {
  const { by, id, accept, opinion, from } = deciding
  const row = await findCorrection(means.db.sql, id)
  if (!row) return 'absent'
  const refused = refuseDeciding(by, { ...row, isOpen: row.decidedAt === null })
  if (refused) return refused.refused === 'out-of-reach' ? 'absent' : refused
  const answer = accept ? await askRegistry(means, row, await getPerson(means.db.sql, row.personId, means.secrets)) : undefined
  if (answer && (isLimited(answer) || 'refused' in answer)) return answer
  try {
    return await means.db.transaction(async (sql) => {
      if (!(await decideCorrection(sql, { id, by: by.accountId, accepted: accept, opinion }))) return alreadyDecided
      if (answer) await write(means, sql, row, answer)
      await tell(means, sql, row, deciding)
      await recordAudit(sql, {
        actor: by.accountId,
        actorName: by.name,
        act: accept ? 'acceptCorrection' : 'refuseCorrection',
        target: `correction:${id}`,
        told: row.name,
        after: { field: row.field, opinion },
        division: row.division,
        ...from,
      })
      return 'settled' as const
    })
  } catch (error) {
    if (error instanceof Stale) return taken
    throw error
  }
}
