export { retentionTask, standingTask } from './jobs.ts'
export { type OrganisationProofed, type Proofed, type Recognition, recognition } from './perform/at-window.ts'
export { demoPassword, loadDemoPeople } from './perform/demo-people.ts'
export { type Erasing, replayErasures } from './perform/erase.ts'
export { needFresh } from './perform/fresh.ts'
export { findGrantFor, mayEnd, type Offer, offerGrant, recordGrantUse, stopGrant, takeGrant } from './perform/grants.ts'
export { addChild } from './perform/guardians.ts'
export { inviteAdministrator } from './perform/invitation.ts'
export { identityLimits } from './perform/limits.ts'
export { identityData } from './perform/own-data.ts'
export { callbackOf, readPartners } from './perform/partners.ts'
export { displayCookie, type Origins, recordEntrance, setDisplay } from './perform/sign-in-history.ts'
export { getOrganisation, getPerson, viewerOf } from './perform/viewer.ts'
export { identityRoutes } from './routes/identity-routes.ts'
export type { IdentityDeps } from './routes/web.ts'
export { type Ground, grantStateAt, mayActFor, ownPersonOf, viewedItems } from './rules/grants.ts'
export { type Held, legalHold } from './rules/legal-hold.ts'
export { refuseStaffing, type StaffAct, staffActs } from './rules/staffing.ts'
export { listOfficersNamed } from './store/accounts.ts'
export { filesOfCorrections } from './store/corrections.ts'
export {
  type DataRequest,
  dropOpenRequest,
  type Erasure,
  findDataRequest,
  insertDataRequest,
  keepCopy,
  listDataRequests,
  listErasures,
} from './store/data-requests.ts'
export { findErasable } from './store/erasure.ts'
export {
  type GrantRow,
  type GrantUse,
  listGrantsOfOrganisation,
  listGrantsOfPerson,
  listGrantsToPerson,
  listGrantUses,
} from './store/grants.ts'
export { countUnread, listMessages, type Message, markRead } from './store/messages.ts'
export { findOfficers, listOfficers, type Officer } from './store/officers.ts'
export { type Consent, listConsents } from './store/own-data.ts'
export { findOrganisationById, listMemberships } from './store/people.ts'
export { findPreference, type Preference, preferredLanguages, preferredModes, savePreference } from './store/preferences.ts'
export { type Grant, type GrantAct, type GrantState, grantActs, grantStates, type Relation, relations } from './terms/grants.ts'
export {
  type Applicant,
  type Level,
  levels,
  type Organisation,
  type Person,
  type Principal,
  type Staff,
  type StaffRole,
  staffRoles,
  type Viewer,
  type Visitor,
} from './terms.ts'
