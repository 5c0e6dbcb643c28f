export { copyTask } from './jobs.ts'
export { erasing, keptAfterErasure } from './perform/own-copy.ts'
export type { PortalDeps } from './routes/deps.ts'
export { portalRoutes } from './routes.ts'
