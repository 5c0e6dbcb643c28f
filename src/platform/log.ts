import { type DestinationStream, type Logger, pino } from 'pino'

/** What is never written, wherever it turns up in the fields of a line (S-090). */
const secretFields = ['cookie', 'authorization', 'set-cookie', 'password', 'token', 'code', 'idNumber', 'phone', 'address', 'body']
const redacted = [...secretFields, ...['req', 'res'].map((part) => `${part}.headers`)].flatMap((path) => {
  const at = path.includes('-') ? `["${path}"]` : path
  return path.includes('.') ? [path] : [at, path.includes('-') ? `*${at}` : `*.${at}`]
})

const personalNumbers = /(?<![\d.])(?:\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9})(?![\dXx])/g
// JSON escapes what is below U+0020; these could still move a terminal's cursor, end a line or turn text round (S-104).
const unruly = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f]/g
const spelled = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What somebody typed, as it may stand in a record: line ends, escapes and characters that turn text round are spelled out (S-104). */
export const plainText = (text: string): string => text.replace(controls, spelled).replace(unruly, spelled)

/** A line as it may be written: 身份证号 and telephone numbers struck out, no character that is not plain text. */
export const tidyLine = (line: string): string => line.replace(personalNumbers, '***').replace(unruly, spelled)

/** An address as it may be written: the names of its query stay, their values go (`/query?no&code`). */
export const tidyUrl = (url: string): string => {
  const [path = '', query] = url.split('?', 2)
  if (!query) return path
  return `${path}?${query
    .split('&')
    .map((pair) => pair.split('=', 1)[0]?.slice(0, 40))
    .join('&')}`
}

type RequestLike = { readonly method?: string; readonly url?: string; readonly ip?: string }
type ErrorLike = {
  readonly name?: string
  readonly message?: string
  readonly code?: unknown
  readonly stack?: string
  readonly cause?: unknown
  readonly errors?: unknown[]
}

/** An error without the values that a database puts beside its message. */
const tidyError = (error: ErrorLike, depth = 0): object => ({
  type: error.name,
  message: error.message,
  ...(error.code === undefined ? {} : { errorCode: error.code }),
  ...(depth === 0 ? { stack: error.stack } : {}),
  ...(error.cause && depth < 3 ? { cause: tidyError(error.cause as ErrorLike, depth + 1) } : {}),
  ...(error.errors && depth < 3 ? { errors: error.errors.slice(0, 10).map((each) => tidyError(each as ErrorLike, depth + 1)) } : {}),
})

/**
 * The log: one JSON object a line, to standard output unless told. Requests with method, address without values, client and status; no
 * headers, no bodies. Give it to Fastify as `loggerInstance`; its request id is in every line of a request.
 */
export const openLog = (level = 'info', destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redacted, censor: '***' },
      serializers: {
        req: ({ method, url, ip }: RequestLike) => ({ method, url: tidyUrl(url ?? ''), ip }),
        res: ({ statusCode }: { readonly statusCode?: number }) => ({ statusCode }),
        err: (error: ErrorLike) => tidyError(error),
      },
      hooks: { streamWrite: tidyLine },
    },
    destination,
  )
