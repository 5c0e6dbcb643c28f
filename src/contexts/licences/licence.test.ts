import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { addDays, localDate, localDateAt, yearOf } from '../../kernel/date.ts'
import { diskStore } from '../../platform/files.ts'
import { signingKey } from '../../platform/keys.ts'
import { secrets as secretsOf } from '../../platform/secrets.ts'
import { testDatabase } from '../../platform/testing.ts'
import type { Case, CaseEvent } from '../casework/index.ts'
import { type Guide, publishGuide } from '../catalogue/index.ts'
import { recordPaper, renderPaper, signReceipt } from '../documents/index.ts'
import type { Viewer } from '../identity/index.ts'
import { checkCode, checkPresentation } from './perform/check.ts'
import { endEverywhere } from './perform/end.ts'
import { issueLicence, type LicenceRequest } from './perform/issue.ts'
import { presentationToken, readPresentation } from './perform/present.ts'
import { drawLicence, licenceFile, openLicence, renderLicence } from './perform/print.ts'
import { licenceSubscriber, licencesOfGrant } from './perform/subscribe.ts'
import { verifyFile } from './perform/verify-file.ts'
import { isLicenceIdentifier } from './rules.ts'
import { endLicence, findLicence, listLicences, listVerifications } from './store.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'licences-'))
after(() => rmSync(folder, { recursive: true }))
const secrets = secretsOf('a secret that only these tests know')
const key = await signingKey(db, secrets, 'papers')
const issuing = { secrets, key }
const printing = { publicUrl: 'https://zwfw.example', sealLines: ['业务专用章', '(示例)'] }
const press = { sql: db.sql, files: diskStore(folder), key, secrets, printing }
/** Keys are as young as the test, so what they sign is too. */
const on = localDateAt(Date.now())
const lastOn = addDays(on, 1000)
const idNumber = '150602198506150028'
const visitor: Viewer = { kind: 'visitor' }

const request = (over: Partial<LicenceRequest> = {}): LicenceRequest => ({
  typeName: '食品经营许可证',
  issuer: { name: '鄂尔多斯市市场监督管理局', code: '11150600MB13100001' },
  division: '150600000000',
  holder: { kind: 'person', name: '苏日娜', idNumber },
  item: { code: '11150600MB13100001400013100100', name: '食品经营许可(新办)' },
  caseId: randomUUID(),
  caseNo: '11150600MB131000014000131001000202603020001',
  on,
  validTo: lastOn,
  scope: '预包装食品销售、热食类食品制售',
  ...over,
})
const issue = (over: Partial<LicenceRequest> = {}) => db.transaction((sql) => issueLicence(sql, issuing, request(over)))
const checking = (now = Date.now(), today = on) => ({ db, secrets, today, now })

test('R-114: licences are numbered without gaps, and never twice, under 20 grants at once', async () => {
  const typeName = '并发测试许可证'
  const issued = await Promise.all(Array.from({ length: 20 }, () => issue({ typeName })))
  assert.deepEqual(
    issued.map(({ number }) => number).sort(),
    Array.from({ length: 20 }, (_, i) => `150600${yearOf(on)}${String(i + 1).padStart(6, '0')}`),
  )
  assert.equal(new Set(issued.map(({ identifier }) => identifier)).size, 20)
  assert.equal(new Set(issued.map(({ type }) => type.code)).size, 1)
  for (const { identifier } of issued) assert.ok(isLicenceIdentifier(identifier), identifier)
})

test('a grant that is rolled back leaves no licence and no number', async () => {
  const typeName = '回滚测试许可证'
  await assert.rejects(
    db.transaction(async (sql) => {
      await issueLicence(sql, issuing, request({ typeName }))
      throw new Error('rolled back')
    }),
  )
  assert.equal((await issue({ typeName })).number, `150600${yearOf(on)}000001`)
})

test('S-091: the table shows no identity number; the holder is found by it all the same', async () => {
  const { id } = await issue()
  const [row] = await db.sql<Record<string, unknown>>`select * from licences.licence where id = ${id}`
  assert.doesNotMatch(JSON.stringify({ ...row, content_sealed: String(row?.content_sealed) }), new RegExp(idNumber))
  assert.equal((await openLicence(db.sql, secrets, id))?.content.holder.idNumber, idNumber)
  const hash = secrets.lookupHash(idNumber, 'licences.holder')
  assert.ok((await listLicences(db.sql, { id: randomUUID(), hash })).some((licence) => licence.id === id))
})

test('a licence is never changed or deleted', async () => {
  const { id } = await issue()
  await assert.rejects(db.sql`update licences.licence set holder_name = '他人' where id = ${id}`, /never changed/)
  await assert.rejects(db.sql`delete from licences.licence where id = ${id}`, /never changed/)
})

const pinned = {
  item: '11150600MB13100001400013100100',
  itemName: '食品经营许可',
  guideVersion: 1,
  division: '150600000000',
  department: '鄂尔多斯市市场监督管理局',
  departmentCode: '11150600MB13100001',
}
const decidedOn = localDate('2026-03-20')
const granted = (over: Partial<CaseEvent> = {}) => ({
  caseId: randomUUID(),
  no: 'no',
  event: { type: 'grant', on: decidedOn, doneOn: decidedOn, by: { role: 'decider', id: 'd', name: '其木格' }, ...over } as CaseEvent,
  state: { pinned, applicant: { kind: 'person', id: 'p', name: '苏日娜', idNumber, phone: '' } } as unknown as Case,
})
const guide = (results: Guide['results']) => ({ results }) as Guide

test('only a grant whose result is a licence gives one; its term follows the guide unless the decision says otherwise', () => {
  const licence = guide([{ name: '食品经营许可证', kind: 'licence', validMonths: 60 }])
  assert.equal(licencesOfGrant(licence, granted())[0]?.validTo, '2031-03-19')
  assert.equal(licencesOfGrant(licence, granted({ validTo: localDate('2027-01-01') }))[0]?.validTo, '2027-01-01')
  assert.deepEqual(licencesOfGrant(guide([{ name: '批复', kind: 'approval' }]), granted()), [])
  assert.deepEqual(licencesOfGrant(licence, granted({ type: 'deny' })), [])
})

test('the subscriber issues from the guide the case was filed under, in the transaction of the grant', async () => {
  const full: Guide = {
    code: pinned.item, baseCode: '000131001000', name: '食品经营许可', type: '01', level: '3', division: pinned.division, department: pinned.department,
    departmentCode: pinned.departmentCode, audiences: ['1'], personThemes: [], organisationThemes: [], stages: [], projectType: '2', onlineDepth: '4',
    basis: [], conditions: [], situations: [], materials: [], steps: [], charges: [], results: [{ name: '食品经营许可证', kind: 'licence', validMonths: 60 }],
    places: [], consultPhones: [], supervisePhones: [], specialProcedures: [], faq: [], minimumLevel: 'realName', deliveries: ['electronic'],
    integratedWindow: false, sample: true, source: { name: '示例数据' },
  } // biome-ignore format: a guide in a few lines
  await db.transaction((sql) => publishGuide(sql, full, { by: 'test', on }))
  const happened = granted()
  await db.transaction((sql) => licenceSubscriber(issuing)(sql, happened))
  const [row] = await db.sql<{ type_name: string }>`select type_name from licences.licence where case_id = ${happened.caseId}`
  assert.equal(row?.type_name, '食品经营许可证')
})

const pdfsig = (() => {
  try {
    execFileSync('pdfsig', ['-v'], { stdio: 'ignore' })
    return false
  } catch {
    return 'poppler-utils is not installed'
  }
})()

test('the PDF of a licence is drawn once: the same bytes ever after', async () => {
  const { id } = await issue()
  const first = await renderLicence(press, id)
  assert.ok(first && (await renderLicence(press, id))?.equals(first))
  const opened = await openLicence(db.sql, secrets, id)
  assert.ok(opened)
  assert.ok((await drawLicence(opened.content, printing)).equals(await drawLicence(opened.content, printing)))
})

test('“Signature is Valid”: another program accepts the signed PDF', { skip: pdfsig }, async () => {
  const file = join(folder, 'licence.pdf')
  writeFileSync(file, (await renderLicence(press, (await issue()).id)) ?? '')
  const said = execFileSync('pdfsig', ['-nocert', file]).toString()
  assert.match(said, /Signature is Valid/)
  assert.match(said, /Total document signed/)
})

const files = async (): Promise<Record<string, Buffer>> => {
  const { id } = await issue()
  const paper = await recordPaper(db.sql, {
    type: 'withdrawal', caseNo: 'no', caseId: randomUUID(), division: '150600000000', unit: '鄂尔多斯市教育体育局', recipient: '苏日娜', on,
    body: { itemName: '教师资格认定', itemCode: 'code', itemType: '01', applicantName: '苏日娜' },
  }) // biome-ignore format: a paper in a few lines
  const receipt = await signReceipt(key, {
    no: 'no', submittedAt: '2026-03-02T01:00:00Z', journalHead: 'ab'.repeat(32), position: 1, materials: [{ material: 'id-card', sha256: 'cd'.repeat(32) }],
  }) // biome-ignore format: a receipt in a few lines
  return {
    'licence.pdf': (await renderLicence(press, id)) as Buffer,
    'licence.json': (await licenceFile(press, id)) as Buffer,
    'paper.pdf': (await renderPaper(press, paper.id))?.bytes as Buffer,
    'receipt.json': receipt,
  }
}
const made = await files()

test('S-086: licence, paper and receipt are verified with nothing but the file', () => {
  const kinds = Object.values(made).map((bytes) => {
    const verdict = verifyFile(bytes, { today: on, trust: key.authority })
    assert.ok(verdict.ok, JSON.stringify(verdict))
    return verdict.kind
  })
  assert.deepEqual(kinds, ['licence', 'licence', 'paper', 'receipt'])
})

/** Every byte of what is small, some hundred places of what is large, always the ends and the signature. */
const places = (bytes: Buffer): number[] => {
  const step = Math.max(1, Math.floor(bytes.length / 250))
  const marks = ['/ByteRange', '/Contents', '/TongbanValidTo'].map((mark) => bytes.indexOf(mark)).filter((at) => at >= 0)
  const around = marks.flatMap((at) => Array.from({ length: 60 }, (_, i) => at + i))
  return [...new Set([0, bytes.length - 1, ...around, ...Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) => i * step)])]
}
for (const [name, bytes] of Object.entries(made)) {
  test(`S-086: any changed byte of ${name} is a named failure`, () => {
    for (const place of places(bytes)) {
      for (const bit of [1, 0x20]) {
        const other = Buffer.from(bytes)
        other[place] = (other[place] ?? 0) ^ bit
        const verdict = verifyFile(other, { today: on, trust: key.authority })
        assert.ok(
          !verdict.ok && verdict.failure,
          `byte ${place}, bit ${bit}: ${bytes.subarray(Math.max(0, place - 20), place + 20).toString('latin1')}`,
        )
      }
    }
  })
}

test('S-086: something added at the end, cut off, or empty is a named failure', () => {
  for (const bytes of Object.values(made)) {
    for (const other of [Buffer.concat([bytes, Buffer.from(' ')]), bytes.subarray(0, -1), Buffer.alloc(0)])
      assert.equal(verifyFile(other, { today: on }).failure, 'structure')
  }
})

/** The authority of another installation. */
const strangerAuthority = async (): Promise<string> => {
  const other = await testDatabase()
  return (await signingKey(other, secrets, 'papers')).authority
}

test('S-086: an expired licence, an authority that is not the trusted one, and an old certificate are named', async () => {
  const stranger = await strangerAuthority()
  const licence = made['licence.pdf'] as Buffer
  assert.equal(verifyFile(licence, { today: lastOn, trust: key.authority }).failure, undefined)
  assert.equal(verifyFile(licence, { today: addDays(lastOn, 1), trust: key.authority }).failure, 'validity')
  assert.equal(verifyFile(made['licence.json'] as Buffer, { today: addDays(lastOn, 1) }).failure, 'validity')
  assert.equal(verifyFile(licence, { today: on, trust: stranger }).failure, 'authority')
  assert.equal(verifyFile(made['receipt.json'] as Buffer, { today: addDays(on, 11 * 366) }).failure, 'certificate')
})

test('a printed code shows state and masked holder; the holder sees who looked', async () => {
  const { id, code } = await issue()
  const typed = ` ${code.toLowerCase().replace(/(.{4})/g, '$1-')}`
  const answer = await checkCode(checking(), typed, { kind: 'applicant', accountId: 'a', name: '巴特尔', phone: '', level: 'realName' })
  assert.ok(answer?.kind === 'licence')
  assert.equal(answer.state, 'valid')
  assert.equal(answer.holder, '苏*娜')
  assert.doesNotMatch(JSON.stringify(answer), new RegExp(idNumber))
  assert.deepEqual(
    (await listVerifications(db.sql, id)).map(({ verifier, way }) => [verifier, way]),
    [['巴*尔', 'printed']],
  )
})

test('a paper is found by its code too; an unknown code finds nothing', async () => {
  const { id } = await recordPaper(db.sql, {
    type: 'withdrawal', caseNo: 'no', caseId: randomUUID(), division: '150600000000', unit: '鄂尔多斯市教育体育局', recipient: '苏日娜', on,
    body: { itemName: '教师资格认定', itemCode: 'code', itemType: '01', applicantName: '苏日娜' },
  }) // biome-ignore format: a paper in a few lines
  const [row] = await db.sql<{ code: string }>`select code from documents.paper where id = ${id}`
  const answer = await checkCode(checking(), row?.code ?? '', visitor)
  assert.ok(answer?.kind === 'paper' && answer.holder === '苏*娜' && answer.name === '撤回申请确认书')
  for (const code of ['0000-0000-0000-0000', '', 'x'.repeat(500)]) assert.equal(await checkCode(checking(), code, visitor), undefined)
})

test('S-087: the code of 亮证 opens once, within its minute; the second scan says so', async () => {
  const { id } = await issue()
  const now = Date.now()
  const token = presentationToken(secrets, id, now)
  assert.equal((await checkPresentation(checking(now + 59_000), token, visitor))?.kind, 'licence')
  assert.deepEqual(await checkPresentation(checking(now + 59_000), token, visitor), { kind: 'spent', because: 'used' })
  const slow = presentationToken(secrets, id, now)
  assert.deepEqual(await checkPresentation(checking(now + 66_000), slow, visitor), { kind: 'spent', because: 'late' })
  const told = await db.sql`select id from platform.event where topic = 'licences.presentedAgain' and body ->> 'licenceId' = ${id}`
  assert.equal(told.length, 1)
})

test('S-087: a code of 亮证 that was made up or changed is not ours', () => {
  const token = presentationToken(secrets, randomUUID(), 0)
  assert.ok(readPresentation(secrets, token, 0))
  for (let i = 0; i < token.length; i += 1) {
    const other = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
    assert.equal(readPresentation(secrets, other, 0), undefined, `character ${i}`)
  }
})

test('S-088: 注销 is seen at the next check, with its date and without its reason', async () => {
  const { id, code } = await issue()
  const licence = await findLicence(db.sql, id)
  assert.ok(licence)
  const end = { on, as: 'cancelled' as const, because: '持证人申请注销', by: 'a' }
  assert.equal(await db.transaction((sql) => endEverywhere(sql, licence, end)), 1)
  assert.equal(await db.transaction((sql) => endEverywhere(sql, licence, end)), 0)
  const answer = await checkCode(checking(), code, visitor)
  assert.ok(answer?.kind === 'licence' && answer.state === 'cancelled' && answer.endedOn === on)
  assert.doesNotMatch(JSON.stringify(answer), /持证人申请注销/)
  assert.equal((await findLicence(db.sql, id))?.endedBecause, '持证人申请注销')
})

test('S-048: the table lets nobody revoke alone', async () => {
  const { id } = await issue()
  const end = { on, as: 'revoked' as const, because: '隐瞒有关情况', by: 'a' }
  await assert.rejects(endLicence(db.sql, id, end), /licence_revoked_by_two/)
  await assert.rejects(endLicence(db.sql, id, { ...end, with: 'a' }), /licence_revoked_by_two/)
  assert.equal(await endLicence(db.sql, id, { ...end, with: 'b' }), true)
})
