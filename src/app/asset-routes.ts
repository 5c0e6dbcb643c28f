import type { FastifyInstance } from 'fastify'
import type { Asset } from '../ui/page/assets.ts'

const encodingFor = (accepted: string) => (['br', 'gzip'] as const).find((name) => accepted.includes(name)) ?? 'identity'

/** Files named by their content: sent compressed as the browser likes, kept by it for ever. */
export const assetRoutes =
  (assets: readonly Asset[]) =>
  async (app: FastifyInstance): Promise<void> => {
    for (const asset of assets) {
      app.get(asset.url, async (request, reply) => {
        const encoding = encodingFor(String(request.headers['accept-encoding'] ?? ''))
        if (encoding !== 'identity') reply.header('content-encoding', encoding)
        return reply
          .type(asset.type)
          .header('cache-control', 'public, max-age=31536000, immutable')
          .header('vary', 'accept-encoding')
          .send(asset[encoding])
      })
    }
    app.get('/robots.txt', async (_request, reply) =>
      reply.type('text/plain').send('User-agent: *\nDisallow: /my\nDisallow: /apply\nDisallow: /console\nDisallow: /sandbox\n'),
    )
  }
