export { type OrganisationProofed, type Proofed, type Recognition, recognition } from './perform/at-window.ts'
export { demoPassword, loadDemoPeople } from './perform/demo-people.ts'
export { isFresh, needFresh } from './perform/fresh.ts'
export { recordGrantUse } from './perform/grants.ts'
export { inviteAdministrator } from './perform/invitation.ts'
export { getOrganisation, getPerson, viewerOf } from './perform/viewer.ts'
export { identityRoutes } from './routes/identity-routes.ts'
export type { IdentityDeps } from './routes/web.ts'
export { type StaffFactorPolicy, staffFactorPolicies } from './rules/factors.ts'
export { type Ground, mayActFor, viewedItems } from './rules/grants.ts'
export { listOfficersNamed } from './store/accounts.ts'
export { findOfficers, listOfficers, type Officer } from './store/officers.ts'
export type { Grant, GrantAct } from './terms/grants.ts'
export {
  type Applicant,
  type Level,
  levels,
  type Organisation,
  type Person,
  type Principal,
  type Staff,
  type StaffRole,
  type Viewer,
  type Visitor,
} from './terms.ts'
