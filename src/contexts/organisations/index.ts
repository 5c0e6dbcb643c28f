export { loadOrganisations } from './perform.ts'
export { organisationRoutes } from './routes.ts'
export { findDepartmentNamed, findUnit, listHalls, listUnits } from './store.ts'
export type { Hall, Unit } from './terms.ts'
