import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { getOrganisation, getPerson, type Viewer } from '../../identity/index.ts'
import { openActs, procedure } from '../rules/procedure.ts'
import type { ActName, Actor, Applicant, Case, Role, Today } from '../terms.ts'
import { roles } from '../terms.ts'
import { type Concerned, grantFor, groundFor, isParty, outsideGrant, ownerOf } from './acting.ts'

type ApplicantViewer = Extract<Viewer, { kind: 'applicant' }>
type StaffViewer = Extract<Viewer, { kind: 'staff' }>

/** Who applies by 授权书, if anybody does. */
export const agentIdOf = ({ agent }: Applicant): string | null => (agent?.mandate ? agent.id : null)

/** The roles of this context that an officer has, in the order of the procedure. */
export const rolesOf = (viewer: StaffViewer): Role[] =>
  (Object.keys(roles) as Role[]).filter((role) => (viewer.roles as readonly string[]).includes(role === 'bureau' ? 'catalogueAdmin' : role))

const staffActor = (viewer: StaffViewer, role: Role): Actor => ({
  role,
  id: viewer.accountId,
  name: viewer.name,
  unit: viewer.unit,
  division: viewer.division,
  ...(viewer.departmentCode ? { department: viewer.departmentCode } : {}),
  ...(viewer.personId ? { person: viewer.personId } : {}),
})
/** Who acts and for whom: the person, and the principal with the grant he acts by (S-050). */
const applicantActor = (viewer: ApplicantViewer, act: ActName, matter?: Concerned): Actor => {
  const { accountId: id, name, personId: person } = viewer
  const ground = matter && groundFor(viewer, grantFor(act), matter)
  const grant = ground && 'by' in ground && ground.by === 'grant' ? ground.grant : undefined
  const owner = grant ? grant.principal.id : ownerOf(viewer)
  return {
    role: 'applicant', id, name, ...(owner ? { onBehalfOf: owner } : {}), ...(person ? { person } : {}), ...(grant ? { grant: grant.id } : {}),
  } // biome-ignore format: one actor
}

/** The roles of an officer for a case: his own at home, else what brought it before him. */
const rolesFor = (viewer: StaffViewer, matter: Owned | undefined): Role[] => {
  if (!matter || handles(viewer, matter)) return rolesOf(viewer)
  return [
    ...(isConsulted(viewer, matter) ? (['consulted'] as const) : []),
    ...(isReceiver(viewer, matter) ? (['remoteClerk'] as const) : []),
  ]
}

/** As whom a viewer may act on a case, or at home where none is named; several for an officer of several roles, none for a visitor or somebody without standing. */
export const actorsOf = (viewer: Viewer, matter?: Owned): Actor[] => {
  if (viewer.kind === 'visitor') return []
  return viewer.kind === 'applicant'
    ? [applicantActor(viewer, 'remind', matter)]
    : rolesFor(viewer, matter).map((role) => staffActor(viewer, role))
}

/** What a viewer may do on a case now: open in the procedure for one of his roles, and within his grant. */
export const openTo = (viewer: Viewer, matter: Owned, state: Case, today: Today): ActName[] =>
  [...new Set(actorsOf(viewer, matter).flatMap((actor) => openActs(state, actor, today)))].filter(
    (act) => outsideGrant(viewer, grantFor(act), matter) === undefined,
  )

/** As whom a viewer does an act on a case: the role of his that may; else his first role, so that the refusal can say why not. */
export const actorFor = (viewer: Viewer, act: ActName, matter?: Owned): Actor | undefined => {
  if (viewer.kind === 'applicant') return applicantActor(viewer, act, matter)
  const actors = actorsOf(viewer, matter)
  return actors.find((actor) => procedure[act].by.includes(actor.role)) ?? actors[0]
}

/** As whom a clerk hands in for the applicant who stands before him; none for an officer who is no clerk of this case. */
export const windowActorOf = (
  viewer: StaffViewer,
  matter: Owned,
  visit: { readonly id: string; readonly onBehalfOf: string },
): Actor | undefined => {
  const role = rolesFor(viewer, matter).find((one) => one === 'clerk' || one === 'remoteClerk')
  return role && { ...staffActor(viewer, role), onBehalfOf: visit.onBehalfOf, visit: visit.id }
}

/** As whom a viewer opens a case of a place: a clerk elsewhere receives it for the place that handles it (异地收件). */
export const openerOf = (
  viewer: Viewer,
  division: string,
  matter: Concerned,
): { type: 'submit' | 'receive' | 'receiveRemote'; by: Actor } | undefined => {
  if (viewer.kind === 'visitor') return undefined
  if (viewer.kind === 'applicant') return { type: 'submit', by: applicantActor(viewer, 'submit', matter) }
  const isElsewhere = viewer.division !== division && viewer.roles.includes('clerk')
  const role = isElsewhere ? 'remoteClerk' : (rolesOf(viewer).find((one) => one === 'clerk') ?? rolesOf(viewer)[0])
  return role && { type: isElsewhere ? 'receiveRemote' : 'receive', by: staffActor(viewer, role) }
}

/** A supervisor sees what lies below his own division (domain.md D1): 150600000000 covers 150602001000, and 150602100000 only its own villages. */
export const covers = (mine: string, theirs: string): boolean => {
  const own = [2, 4, 6, 9, 12].find((length) => /^0*$/.test(mine.slice(length))) ?? 12
  return theirs.startsWith(mine.slice(0, own))
}

type Owned = Concerned & {
  readonly filedBy?: string
  readonly division: string
  readonly departmentCode: string
  readonly acceptedOn?: LocalDate | null
  /** 征求意见: the departments that were asked. */
  readonly consulted?: readonly string[]
}

/** Whether a viewer may see a case at all (S-041): the applicant his own, officers those of their division and department, those they were asked about, those they received. */
export const sees = (viewer: Viewer, matter: Owned): boolean => {
  if (viewer.kind === 'visitor') return false
  if (viewer.kind === 'applicant') return isParty(viewer, matter)
  return handles(viewer, matter) || isConsulted(viewer, matter) || isReceiver(viewer, matter)
}

/** Whether a case lies in an officer's own division and department; a supervisor's reach goes down the divisions. */
export const handles = (viewer: StaffViewer, matter: Owned): boolean => {
  if (rolesOf(viewer).length === 0) return false
  const near = viewer.roles.includes('supervisor') ? covers(viewer.division, matter.division) : viewer.division === matter.division
  return near && (viewer.departmentCode === '' || viewer.departmentCode === matter.departmentCode)
}

/** 征求意见: a reviewer of a department that was asked. */
const isConsulted = (viewer: StaffViewer, { consulted = [] }: Owned): boolean =>
  viewer.departmentCode !== '' && viewer.roles.includes('approver') && consulted.includes(viewer.departmentCode)

/** 异地收件: who received a case for another place keeps it in sight until it is accepted. */
const isReceiver = (viewer: StaffViewer, { filedBy, acceptedOn = null }: Owned): boolean =>
  viewer.accountId === filedBy && viewer.roles.includes('clerk') && acceptedOn === null

/** What a form may be filled in with, beside the applicant himself. */
export type Known = Readonly<Record<string, string>>

const personKnown = async (
  sql: Sql,
  secrets: Secrets,
  personId: string,
  phone: string,
): Promise<{ id: string; name: string; idNumber: string; known: Known }> => {
  const person = await getPerson(sql, personId, secrets)
  const known = {
    'person.name': person.name,
    'person.idNumber': person.idNumber,
    'person.phone': phone || person.phone,
    'person.sex': person.sex,
    'person.birth': person.birth,
    ...(person.ethnicity ? { 'person.ethnicity': person.ethnicity } : {}),
  }
  return { id: person.id, name: person.name, idNumber: person.idNumber, known }
}

/** What is known of an applicant who is confirmed, and of who stands there for an organisation. Who applies for a person learns nothing of him. */
export const knownOf = async (sql: Sql, secrets: Secrets, { kind, id, name, idNumber, phone, agent }: Applicant): Promise<Known> => {
  if (kind === 'person' && agent) return { 'person.name': name, 'person.idNumber': idNumber, 'person.phone': phone }
  if (kind === 'person') return { 'person.name': name, 'person.idNumber': idNumber, ...(await personKnown(sql, secrets, id, phone)).known }
  const present = agent ? (await personKnown(sql, secrets, agent.id, phone)).known : {}
  const { legalRepresentative } = await getOrganisation(sql, id)
  return { ...present, 'organisation.name': name, 'organisation.uscc': idNumber, 'organisation.legalRepresentative': legalRepresentative }
}

/** A person who let the viewer act for him, as applicant with the viewer as 代办 (S-051), reached by the viewer's telephone when he has none, as a child; undefined when no such grant stands. */
export const clientOf = async (sql: Sql, secrets: Secrets, viewer: ApplicantViewer, grantId: string): Promise<Applicant | undefined> => {
  const { organisation, personId, name, phone: own, grants = [] } = viewer
  const grant = grants.find(({ id, principal }) => id === grantId && principal.kind === 'person')
  if (organisation || !personId || !grant) return undefined
  const { id, name: principal, idNumber, phone } = await getPerson(sql, grant.principal.id, secrets)
  return { kind: 'person', id, name: principal, idNumber, phone: phone || own, agent: { id: personId, name, grant: grantId } }
}

/** The applicant of a signed-in viewer and what is known of him; undefined before 实名. */
export const applicantOf = async (
  sql: Sql,
  secrets: Secrets,
  viewer: ApplicantViewer,
): Promise<{ applicant: Applicant; known: Known } | undefined> => {
  const { organisation, personId, phone } = viewer
  const person = personId ? await personKnown(sql, secrets, personId, phone) : undefined
  if (organisation) {
    const full = await getOrganisation(sql, organisation.id)
    const known = {
      ...person?.known,
      'organisation.name': full.name,
      'organisation.uscc': full.uscc,
      'organisation.legalRepresentative': full.legalRepresentative,
    }
    const agent = person ? { agent: { id: person.id, name: person.name } } : {}
    return { applicant: { kind: 'organisation', id: full.id, name: full.name, idNumber: full.uscc, phone, ...agent }, known }
  }
  return (
    person && { applicant: { kind: 'person', id: person.id, name: person.name, idNumber: person.idNumber, phone }, known: person.known }
  )
}
