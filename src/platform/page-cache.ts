import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A rendered public page: the same bytes for everybody. Compressed forms are made when first asked for and kept. */
export type CachedPage = { readonly type: string; readonly etag: string; readonly bytes: (encoding: Encoding) => Buffer }
export type Encoding = 'identity' | 'gzip' | 'br'

/** What to send: status, headers, and the body unless it is 304. */
export type PageAnswer = { readonly status: 200 | 304; readonly headers: Readonly<Record<string, string>>; readonly body?: Buffer }

/** Pages by key, the least recently used leave first. Keys are addresses with all that the page depends on, such as `150600 zh-CN /guide/x`. */
export type PageCache = {
  readonly get: (key: string) => CachedPage | undefined
  readonly put: (key: string, page: string, type?: string) => CachedPage
  /** Forgets the pages whose key begins so; all when absent. */
  readonly invalidate: (prefix?: string) => void
  /** Bytes held, every form counted. */
  readonly size: () => number
}

const html = 'text/html; charset=utf-8'
const smallest = 200 // below this compression gains nothing

const compress: Record<Encoding, (plain: Buffer) => Buffer> = {
  identity: (plain) => plain,
  gzip: (plain) => gzipSync(plain, { level: 6 }),
  br: (plain) =>
    brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
    }),
}

const cachedPage = (plain: Buffer, type: string, grown: (bytes: number) => void): CachedPage => {
  const forms = new Map<Encoding, Buffer>([['identity', plain]])
  return {
    type,
    etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    bytes(encoding) {
      const known = forms.get(encoding)
      if (known) return known
      const made = compress[encoding](plain)
      forms.set(encoding, made)
      grown(made.length)
      return made
    },
  }
}

/** A cache of at most `maxBytes` (64 MiB unless told). A page larger than an eighth of it is rendered each time. */
export const pageCache = (maxBytes = 64 * 1024 * 1024): PageCache => {
  const pages = new Map<string, { page: CachedPage; bytes: number }>() // oldest use first
  let held = 0
  const remove = (key: string): void => {
    held -= pages.get(key)?.bytes ?? 0
    pages.delete(key)
  }
  const makeRoom = (): void => {
    for (const key of pages.keys()) {
      if (held <= maxBytes) return
      remove(key)
    }
  }
  return {
    size: () => held,
    get(key) {
      const found = pages.get(key)
      if (!found) return undefined
      pages.delete(key)
      pages.set(key, found)
      return found.page
    },
    put(key, text, type = html) {
      const plain = Buffer.from(text)
      remove(key)
      const page = cachedPage(plain, type, (grown) => {
        if (pages.get(key) !== entry) return // it has left the cache meanwhile
        entry.bytes += grown
        held += grown
        makeRoom()
      })
      const entry = { page, bytes: plain.length }
      if (plain.length > maxBytes / 8) return page
      pages.set(key, entry)
      held += plain.length
      makeRoom()
      return page
    },
    invalidate(prefix = '') {
      for (const key of [...pages.keys()]) if (key.startsWith(prefix)) remove(key)
    },
  }
}

/** The weight that Accept-Encoding gives a coding: its own, else that of `*`, else none (RFC 9110 §12.5.3). */
const weights = (header: string): ((coding: string) => number) => {
  const given = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2))
    if (coding) given.set(coding, Number.isNaN(weight) ? 0 : weight)
  }
  return (coding) => given.get(coding) ?? given.get('*') ?? 0
}

const encodingFor = (acceptEncoding: string | undefined, plain: Buffer): Encoding => {
  if (!acceptEncoding || plain.length < smallest) return 'identity'
  const weight = weights(acceptEncoding)
  const [best] = (['br', 'gzip'] as const).filter((coding) => weight(coding) > 0).sort((a, b) => weight(b) - weight(a))
  return best ?? 'identity'
}

/** Whether If-None-Match names this page in any of its forms; compared weakly, as RFC 9110 §13.1.2 has it. */
const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((tag) => {
    const known = tag.trim().replace(/^W\//, '')
    return known === '*' || known.slice(1, -1).split('.')[0] === etag
  })

/** The answer for one request: the best form it accepts, or 304 when it has the page already. */
export const answerFor = (page: CachedPage, acceptEncoding: string | undefined, ifNoneMatch: string | undefined): PageAnswer => {
  const encoding = encodingFor(acceptEncoding, page.bytes('identity'))
  const etag = encoding === 'identity' ? `"${page.etag}"` : `"${page.etag}.${encoding}"`
  const headers = { etag, vary: 'accept-encoding' }
  if (isKnown(ifNoneMatch, page.etag)) return { status: 304, headers }
  const body = page.bytes(encoding)
  const coded = encoding === 'identity' ? {} : { 'content-encoding': encoding }
  return { status: 200, headers: { ...headers, ...coded, 'content-type': page.type, 'content-length': String(body.length) }, body }
}
