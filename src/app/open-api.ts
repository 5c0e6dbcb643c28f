import type { FastifyInstance } from 'fastify'
import { apiWords } from './access/words.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with its method: what the table of access (routes.json) must know. */
    readonly served: readonly Operation[]
  }
}

type Operation = { readonly method: string; readonly url: string; readonly tag: string }

const problem = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, instance: { type: 'string' },
    act: { type: 'string' }, state: { type: 'string' }, article: { type: 'string' }, open: { type: 'array', items: { type: 'string' } },
    fields: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } } },
  },
} // biome-ignore format: a schema

const pathOf = (url: string): string => url.replace(/:(\w+)/g, '{$1}')

const operation = ({ method, url, tag }: Operation) => ({
  tags: [tag],
  summary: apiWords[`${method} ${url}`] ?? url,
  parameters: [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
  responses: {
    '2XX': { description: '完成', content: { 'application/json': {} } },
    '4XX': { description: '被拒绝', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
})

/** The API's description, made from the routes that exist: nothing can be served and left out. */
export const apiDescription = (operations: readonly Operation[], server: string) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const one of operations) paths[pathOf(one.url)] = { ...paths[pathOf(one.url)], [one.method.toLowerCase()]: operation(one) }
  return {
    openapi: '3.1.0',
    info: {
      title: '通办 Tongban API',
      version: '1',
      description: '政务服务平台的接口。错误为 RFC 9457；列表用 limit 和 after 翻页；提交需要 Idempotency-Key。',
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-tongban' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token' },
      },
    },
  }
}

/** Remembers every route that is registered after it, as `served`; call before the contexts. The calls of the API have a tag. */
export const watchRoutes = (app: FastifyInstance): void => {
  const served: Operation[] = []
  app.decorate('served', served)
  app.addHook('onRoute', ({ method, url }) => {
    const tag = url.startsWith('/api/v1/') ? (url.split('/')[3] ?? '') : ''
    for (const one of [method].flat()) if (one !== 'HEAD') served.push({ method: one, url, tag })
  })
}

export const openApiRoutes =
  (server: string) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/openapi.json', async () =>
      apiDescription(
        app.served.filter(({ tag }) => tag !== ''),
        server,
      ),
    )
  }
