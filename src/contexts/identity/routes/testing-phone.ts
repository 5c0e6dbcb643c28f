import type { LightMyRequestResponse } from 'fastify'
import type { Db } from '../../../platform/db.ts'

type Stage = { readonly db: Pick<Db, 'sql'>; readonly messagesTo: (phone: string) => Promise<string[]> }
type Visitor = {
  readonly hidden: (name: string) => string
  readonly get: (url: string) => Promise<LightMyRequestResponse>
  readonly post: (url: string, fields: Record<string, string>) => Promise<LightMyRequestResponse>
}

/** Walks a visitor of the tests through the pages that confirm a telephone, without looking at a picture. */
export const phoneWalk = ({ db, messagesTo }: Stage) => {
  /** Fifteen seconds pass for whoever waits. */
  const waitIsOver = () => db.sql`update identity.captcha set usable_at = usable_at - interval '15 seconds' where answer_hash is null`
  const walk = {
    waitIsOver,
    /** So many seconds pass for the limits on messages. */
    timePasses: (seconds: number) => db.sql`update platform.rate_limit set expire = expire - ${seconds * 1000}::int where key like 'sms%'`,
    async start(guest: Visitor, path: string, phone: string, more: Record<string, string> = {}) {
      await guest.get(path)
      await guest.post(path, { act: 'wait', phone, ...more })
      await waitIsOver()
      return guest.post(path, { act: 'send', phone, captcha: guest.hidden('captcha'), ...more })
    },
    codeSentTo: async (phone: string): Promise<string> => /\d{6}/.exec((await messagesTo(phone))[0] ?? '')?.[0] ?? '',
    async answer(guest: Visitor, path: string, code: string, more: Record<string, string> = {}) {
      await guest.get(`${path}/code`)
      return guest.post(`${path}/code`, { act: 'go', code, ...more })
    },
    /** The whole way, with the code that the telephone got. */
    async confirm(guest: Visitor, path: string, phone: string, more: Record<string, string> = {}) {
      await walk.start(guest, path, phone, more)
      return walk.answer(guest, path, await walk.codeSentTo(phone), more)
    },
  }
  return walk
}
