import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

const production = {
  NODE_ENV: 'production',
  TONGBAN_SECRET: 'a secret of the tests, long enough',
  PUBLIC_URL: 'https://city.example',
  DATABASE_URL: 'postgres://nowhere',
}

test('S-005 in production every officer has a second factor; a demonstration asks those who have enrolled one', () => {
  assert.equal(readConfig(production).staffSecondFactor, 'required')
  assert.throws(() => readConfig({ ...production, STAFF_SECOND_FACTOR: 'enrolled' }), ConfigError)
  assert.equal(readConfig({ TONGBAN_SECRET: production.TONGBAN_SECRET }).staffSecondFactor, 'enrolled')
  assert.throws(() => readConfig({ TONGBAN_SECRET: production.TONGBAN_SECRET, STAFF_SECOND_FACTOR: 'never' }), ConfigError)
})

test('S-015 TRUST_PROXY is a list of addresses or a number of hops; what would believe everybody is refused', () => {
  const trust = (TRUST_PROXY: string) => readConfig({ TONGBAN_SECRET: production.TONGBAN_SECRET, TRUST_PROXY }).trustProxy
  assert.equal(trust(''), false)
  assert.equal(trust('10.0.0.0/8, ::1'), '10.0.0.0/8, ::1')
  const hops = trust('2')
  assert.deepEqual(typeof hops === 'function' && [0, 1, 2].map((hop) => hops('10.0.0.1', hop)), [true, true, false])
  for (const wrong of ['true', '*', '0', '99', 'proxy.example', '10.0.0.1,all']) assert.throws(() => trust(wrong), ConfigError, wrong)
})
