import type { FastifyRequest } from 'fastify'

declare module 'http' {
  interface IncomingMessage {
    /** 6- or 9-digit code of the site named in the address; absent: the installation's own city. */
    siteCode?: string
  }
}

/** `/150602/guide/x` is the page `/guide/x` on the site 150602 (interfaces.md §2). For Fastify's rewriteUrl. */
export const rewriteSite = (request: { url?: string | undefined; siteCode?: string }): string => {
  const url = request.url ?? '/'
  const match = /^\/(\d{6}|\d{9})(?=[/?]|$)/.exec(url)
  if (!match) return url
  request.siteCode = match[1] as string
  const rest = url.slice(match[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

export const siteCodeOf = (request: FastifyRequest, own: string): string => request.raw.siteCode ?? own
