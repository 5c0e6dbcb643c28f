import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { App } from '../terms.ts'
import { type Keeper, whyClosed } from './keeping.ts'

const place = { division: '150600000000', departmentCode: '11150600MB1950000F' }
const keeper = (role: string): Keeper => ({ accountId: role, roles: [role], ...place })
const suspended = { ...place, id: 'x', state: 'suspended', proposed: null, proposedBy: null } as App

test('S-048 a department stops its sub-site itself; whether it goes on is for those who approve', () => {
  assert.equal(whyClosed(keeper('editor'), { ...suspended, state: 'active' }, 'suspend'), undefined)
  assert.equal(whyClosed(keeper('editor'), suspended, 'resume')?.code, 'not-permitted')
  for (const role of ['catalogueAdmin', 'sysadmin']) assert.equal(whyClosed(keeper(role), suspended, 'resume'), undefined, role)
})
