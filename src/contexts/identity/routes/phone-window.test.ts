import assert from 'node:assert/strict'
import { officerApi } from './officer-api.test.ts'
import type { Stage } from './stage.test.ts'

const place = '/phone-changes'
export const problemOf = ({ status, body }: { status: number; body: { type?: string } }) => [status, body.type?.replace('/problems/', '')]

/** The windows of the tests where telephones are changed, and a citizen with his document. */
export const phoneWindow = async ({ app, db, password, messagesTo }: Stage, idNumber: string) => {
  const at = async (userName: string, ip: string) => {
    const one = await officerApi(app, userName, password, ip)
    return {
      list: async () => (await one.get(place)).json().items,
      post: async (path: string, payload: object) => {
        const answer = await one.post(`${place}${path}`, payload)
        return { status: answer.statusCode, body: answer.json() }
      },
    }
  }
  const personOf = async (number: string) => {
    const [row] = await db.sql<{ name: string }>`select name from sandbox.person where id_number = ${number}`
    return { name: row?.name ?? assert.fail(number), idNumber: number }
  }
  const citizen = await personOf(idNumber)
  const clerk = await at('clerk1', '10.14.0.1')
  const codeSentTo = async (phone: string) => /验证码 (\d{6})/.exec((await messagesTo(phone))[0] ?? '')?.[1] ?? ''
  const forgetPauses = () => db.sql`truncate platform.rate_limit`
  const typed = { ...citizen, document: 'idCard', phone: '13800060001', reason: '手机丢失', checked: true }
  /** A request up to where it waits for its code. */
  const ask = async (more: object = {}) => {
    await forgetPauses()
    const asked = await clerk.post('', { ...typed, ...more })
    assert.equal(asked.status, 201, JSON.stringify(asked.body))
    return { id: String(asked.body.id), code: await codeSentTo({ ...typed, ...more }.phone) }
  }
  /** And up to where it waits for its second person. */
  const prove = async (more: object = {}): Promise<string> => {
    const { id, code } = await ask(more)
    assert.equal((await clerk.post(`/${id}/prove`, { code })).status, 200)
    return id
  }
  return { at, personOf, citizen, clerk, codeSentTo, forgetPauses, typed, ask, prove }
}
