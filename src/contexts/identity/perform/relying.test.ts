import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldBy } from './relying.ts'

test('R-033 S-012 a telephone is the person’s only where the partner says that it verified it; one it says nothing of has to be proven here', () => {
  const partner = { claims: { name: 'name', idNumber: 'id_number', phone: 'phone_number' } }
  const about = { sub: 's', iss: 'https://partner.example', iat: 1, phone_number: '13900010001' }
  const phones = (verified: object) => {
    const { phone, unprovenPhone } = toldBy(partner, { ...about, ...verified })
    return { phone, unprovenPhone }
  }
  assert.deepEqual(phones({ phone_number_verified: true }), { phone: '13900010001', unprovenPhone: undefined })
  for (const unproven of [{}, { phone_number_verified: false }, { phone_number_verified: 'false' }])
    assert.deepEqual(phones(unproven), { phone: undefined, unprovenPhone: '13900010001' })
})
