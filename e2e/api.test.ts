import { after, test } from 'node:test'
import { mainJob } from './main-job-api.ts'
import { startServer } from './server.ts'

const server = await startServer()
after(() => server.stop())

test('the main job is done through the JSON API alone, for a person with a 补正 and for a company', (t) =>
  mainJob(server.url, server.password, (line) => t.diagnostic(line)))
