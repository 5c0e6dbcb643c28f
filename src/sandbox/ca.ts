import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../platform/db.ts'
import { notFound, parse, sendPage } from '../platform/http.ts'
import { type Frame, href } from '../ui/page/frame.ts'
import { caPage } from './ca-page.ts'
import { authoritiesPem, findIssued, issueTo, listIssued, listsPem, revoke } from './ca-store.ts'
import { listEnterprises, listPersons } from './store.ts'

type Deps = { readonly db: Pick<Db, 'sql'>; readonly frame: (request: FastifyRequest) => Frame }
const Application = z.object({ number: z.string().min(1).max(30), algorithm: z.enum(['rsa', 'p256', 'sm2']) })

/** The certificate authority that is played under /sandbox/ca; a JSON application is answered with the certificate and its key. */
export const caRoutes =
  ({ db, frame }: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    const isJson = (request: FastifyRequest): boolean => request.headers['content-type']?.startsWith('application/json') ?? false
    const issue = async (request: FastifyRequest, reply: FastifyReply, { number, algorithm }: z.output<typeof Application>) => {
      const issued = await issueTo(db, number, algorithm)
      if (!issued) throw notFound('登记库里没有这个号码')
      return isJson(request) ? reply.code(201).send(issued) : reply.redirect(href(frame(request), '/sandbox/ca'), 303)
    }
    app.get('/sandbox/ca', async (request, reply) => {
      const [issued, enterprises, persons] = await Promise.all([listIssued(db.sql), listEnterprises(db.sql), listPersons(db.sql)])
      return sendPage(reply, caPage(frame(request), { issued, enterprises, persons }))
    })
    app.post('/sandbox/ca/certificates', (request, reply) => issue(request, reply, parse(Application, request.body)))
    app.post<{ Params: { serial: string } }>('/sandbox/ca/certificates/:serial/lost', async (request, reply) => {
      const lost = await revoke(db.sql, request.params.serial)
      if (!lost) throw notFound('没有这张证书，或已吊销')
      return issue(request, reply, lost)
    })
    app.get<{ Params: { file: string } }>('/sandbox/ca/certificates/:file', async (request, reply) => {
      const issued = await findIssued(db.sql, request.params.file.replace(/\.pem$/, ''))
      if (!issued) throw notFound('没有这张证书')
      return reply
        .type('application/x-pem-file')
        .header('content-disposition', 'attachment')
        .send(`${issued.certificate}${issued.privateKey}`)
    })
    app.get('/sandbox/ca/roots.pem', async (_request, reply) => reply.type('application/x-pem-file').send(await authoritiesPem(db.sql)))
    app.get('/sandbox/ca/lists.pem', async (_request, reply) => reply.type('application/x-pem-file').send(await listsPem(db.sql)))
  }
