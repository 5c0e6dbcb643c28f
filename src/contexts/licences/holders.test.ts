import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { localDate } from '../../kernel/date.ts'
import { diskStore } from '../../platform/files.ts'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { signingKey } from '../../platform/keys.ts'
import { testDatabase } from '../../platform/testing.ts'
import { sampleFrame } from '../../ui/page/sample-frame.ts'
import { createDraft, saveDraft, submitDraft } from '../casework/index.ts'
import { done, testSecrets as secrets } from '../casework/testing-city.ts'
import type { Viewer } from '../identity/index.ts'
import { beginMatter } from './perform/matters.ts'
import { licencesOfPerson } from './perform/own-data.ts'
import { licenceRoutes } from './routes/licences.ts'
import { findLicence, listLicencesOfCase } from './store.ts'
import { granted, licensed, moment, submit, testCity, testGuide } from './testing-city.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city
const [given, changed] = ['2025-03-03', '2025-06-03']
const [former, corrected] = ['150602198803159029', '150602198803159109']

const app = Fastify()
after(() => app.close())
await app.register(formbody)
app.addHook('onRequest', async (request) => {
  request.session = { kind: 'applicant', subjectId: 'x', data: { freshAt: new Date().toISOString() }, csrf: '' }
})
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
let viewer: Viewer = viewers.citizen1
await app.register(
  licenceRoutes({
    ...{ db, casework, secrets, files: diskStore(tmpdir()), key: await signingKey(db, secrets, 'office') },
    frame: (request) => sampleFrame({ path: request.url, today: localDate(changed) }),
    viewer: () => viewer,
    today: () => localDate(changed),
    now: () => `${changed}T10:00:00+08:00`,
    calendar: () => moment(changed).today.calendar,
    publicUrl: 'https://zwfw.example',
    sealLines: ['业务专用章', '(示例)'],
  }),
)
const as = async (who: Viewer, url: string) => {
  viewer = who
  return app.inject({ url })
}
const personOf = (who: Viewer): string => (who.kind === 'applicant' ? (who.personId ?? '') : '')
/** As the correction that an officer accepted leaves it. */
const correctNumber = async (personId: string, number: string) => {
  const sealed = (text: string) => secrets.seal(text, `identity.person.id_number:${personId}`)
  await db.transaction(async (sql) => {
    await sql`
      insert into identity.correction (id, person_id, account_id, division, field, former_sealed, wanted_sealed, reason,
        evidence_sha256, evidence_name, evidence_type, decided_at, decided_by, accepted)
      select gen_random_uuid(), ${personId}, account.id, '150600000000', 'idNumber', 'x', 'x', '登记时录错', 'x', 'x', 'x', now(), officer.id, true
      from identity.account, identity.account officer
      where account.person_id = ${personId} and account.kind = 'person' and officer.user_name = 'clerk1'`
    await sql`
      update identity.person
      set id_number_sealed = ${sealed(number)}, id_number_hash = ${secrets.lookupHash(number, 'id-number')}
      where id = ${personId}`
  })
}
/** Whoever the former number is now. */
const bearerOf = async (number: string): Promise<Viewer> => {
  const [known] = await db.sql<{
    id: string
  }>`select id from identity.person where id_number_hash = ${secrets.lookupHash(number, 'id-number')}`
  const id = known?.id ?? randomUUID()
  await db.sql`
    insert into identity.person (id, name, id_number_sealed, id_number_hash, sex)
    values (${id}, '后来的人', ${secrets.seal(number, `identity.person.id_number:${id}`)}, ${secrets.lookupHash(number, 'id-number')}, '女')
    on conflict do nothing`
  return { kind: 'applicant', accountId: randomUUID(), personId: id, name: '后来的人', phone: '', level: 'realName' }
}

test('S-009 S-041 身份证号更正以后, 原号码的证照仍归本人: 找得到、验得真、写的还是原来的; 后来用这个号码的人看不到', async () => {
  const { caseId } = await licensed(city, given)
  const [licence] = await listLicencesOfCase(db.sql, caseId)
  assert.ok(licence)
  const personId = personOf(viewers.citizen1)
  assert.equal(licence.holderId, personId)
  await correctNumber(personId, corrected)

  assert.match((await as(viewers.citizen1, '/my/certs')).body, new RegExp(`/my/certs/${licence.id}`))
  const file = await as(viewers.citizen1, `/licences/${licence.id}.json`)
  assert.deepEqual([file.statusCode, file.json().content.holder.idNumber], [200, former])
  const check = await app.inject({ method: 'POST', url: '/api/v1/verifications', payload: { code: licence.code } })
  assert.deepEqual([check.statusCode, check.json().state], [200, 'valid'])
  assert.deepEqual(
    (await licencesOfPerson(db.sql, secrets, { id: personId, idNumber: corrected })).map(({ id }) => id),
    [licence.id],
    'in his copy (S-093)',
  )

  const other = await bearerOf(former)
  assert.doesNotMatch((await as(other, '/my/certs')).body, new RegExp(licence.id))
  for (const url of [`/my/certs/${licence.id}`, `/licences/${licence.id}.json`, `/api/v1/licences/${licence.id}`])
    assert.equal((await as(other, url)).statusCode, 404, url)
})

test('S-009 变更把更正后的号码写进新的一版, 两版都归本人', async () => {
  const { caseId } = await licensed(city, given)
  const [licence] = await listLicencesOfCase(db.sql, caseId)
  assert.ok(licence)
  const about = { licence, kind: 'change', reason: '身份证号更正', viewer: viewers.citizen1 } as const
  const begun = done(await beginMatter(casework, about, moment(changed)))
  const { caseId: second } = done(await submit(city, begun.id, changed))
  await granted(city, second, changed)
  const next = await findLicence(db.sql, (await findLicence(db.sql, licence.id))?.replacedBy ?? '')
  assert.ok(next)
  assert.equal(next.holderId, licence.holderId)
  const told = await as(viewers.citizen1, `/licences/${next.id}.json`)
  assert.equal(told.json().content.holder.idNumber, corrected)
})

test('R-114 S-009 窗口替来人填的申请给出的证照, 按号码归本人: 办件里没有认出他是谁', async () => {
  const clerk = viewers.clerk1
  const walkIn = { kind: 'person', name: '后来的人', idNumber: former, phone: '13900010009' } as const
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer: clerk, walkIn }, moment(given)))
  done(
    await saveDraft(
      casework,
      id,
      { answers: { name: '后来的人', place: '东胜区' }, delivery: { way: 'electronic' } },
      clerk,
      moment(given),
    ),
  )
  const checked = [{ material: 'm1', form: '原件', copies: 1 }]
  const { caseId } = done(await submitDraft(casework, id, { viewer: clerk, key: randomUUID(), checked }, moment(given)))
  await granted(city, caseId, given)
  const [licence] = await listLicencesOfCase(db.sql, caseId)
  assert.ok(licence)
  const other = await bearerOf(former)
  assert.match((await as(other, '/my/certs')).body, new RegExp(`/my/certs/${licence.id}`))
  assert.doesNotMatch((await as(viewers.citizen1, '/my/certs')).body, new RegExp(licence.id), 'who bore the number before')
})
