import { createServer, type Server } from 'node:https'
import type { FastifyInstance } from 'fastify'

/** Certificate and key of this server, PEM. */
export type TlsSettings = { readonly certificate: string; readonly key: string }

/**
 * The same application over TLS, for installations without a terminator in front: asks each client for a certificate and lets those in who
 * have none; whether one is relied on is judged where it counts. The same patience with slow clients as the plain listener (F-15).
 */
export const tlsListener = (app: FastifyInstance, { certificate, key }: TlsSettings): Server => {
  const asked = { requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const
  const server = createServer({ cert: certificate, key, ...asked, connectionsCheckingInterval: 1000 }, (request, response) =>
    app.routing(request, response),
  )
  return Object.assign(server, { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, timeout: 60_000 })
}
