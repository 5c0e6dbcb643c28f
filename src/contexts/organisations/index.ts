export { loadOrganisations, officeTree } from './perform.ts'
export { organisationRoutes } from './routes.ts'
export { findDepartmentNamed, findUnit, insertOffice, listHalls, listUnits, renameOffice, setNode } from './store.ts'
export { type Hall, type PlaceKind, placeKinds, type TreeNode, type Unit } from './terms.ts'
