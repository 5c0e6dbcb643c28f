import { randomUUID } from 'node:crypto'
import type { LocalDate } from '../../../kernel/date.ts'
import { birthOf, sexOf, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { type Db, Stale } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { tidyName } from '../rules/claims.ts'
import { guardianActs, wrongChild } from '../rules/guardians.ts'
import { waitText } from '../rules/limits.ts'
import { insertConsent } from '../store/accounts.ts'
import { insertGrant } from '../store/grants.ts'
import { insertProofing } from '../store/people.ts'
import { type Applicant, guardianConsent } from '../terms.ts'
import { inquire } from './inquiry.ts'
import type { Limits } from './limits.ts'
import { isLimited } from './means.ts'
import { keepPerson } from './real-name.ts'
import { httpRegistry, type PersonClaim, RegistryDown } from './registry.ts'
import { getPerson, idNumberHash } from './viewer.ts'

type Means = { readonly db: Db; readonly secrets: Secrets; readonly limits: Limits; readonly registryUrl: string }

const wrong = (field: string, message: string): Refusal => ({
  refused: 'guardian-not-possible',
  title: message,
  fields: [{ field, message }],
})
const already = wrong('idNumber', '您已经添加过这个孩子')

type Confirmed = { readonly child: PersonClaim; readonly source: string; readonly evidence: string }

/** Writes the child, how he was confirmed, the guardian's consent and what he may do, together. */
const keepChild = ({ db, secrets }: Means, viewer: Applicant & { personId: string }, { child, source, evidence }: Confirmed, now: string) =>
  db.transaction(async (sql) => {
    const childId = await keepPerson(sql, secrets, { ...child, sex: sexOf(child.idNumber) })
    await insertProofing(sql, { id: randomUUID(), officer: viewer.accountId, personId: childId, method: 'guardian', source, evidence })
    await insertConsent(sql, viewer.accountId, guardianConsent, 'web')
    const id = randomUUID()
    await insertGrant(sql, {
      id,
      principal: { kind: 'person', id: childId },
      helperId: viewer.personId,
      relation: 'guardian',
      acts: guardianActs,
      scope: [],
      since: now,
      wardBornOn: birthOf(child.idNumber),
      grantedBy: viewer.personId,
      evidence,
      isAccepted: true,
    })
    return { id }
  })

/**
 * A 监护人 adds his child (民法典 §§23, 27; 个人信息保护法 §31): a 实名 person in his own place, a child under eighteen, and the population
 * registry says that one is guardian of the other; what differs it does not say (S-014). The child needs no account; nobody accepts.
 * It ends with the 18th birthday, or when the guardian ends it. `now` is the instant of the request.
 */
export const addChild = async (
  means: Means,
  viewer: Applicant,
  typed: PersonClaim,
  at: { readonly today: LocalDate; readonly now: string },
): Promise<{ id: string } | Refusal> => {
  const { db, secrets, limits } = means
  const { personId, organisation, accountId } = viewer
  if (!personId || organisation) return { refused: 'needs-real-name', title: '请以实名的个人身份添加孩子' }
  const child = { name: tidyName(typed.name), idNumber: tidyIdentifier(typed.idNumber) }
  const error = wrongChild(child.idNumber, at.today)
  if (error) return wrong(error.field, error.message)
  const keys = [
    ['proofAccount', accountId],
    ['proofIdNumber', idNumberHash(secrets, child.idNumber)],
  ] as const
  try {
    const { name, idNumber } = await getPerson(db.sql, personId, secrets)
    const registry = httpRegistry(means.registryUrl)
    const answer = await inquire(limits, keys, () => registry.guardianship({ child, guardian: { name, idNumber } }))
    if (isLimited(answer)) return wrong('idNumber', `操作过于频繁，${waitText(answer.retryAfter)}`)
    if (!answer.matched)
      return wrong('idNumber', '人口信息库里没有查到您是这个孩子的监护人，请核对姓名和身份证号；确有监护关系的，请带户口簿到窗口办理')
    return await keepChild(means, { ...viewer, personId }, { child, ...answer }, at.now)
  } catch (error) {
    if (error instanceof RegistryDown) return wrong('idNumber', '人口信息库暂时没有应答，请过几分钟再试')
    if (error instanceof Stale) return already
    throw error
  }
}
