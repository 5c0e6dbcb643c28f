export { copyTask } from './jobs.ts'
export { keptAfterErasure } from './perform/own-copy.ts'
export { type PortalDeps, portalRoutes } from './routes.ts'
