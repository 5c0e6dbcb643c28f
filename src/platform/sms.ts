import { createHmac } from 'node:crypto'
import { isMobile } from '../kernel/identifiers.ts'
import type { Sql } from './db.ts'
import { type Consumer, publish } from './outbox.ts'
import type { Secrets } from './secrets.ts'

/** A text to a telephone, read out by a call when `voice`. The same `key` is sent once, whatever happens in between. */
export type SmsMessage = { readonly to: string; readonly text: string; readonly key: string; readonly voice?: boolean }

/** Hands a message over in the transaction of what it tells of: it goes out when that commits. */
export type Sms = { readonly send: (sql: Sql, message: SmsMessage) => Promise<void> }

const topic = 'sms.requested'
/** The message lies sealed in the outbox: neither telephone nor text can be read there (S-090). */
const place = 'platform.event.body:sms'

const check = ({ to, text }: SmsMessage): void => {
  if (!isMobile(to)) throw new TypeError('not a mobile telephone number')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: S-061, a line break could forge a header at the gateway
  if (text.length === 0 || text.length > 500 || /[\u0000-\u001f\u007f]/.test(text)) throw new TypeError('not a text message of one line')
}

export const smsOutbox = (secrets: Secrets): Sms => ({
  async send(sql, message) {
    check(message)
    const sealed = secrets.seal(JSON.stringify(message), place).toString('base64')
    await publish(sql, topic, { sealed }, secrets.lookupHash(message.key, 'sms-key'))
  },
})

/** The gateway: `url` takes the messages, `key` is shared with it and signs them. */
export type SmsGateway = { readonly url: string; readonly key: string }

const answerWithin = 3000
const [failuresToOpen, openFor] = [5, 30_000]

/** After five failures in a row nothing is asked for half a minute: a gateway that hangs would hold every worker (S-075). */
const breaker = () => {
  let failures = 0
  let closedAgain = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (Date.now() < closedAgain) throw new Error('the gateway has failed repeatedly; not asked for now')
    try {
      const answer = await work()
      failures = 0
      return answer
    } catch (error) {
      failures += 1
      if (failures >= failuresToOpen) closedAgain = Date.now() + openFor
      throw error
    }
  }
}

/**
 * The signature of a request: HMAC-SHA-256 in hex over `<seconds since 1970>.<body>`, sent as `x-tongban-signature: t=<seconds>,v1=<hex>`.
 * A gateway refuses what is older than five minutes.
 */
export const smsSignature = (key: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`

const post = async ({ url, key }: SmsGateway, body: string): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    headers: { 'content-type': 'application/json', 'x-tongban-signature': smsSignature(key, Math.floor(Date.now() / 1000), body) },
    signal: AbortSignal.timeout(answerWithin),
  })
  await answer.body?.cancel()
  const known = answer.status === 409 // the gateway has this key already: an earlier answer was lost
  if (!answer.ok && !known) throw new Error(`the SMS gateway answered ${answer.status}`)
}

/**
 * Brings messages to the gateway: POST `{"to":"138…","text":"…","key":"…"}`, with `"channel":"voice"` for a call that reads it out; any 2xx means taken, 409 means taken before. The gateway must
 * send one message per `key`, since a request is repeated when its answer was lost. Anything else is tried again by the outbox.
 */
export const smsConsumer = (secrets: Secrets, gateway: SmsGateway): Consumer => {
  const guarded = breaker()
  return {
    name: 'sms-gateway',
    topics: [topic],
    take: async (_sql, { body }) => {
      const { sealed } = body as { sealed: string }
      const { to, text, key, voice } = JSON.parse(secrets.unseal(Buffer.from(sealed, 'base64'), place)) as SmsMessage
      await guarded(() => post(gateway, JSON.stringify({ to, text, key, ...(voice ? { channel: 'voice' } : {}) })))
    },
  }
}
