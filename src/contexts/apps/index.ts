export { appTasks } from './jobs.ts'
export { signOutConsumer } from './perform/log-out.ts'
export { appsRoutes } from './routes/apps-routes.ts'
export { putStandingApp } from './store/clients.ts'
