import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type StaffRole, staffRoles } from '../terms.ts'
import { type Concern, giftsOf, mayStaff, refuseStaffing, refuseTogether, type StaffAct, staffActs } from './staffing.ts'

const roles = Object.keys(staffRoles) as StaffRole[]
const acts = Object.keys(staffActs) as StaffAct[]
const city = '150600000000'
const banner = '150602000000'
const town = '150602001000'
const tax = '11150600MB13000009'
const by = (role: StaffRole, division = city, departmentCode = '') => ({ accountId: 'me', roles: [role], division, departmentCode })
const clerkAt = (division: string, departmentCode = ''): Concern => ({ accountId: 'other', division, departmentCode, roles: ['clerk'] })

const expected: Readonly<Partial<Record<StaffRole, string>>> = {
  sysadmin: 'see invite appoint end disable restore handOver renew certificate takeFactor units',
  secadmin: 'see approve reject disable certificate takeFactor correct changePhone',
  auditor: 'see audit',
  bannerAdmin: 'see invite appoint end disable restore handOver renew certificate takeFactor units',
  catalogueAdmin: 'see invite appoint end disable restore handOver renew',
  departmentAdmin: 'see invite appoint end disable restore handOver renew',
  chief: 'see handOver',
}

test('D2, S-047 every role × every administrative act: allowed exactly where the table says so', () => {
  for (const role of roles) {
    const allowed = acts.filter((act) => refuseStaffing(by(role), act, clerkAt(city)) === undefined)
    assert.equal(allowed.join(' '), expected[role] ?? '', role)
    assert.deepEqual(
      acts.filter((act) => mayStaff([role], act)),
      allowed,
      role,
    )
  }
})

test('S-047 the three administrators: who gives does not approve, who approves does not give, who reads the trail changes nothing', () => {
  const changing = acts.filter((act) => act !== 'see' && act !== 'audit')
  for (const role of roles) {
    const can = (act: StaffAct) => mayStaff([role], act)
    assert.ok(!(can('appoint') && can('approve')), role)
    if (can('audit')) assert.ok(!changing.some(can), role)
  }
})

test('S-047 nobody gives, approves or takes anything of himself, whatever roles he has', () => {
  const everything = { accountId: 'me', roles, division: city, departmentCode: '' }
  for (const act of acts.filter((one) => !staffActs[one].oneself))
    assert.equal(refuseStaffing(everything, act, { ...clerkAt(city), accountId: 'me' })?.refused, 'own-account', act)
})

test('S-047 who asked for a post does not approve it', () => {
  assert.equal(refuseStaffing(by('secadmin'), 'approve', { ...clerkAt(city), askedBy: 'me' })?.refused, 'same-person')
  assert.equal(refuseStaffing(by('secadmin'), 'approve', { ...clerkAt(city), askedBy: 'another' }), undefined)
})

test('D2 delegated administration reaches its own place: a department its own people, a 旗区 its own and what lies below', () => {
  const reached = (role: StaffRole, division: string, departmentCode = '') =>
    [city, banner, town, '150603000000'].filter(
      (place) => !refuseStaffing(by(role, division, departmentCode), 'appoint', clerkAt(place, departmentCode)),
    )
  assert.deepEqual(reached('sysadmin', city), [city, banner, town, '150603000000'])
  assert.deepEqual(reached('bannerAdmin', banner), [banner, town])
  assert.deepEqual(reached('departmentAdmin', city, tax), [city])
  assert.equal(refuseStaffing(by('departmentAdmin', city, tax), 'appoint', clerkAt(city, ''))?.refused, 'out-of-reach')
  assert.equal(refuseStaffing(by('bannerAdmin', banner), 'appoint', clerkAt(city))?.refused, 'out-of-reach')
})

test('D2 nobody gives a role that lies outside his row, nor takes one, nor renews the password of who holds one', () => {
  for (const giver of roles.filter((role) => mayStaff([role], 'appoint')))
    for (const given of roles)
      for (const act of ['invite', 'appoint', 'end', 'disable', 'renew'] as const) {
        const refused = refuseStaffing(by(giver), act, { ...clerkAt(city), roles: ['clerk', given] })?.refused
        assert.equal(refused, giftsOf([giver]).includes(given) ? undefined : 'beyond-your-gift', `${giver} ${act} ${given}`)
      }
  assert.ok(!giftsOf(['bannerAdmin']).includes('bannerAdmin'))
  assert.deepEqual(giftsOf(['secadmin']), [])
})

test('S-047, S-048 roles that one person cannot hold together', () => {
  const together = (...held: StaffRole[]) => refuseTogether(held)?.refused
  assert.equal(together('sysadmin', 'auditor'), 'powers-apart')
  assert.equal(together('secadmin', 'clerk'), 'powers-apart')
  for (const pair of [
    ['clerk', 'approver'],
    ['approver', 'decider'],
    ['clerk', 'issuer'],
  ] as const)
    assert.equal(together(...pair), 'maker-checker')
  assert.equal(together('chief', 'departmentAdmin'), undefined)
  assert.equal(together('auditor'), undefined)
})
