export { appTasks } from './jobs.ts'
export { signOutConsumer, standingConsumer } from './perform/log-out.ts'
export { appsRoutes } from './routes/apps-routes.ts'
export { putStandingApp } from './store/clients.ts'
