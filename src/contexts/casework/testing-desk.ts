import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { after } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyRequest } from 'fastify'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Db } from '../../platform/db.ts'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { recognition, type Viewer } from '../identity/index.ts'
import { showCode } from './perform/visit-codes.ts'
import { caseworkApi } from './routes/api.ts'
import { receptionApi } from './routes/reception.ts'
import { testCalendar } from './testing.ts'
import { moment, testCity, testSecrets, testSessions } from './testing-city.ts'

/** A day of the reception's tests. */
export const deskDay = '2026-03-02'
/** Who the registries know beside the demo people. */
export const registered = { name: '示例新', idNumber: '150602199001011238' }
export const idNumberOf = { citizen1: '150602198803159029' }

const openRegistry = async (): Promise<string> => {
  const registry = createServer((request, reply) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const { name, idNumber } = JSON.parse(text) as { name: string; idNumber: string }
      const matched = name === registered.name && idNumber === registered.idNumber
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(matched ? { matched, evidence: 'T-1' } : { matched }))
    })
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  registry.unref()
  const address = registry.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

const pdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'

/** The API of cases and of the reception over a test city of its own; `call` speaks as a named viewer. */
export const openTestDesk = async (db: Db) => {
  const city = await testCity(db)
  const { casework, viewers } = city
  /** A second clerk of the same hall, and one of another place. */
  const clerk2: Viewer = { ...(viewers.clerk1 as Extract<Viewer, { kind: 'staff' }>), accountId: randomUUID(), name: '示例受理员二' }
  const clerkAfar: Viewer = { ...clerk2, accountId: randomUUID(), division: '150602001000', unit: '示例街道便民服务中心' }
  const everybody: Record<string, Viewer> = { ...viewers, clerk2, clerkAfar }

  const app = Fastify()
  await app.register(multipart)
  app.setErrorHandler((error, _, reply) => sendProblem(reply, asProblem(error)))
  const web = {
    db,
    secrets: testSecrets,
    files: city.files,
    subscribers: [],
    calendar: () => testCalendar,
    today: () => moment(deskDay).today.date,
    now: () => `${deskDay}T10:00:00+08:00`,
    viewer: (request: FastifyRequest): Viewer => everybody[String(request.headers['x-as'])] ?? { kind: 'visitor' },
    sessions: testSessions,
    mayLookUp: async () => undefined,
    paper: async () => undefined,
    licences: async () => [],
    receipt: async () => Buffer.from(''),
    recognition: recognition({ db, secrets: testSecrets, registryUrl: await openRegistry(), limit: 'proofAtWindow' }),
    publicUrl: 'http://localhost',
  }
  await app.register(caseworkApi({ ...web, print: () => Readable.from([]) }))
  await app.register(receptionApi(web))
  after(() => app.close())

  const call = async (
    as: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) => {
    const reply = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { 'x-as': as, ...headers },
      ...(body ? { payload: body } : {}),
    })
    return { status: reply.statusCode, body: reply.body ? JSON.parse(reply.body) : undefined }
  }
  /** Hands in a small PDF, or another content, with the other fields of the form. */
  const send = async (
    as: string,
    path: string,
    fields: Readonly<Record<string, string>> = {},
    name = '授权书.pdf',
    content: string | Buffer = pdf,
  ) => {
    const boundary = 'tongban'
    const part = (head: string, text: string): string => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${text}\r\n`
    const said = Object.entries(fields).map(([field, text]) => part(`name="${field}"`, text))
    const file = part(`name="file"; filename="${name}"\r\ncontent-type: application/octet-stream`, '')
    const reply = await app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'x-as': as },
      payload: Buffer.concat([
        Buffer.from(said.join('') + file.slice(0, -2)),
        Buffer.from(content),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    })
    return { status: reply.statusCode, body: reply.body ? JSON.parse(reply.body) : undefined }
  }
  const codeOf = async (viewer: Viewer) => {
    if (viewer.kind !== 'applicant') throw new Error('an officer shows no code')
    const code = await showCode(casework, viewer)
    if (isRefusal(code)) throw new Error(code.title)
    return code
  }
  return { db, city, casework, viewers, call, send, codeOf }
}

/** The names of the fields that a problem marks. */
export const fieldsOf = (body: { fields?: { field: string }[] }): string[] => (body.fields ?? []).map(({ field }) => field)
