import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setStage } from '../routes/stage.test.ts'
import { insertGrant } from '../store/grants.ts'
import { listMemberships } from '../store/people.ts'
import { replaceRepresentative } from '../store/representatives.ts'

const { db } = await setStage()

test('S-050 前任法定代表人得到新的授权，就又看得到这个单位：以经办人的身份，不因为做过法定代表人而看不到', async () => {
  const [org] = await db.sql<{ id: string; former: string; next: string }>`
    select organisation.id, legal_representative_id as former, person.id as next
    from identity.organisation
    join identity.person on person.id <> legal_representative_id
    limit 1`
  assert.ok(org)
  const standings = async () => (await listMemberships(db.sql, org.former)).filter(({ id }) => id === org.id).map(({ as }) => as)
  assert.deepEqual(await standings(), ['legalRepresentative'])
  await replaceRepresentative(db.sql, {
    id: randomUUID(),
    organisationId: org.id,
    former: org.former,
    next: org.next,
    source: '',
    evidence: '',
  })
  assert.deepEqual(await standings(), [])
  const id = randomUUID()
  const [since, until] = [new Date(Date.now() - 60_000).toISOString(), new Date(Date.now() + 86_400_000).toISOString()]
  await insertGrant(db.sql, {
    id, principal: { kind: 'organisation', id: org.id }, helperId: org.former, relation: 'agent', acts: ['view'], scope: [],
    since, until, grantedBy: org.next, isAccepted: true,
  }) // biome-ignore format: one grant
  assert.deepEqual(await standings(), ['agent'])
})
