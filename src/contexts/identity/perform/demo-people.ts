import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sexOf } from '../../../kernel/identifiers.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { hashPassword, type Secrets } from '../../../platform/secrets.ts'
import { longestDays } from '../rules/grants.ts'
import { insertAccount, insertConsent } from '../store/accounts.ts'
import { insertAppointment, insertOfficer } from '../store/appointments.ts'
import { insertGrant } from '../store/grants.ts'
import { hasUserNames, insertOrganisation, insertProofing } from '../store/people.ts'
import { organisationKinds, registrationAgreement, type StaffRole, staffRoles } from '../terms.ts'
import { keepPerson } from './real-name.ts'
import { sealPhone } from './viewer.ts'

const Kind = z.enum(Object.keys(organisationKinds) as [keyof typeof organisationKinds])
const Role = z.enum(Object.keys(staffRoles) as [StaffRole])
const DemoPeople = z.object({
  persons: z.array(z.object({ name: z.string(), idNumber: z.string(), sex: z.enum(['男', '女']), ethnicity: z.string() })),
  organisations: z.array(
    z.object({ name: z.string(), kind: Kind, uscc: z.string(), legalRepresentative: z.object({ name: z.string(), idNumber: z.string() }) }),
  ),
  personAccounts: z.array(z.object({ userName: z.string(), phone: z.string(), idNumber: z.string().optional() })),
  organisationAccounts: z.array(z.object({ userName: z.string(), uscc: z.string(), agents: z.array(z.string()) })),
  staff: z.array(
    z.object({
      userName: z.string(),
      name: z.string(),
      roles: z.array(Role),
      post: z.string().default(''),
      unit: z.string(),
      departmentCode: z.string(),
      division: z.string(),
    }),
  ),
})
type DemoPeople = z.output<typeof DemoPeople>

/** The password of all demo accounts: random for each installation, the same at each start, and one that passwordProblem lets through. */
export const demoPassword = (secrets: Secrets): string => {
  const digits = secrets.sign('demo accounts', 'demo-password')
  return `tb_${digits.slice(0, 4)}_${digits.slice(4, 8)}_${digits.slice(8, 12)}`
}

type Loading = { readonly sql: Sql; readonly secrets: Secrets; readonly people: DemoPeople; readonly passwordHash: string }
const source = '示例数据'

const keepDemoPerson = ({ sql, secrets, people }: Loading, idNumber: string): Promise<string> => {
  const person = people.persons.find((one) => one.idNumber === idNumber)
  if (!person) throw new Error(`demo-people.json names ${idNumber.slice(0, 6)}… but has no such person`)
  return keepPerson(sql, secrets, { ...person, sex: sexOf(idNumber) })
}

const loadPersonAccount = async (loading: Loading, account: DemoPeople['personAccounts'][number]): Promise<void> => {
  const { sql, secrets, passwordHash } = loading
  const id = randomUUID()
  const personId = account.idNumber ? await keepDemoPerson(loading, account.idNumber) : undefined
  const phone = sealPhone(secrets, id, account.phone)
  await insertAccount(sql, { id, kind: 'person', userName: account.userName, phone, passwordHash, ...(personId ? { personId } : {}) })
  await insertConsent(sql, id, registrationAgreement, 'demo')
  if (personId) await insertProofing(sql, { id: randomUUID(), accountId: id, personId, method: 'demo', source, evidence: account.userName })
}

/** The 经办人 of the demo may do everything but pass it on. */
const everythingForAYear = () => ({
  id: randomUUID(),
  relation: 'agent' as const,
  acts: ['view', 'apply', 'correct', 'withdraw', 'collect'] as const,
  scope: [],
  since: new Date().toISOString(),
  until: new Date(Date.now() + longestDays * 86_400_000).toISOString(),
  isAccepted: true,
})

const loadOrganisationAccount = async (loading: Loading, account: DemoPeople['organisationAccounts'][number]): Promise<void> => {
  const { sql, people, passwordHash } = loading
  const found = people.organisations.find((one) => one.uscc === account.uscc)
  if (!found) throw new Error(`demo-people.json names ${account.uscc} but has no such organisation`)
  const organisationId = randomUUID()
  const { legalRepresentative, ...organisation } = found
  const legalRepresentativeId = await keepDemoPerson(loading, legalRepresentative.idNumber)
  await insertOrganisation(sql, { id: organisationId, ...organisation, legalRepresentativeId, source, evidence: account.userName })
  await insertAccount(sql, { id: randomUUID(), kind: 'organisation', userName: account.userName, organisationId, passwordHash })
  for (const agent of account.agents) {
    const helperId = await keepDemoPerson(loading, agent)
    const principal = { kind: 'organisation', id: organisationId } as const
    await insertGrant(sql, { ...everythingForAYear(), principal, grantedBy: legalRepresentativeId, helperId })
  }
}

const loadStaff = async ({ sql, passwordHash }: Loading, { userName, name, ...post }: DemoPeople['staff'][number]): Promise<void> => {
  const accountId = randomUUID()
  await insertAccount(sql, { id: accountId, kind: 'staff', userName, passwordHash })
  await insertOfficer(sql, accountId, name)
  await insertAppointment(sql, { id: randomUUID(), accountId, ...post })
}

/**
 * Loads the demo accounts of interfaces.md §4 from `{dataFolder}/demo-people.json` unless they are there. Returns their password and
 * user names for printing. Never called in production.
 */
export const loadDemoPeople = async (
  db: Pick<Db, 'sql' | 'transaction'>,
  secrets: Secrets,
  dataFolder: string,
): Promise<{ password: string; userNames: string[] }> => {
  const people = DemoPeople.parse(JSON.parse(await readFile(join(dataFolder, 'demo-people.json'), 'utf8')))
  const password = demoPassword(secrets)
  const userNames = [...people.personAccounts, ...people.organisationAccounts, ...people.staff].map(({ userName }) => userName)
  if (await hasUserNames(db.sql, userNames)) return { password, userNames }
  const passwordHash = await hashPassword(password)
  await db.transaction(async (sql) => {
    const loading = { sql, secrets, people, passwordHash }
    for (const account of people.personAccounts) await loadPersonAccount(loading, account)
    for (const account of people.organisationAccounts) await loadOrganisationAccount(loading, account)
    for (const officer of people.staff) await loadStaff(loading, officer)
  })
  return { password, userNames }
}
