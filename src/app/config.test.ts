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
