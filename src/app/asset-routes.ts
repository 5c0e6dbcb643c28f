import type { FastifyInstance } from 'fastify'
import type { Asset } from '../ui/page/assets.ts'

/** Files named by their content: sent compressed as the browser likes, kept by it for ever. */
export const assetRoutes =
  (assets: readonly Asset[]) =>
  async (app: FastifyInstance): Promise<void> => {
    for (const asset of assets) {
      app.get(asset.url, async (request, reply) => {
        const accepted = String(request.headers['accept-encoding'] ?? '')
        const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity'
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
