export { type Issuing, licenceSubscriber, type SignLicence } from './perform/issue.ts'
export { licenceState } from './rules.ts'
export { type Licence, type LicenceState, licenceStates } from './terms.ts'
