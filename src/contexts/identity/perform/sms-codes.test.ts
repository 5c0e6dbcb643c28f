import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeBudget } from '../../../platform/code-budget.ts'
import { secrets } from '../../../platform/secrets.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { identityLimits } from './limits.ts'
import { isRightCode, sendCode } from './sms-codes.ts'

const db = await testDatabase()
const vault = secrets('a secret for the tests of codes')

test('S-012 of five who come with the right code at the same time one gets through', async () => {
  const sent: string[] = []
  const sms = { send: async (_sql: unknown, { text }: { text: string }) => void sent.push(text) }
  const means = { db, secrets: vault, limits: identityLimits(db, vault), sms, codeBudget: codeBudget({ aDay: 9, alarm: () => undefined }) }
  const bound = { phone: '13900017001', action: 'register', binding: 'one session' } as const
  await sendCode(means, { ...bound, ip: '10.0.0.1' })
  const code = /\d{6}/.exec(sent.join())?.[0] ?? ''
  const tries = await Promise.all(Array.from({ length: 5 }, () => isRightCode(means, bound, code)))
  assert.equal(tries.filter(Boolean).length, 1, String(tries))
})
