export { type PortalDeps, portalRoutes } from './routes.ts'
