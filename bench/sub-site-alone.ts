import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { openDb } from '../src/platform/db.ts'
import { subSiteRoutes } from '../src/sandbox/sub-site.ts'
import { sampleFrame } from '../src/ui/page/sample-frame.ts'

/** The sample sub-site as a process of its own: somebody else's server that only knows the platform's address. */
const { DATABASE_URL = '', ISSUER: issuer = '', SITE_ID: id = '', PORT = '' } = process.env
const db = openDb(DATABASE_URL, { connections: 2 })
const origin = `http://127.0.0.1:${PORT}`
const app = Fastify()
await app.register(cookie)
await app.register(formbody)
await app.register(subSiteRoutes({ db, frame: () => sampleFrame({}), issuer, site: { id, origin } }))
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
process.once('SIGTERM', () => void app.close().then(() => db.end()))
process.stdout.write(`ready at ${origin}\n`)
