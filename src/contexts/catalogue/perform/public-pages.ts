import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from '../../../platform/http.ts'
import { answerFor, pageCache } from '../../../platform/page-cache.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Html } from '../../../ui/page/html.ts'
import type { Catalogue } from './live-catalogue.ts'

/** Pages that are the same for everybody who is not signed in, kept until the catalogue changes. */
export type PublicPages = {
  /**
   * Answers with a page. `address` is its path and the query that matters, in one order; anything else in the address, and cookies that
   * do not change the display, make no page of their own. The page must not call `csrf`. Somebody signed in gets it made anew.
   * A page with more in it than the catalogue names its `edition`, such as a minute: each edition is made once.
   */
  readonly send: (
    request: FastifyRequest,
    reply: FastifyReply,
    address: string,
    make: (frame: Frame) => Html | Promise<Html>,
    edition?: string,
  ) => Promise<FastifyReply>
}

const keyOf = ({ site, mode, size, language, embed, today }: Frame, address: string): string =>
  `${site.code} ${mode} ${size ?? ''} ${language} ${embed} ${today} ${address}`

const noForms = (): string => {
  throw new Error('a public page carries no token')
}

/** One for each process; `frame` as the routes have it. */
export const publicPages = ({
  frame,
  catalogue,
}: {
  frame: (request: FastifyRequest) => Frame
  catalogue: Pick<Catalogue, 'onChange'>
}): PublicPages => {
  const cache = pageCache()
  catalogue.onChange(() => cache.invalidate())
  return {
    async send(request, reply, address, make, edition = '') {
      const own = { ...frame(request), path: address }
      if (own.viewer) return sendPage(reply, await make(own))
      const key = `${keyOf(own, address)} ${edition}`
      const page = cache.get(key) ?? cache.put(key, (await make({ ...own, csrf: noForms })).text)
      const { status, headers, body } = answerFor(page, String(request.headers['accept-encoding'] ?? ''), request.headers['if-none-match'])
      reply.code(status).headers(headers).header('cache-control', 'no-cache').header('vary', 'accept-encoding, cookie')
      return reply.send(body)
    },
  }
}
