import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldBy } from './relying.ts'

test('R-033 a telephone that the partner has not verified is not taken for the person’s; one it vouches for is', () => {
  const partner = { claims: { name: 'name', idNumber: 'id_number', phone: 'phone_number' } }
  const about = { sub: 's', iss: 'https://partner.example', iat: 1, phone_number: '13900010001' }
  assert.equal(toldBy(partner, about).phone, '13900010001')
  assert.equal(toldBy(partner, { ...about, phone_number_verified: true }).phone, '13900010001')
  assert.equal(toldBy(partner, { ...about, phone_number_verified: false }).phone, undefined)
})
