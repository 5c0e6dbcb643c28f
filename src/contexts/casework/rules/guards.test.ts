import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import type { ActDetails, ActName, Actor, Case, Role, Stage } from '../terms.ts'
import { actOf, actorOf, on, testApplicant, testPinned } from '../testing.ts'
import { dayFor, early, inStage, passing } from '../testing-stages.ts'
import { actNames, permitted, procedure, refusalFor } from './procedure.ts'

type Told = { readonly by?: Partial<Actor>; readonly of?: Partial<Case>; readonly with?: ActDetails; readonly day?: string }

/** With what code an act is refused that would be done but for one thing; undefined when it is done. */
const refusedFor = (act: ActName, stage: Stage, role: Role, { by, of, with: details, day }: Told): string | undefined => {
  const actor = { ...actorOf(role), ...by }
  const c = { ...inStage(stage, act, role), ...of }
  const refusal = refusalFor({ ...actOf(act, actor, passing[act]), ...details }, c, on(day ?? dayFor(act)))
  if (!details && !by?.division) assert.equal(permitted(act, c, actor, on(day ?? dayFor(act))), refusal === undefined, act)
  return refusal?.refused
}
/** The first stage in which a role may do an act. */
const stageFor = (act: ActName, role: Role): Stage => {
  const found = procedure[act].from.find((stage) => refusedFor(act, stage, role, {}) === undefined)
  assert.ok(found, `${act} by ${role} is never open`)
  return found
}
const officersOf = (act: ActName): readonly Role[] => procedure[act].by.filter((role) => role !== 'applicant' && role !== 'law')

test('S-048 回避：任何岗位都不能办理本人的申请', () => {
  for (const act of actNames)
    for (const role of officersOf(act))
      assert.equal(refusedFor(act, stageFor(act, role), role, { by: { person: testApplicant.id } }), 'own-case', `${act} by ${role}`)
})

test('S-041 申请人的每个行为只有本人或者他的代办人能做', () => {
  const own = actNames.filter((act) => procedure[act].by.includes('applicant'))
  assert.deepEqual(own, ['submit', 'resubmit', 'correct', 'supplyGaps', 'supplyMore', 'applyHearing', 'withdraw', 'remind'])
  for (const act of own)
    assert.equal(refusedFor(act, stageFor(act, 'applicant'), 'applicant', { by: { onBehalfOf: 'person-2' } }), 'not-applicant', act)
})

test('送达：签收人的身份证号按校验位核对；本人签收要与申请人一致；代理人签收要有授权书和身份证号', () => {
  const refused = (told: Told) => refusedFor('deliver', 'granted', 'issuer', told)
  const [himself, other] = ['150602198803159029', '150602199001011238']
  const of = { applicant: { ...testApplicant, idNumber: himself } }
  const mandate = [{ material: 'mandate', sha256: '', name: '授权书.pdf', size: 1, type: 'application/pdf' }]
  assert.equal(refused({ of, with: { recipientId: '150602198803159028' } }), 'recipient-number')
  assert.equal(refused({ of, with: { recipientId: himself, relation: '本人', way: 'direct' } }), undefined)
  assert.equal(refused({ of, with: { recipientId: other, relation: '本人', way: 'direct' } }), 'recipient-himself')
  assert.equal(refused({ of, with: { recipientId: other, relation: '代理人' } }), 'agent-mandate')
  assert.equal(refused({ of: { ...of, materials: mandate }, with: { relation: '代理人' } }), 'agent-mandate')
  assert.equal(refused({ of: { ...of, materials: mandate }, with: { recipientId: other, relation: '代理人' } }), undefined)
})

const handedIn = ['correct', 'supplyGaps', 'supplyMore'] as const
test('行政许可法第二十九条：窗口代申请人补正、补齐、补充，要他或者他的代办人在场；审查过的人不能代交', () => {
  for (const act of handedIn)
    for (const role of ['clerk', 'remoteClerk'] as const) {
      const refused = (told: Told) => refusedFor(act, stageFor(act, 'applicant'), role, told)
      assert.equal(refused({}), undefined, act)
      const absent = { ...actorOf(role), visit: undefined } as unknown as Partial<Actor>
      assert.equal(refused({ by: absent }), 'not-present', act)
      assert.equal(refused({ by: { onBehalfOf: 'person-2' } }), 'not-present', act)
      assert.equal(refused({ of: { reviewers: [`${role}-1`] } }), 'accepts-only', act)
    }
})

test('行政许可法第三十二条：纸质材料只有窗口能清点，申请人自己勾选不算交了', () => {
  const checked = [{ material: 'm2', form: '原件', copies: 1 }]
  for (const act of handedIn) {
    assert.equal(refusedFor(act, stageFor(act, 'applicant'), 'applicant', { with: { checked } }), 'ticked-at-window', act)
    assert.equal(refusedFor(act, stageFor(act, 'applicant'), 'clerk', { with: { checked } }), undefined, act)
  }
})

const reviewing: readonly ActName[] = [
  'passStep', 'returnStep', 'requestMore', 'askOpinion', 'proposeSpecial', 'startSpecial', 'endSpecial', 'tellHearing', 'announceHearing', 'extendLegal', 'proposeGrant', 'proposeDeny', 'grant',
  'deny', 'terminate', 'passAfterCheck', 'failAfterCheck',
] // biome-ignore format: a list of acts

test('S-048 受理≠审批≠出件：受理的人不能审批，审批的人不能受理，受理、审批的人不能出件', () => {
  for (const act of reviewing)
    for (const role of officersOf(act))
      assert.equal(refusedFor(act, stageFor(act, role), role, { of: { acceptedBy: `${role}-1` } }), 'reviews-only', `${act} by ${role}`)
  for (const act of ['accept', 'acceptWithGaps', 'acceptOnPromise'] as const)
    assert.equal(refusedFor(act, 'received', 'clerk', { of: { reviewers: ['clerk-1'] } }), 'accepts-only', act)
  for (const one of [{ acceptedBy: 'issuer-1' }, { reviewers: ['issuer-1'] }, { decidedBy: 'issuer-1' }])
    assert.equal(refusedFor('deliver', 'granted', 'issuer', { of: one }), 'delivers-only')
})

const day = localDate(early)
const hearing = { toldOn: day, appliedOn: day }
const presided = { hearing: { ...hearing, announcedOn: day, heldOn: day, presider: { id: 'approver-1', name: '' } } }
const opinion = { department: 'd', unit: '', question: '', askedOn: day, askedBy: 'a', days: 5, required: true }
const renewed = { kind: 'change', licence: '1', validTo: localDate('2026-08-31') } as const

/** Everything that keeps an act from being done and needs no details: what is different, and the code of the refusal. */
const hindrances: readonly (readonly [act: ActName, stage: Stage, role: Role, told: Told, code: string])[] = [
  ['declareNotNeeded', 'received', 'clerk', { day: '2026-07-14' }, 'notice-late'],
  ['refuse', 'received', 'clerk', { day: '2026-07-14' }, 'notice-late'],
  ['accept', 'received', 'clerk', { day: '2026-07-14' }, 'notice-late'],
  ['acceptOnPromise', 'received', 'clerk', { day: '2026-07-14' }, 'notice-late'],
  ['acceptWithGaps', 'received', 'clerk', { day: '2026-07-14' }, 'notice-late'],
  ['acceptWithGaps', 'received', 'clerk', { of: { pinned: { ...testPinned, toleratesGaps: false } } }, 'gaps-not-listed'],
  ['lapseCorrection', 'correcting', 'law', { day: '2026-08-06' }, 'correction-not-due'],
  ['lapseGaps', 'acceptedWithGaps', 'law', { day: '2026-07-13' }, 'gaps-not-due'],
  ['supplyGaps', 'acceptedWithGaps', 'applicant', { day: '2026-07-14' }, 'gaps-late'],
  ['passStep', 'processing', 'approver', { of: presided }, 'presided'],
  ['proposeGrant', 'processing', 'approver', { of: presided }, 'presided'],
  ['proposeDeny', 'processing', 'approver', { of: presided }, 'presided'],
  ['proposeGrant', 'processing', 'approver', { of: { hearing } }, 'hearing-pending'],
  ['proposeDeny', 'processing', 'approver', { of: { hearing } }, 'hearing-pending'],
  ['proposeGrant', 'processing', 'approver', { of: { stepsDone: {} } }, 'steps-open'],
  ['proposeDeny', 'processing', 'approver', { of: { stepsDone: {} } }, 'steps-open'],
  ['proposeGrant', 'processing', 'approver', { of: { opinions: [opinion] } }, 'opinions-open'],
  ['proposeDeny', 'processing', 'approver', { of: { opinions: [opinion] } }, 'opinions-open'],
  ['returnStep', 'processing', 'approver', { of: { stepsDone: {} } }, 'no-step-done'],
  ['tellHearing', 'processing', 'approver', { of: { hearing } }, 'hearing-told'],
  ['holdHearing', 'paused', 'chief', { of: { hearing } }, 'hearing-not-announced'],
  ['holdHearing', 'paused', 'chief', { of: { hearing: { ...presided.hearing } } }, 'hearing-not-announced'],
  ['grant', 'toDecide', 'decider', { of: { gaps: { missing: ['m2'], within: 5, since: day } } }, 'gaps-open'],
  ['grant', 'toDecide', 'decider', { of: { reviewers: ['decider-1'] } }, 'another-reviewer'],
  ['deny', 'toDecide', 'decider', { of: { reviewers: ['decider-1'] } }, 'another-reviewer'],
  ['deemRenew', 'processing', 'law', { of: { about: renewed } }, 'not-renewal'],
  ['deliver', 'granted', 'issuer', { of: { revoked: true } }, 'revoked'],
  ['passAfterCheck', 'finished', 'approver', { of: { afterCheck: { on: day, kept: true } } }, 'after-checked'],
  ['failAfterCheck', 'finished', 'approver', { of: { onPromise: false } }, 'no-promise'],
]

test('每个条件不成立，行为就被拒绝，并且按钮也不出现', () => {
  for (const [act, stage, role, told, code] of hindrances) assert.equal(refusedFor(act, stage, role, told), code, `${act}: ${code}`)
})

const running = { pauses: [{ kind: '专家评审', from: day }] }
/** Details that are wrong in one thing. */
const wrong: readonly (readonly [act: ActName, stage: Stage, role: Role, told: Told, code: string])[] = [
  ['notifyCorrection', 'received', 'clerk', { with: { correctWithin: 4 } }, 'correction-time'],
  ['notifyCorrection', 'received', 'clerk', { with: { correctWithin: 91 } }, 'correction-time'],
  ['acceptWithGaps', 'received', 'clerk', { with: { supplementWithin: 11 } }, 'gap-time'],
  ['proposeSpecial', 'processing', 'approver', { with: { expectedDays: 0 } }, 'special-days'],
  ['proposeSpecial', 'paused', 'approver', { with: {}, of: running }, 'special-running'],
  ['startSpecial', 'processing', 'chief', { with: { expectedDays: 367 } }, 'special-days'],
  ['startSpecial', 'paused', 'chief', { with: {}, of: running }, 'special-running'],
  ['extendLegal', 'processing', 'decider', { with: { days: 11 } }, 'extension-days'],
  ['grant', 'toDecide', 'decider', { with: { validFrom: localDate('2026-08-02'), validTo: localDate('2026-08-01') } }, 'validity-order'],
  ['deliver', 'granted', 'issuer', { with: { recipient: ' ' } }, 'handed-to'],
  ['deliver', 'granted', 'issuer', { with: { way: 'post' } }, 'parcel-number'],
  ['deliver', 'granted', 'issuer', { with: { way: 'electronic' } }, 'electronic-agreed'],
  ['deliver', 'granted', 'issuer', { with: { way: 'retained', witness: '李四' } }, 'left-with-witness'],
  ['deliver', 'granted', 'issuer', { with: { way: 'announced' } }, 'announced-where'],
  ['passAfterCheck', 'finished', 'approver', { with: { secondPersonId: 'approver-1' } }, 'second-officer'],
  ['failAfterCheck', 'finished', 'approver', { with: { secondPersonId: 'approver-1' } }, 'second-officer'],
]

test('每项内容不合规定，行为就被拒绝', () => {
  for (const [act, stage, role, told, code] of wrong) {
    assert.equal(refusedFor(act, stage, role, told.of ? { of: {} } : {}), undefined, act)
    assert.equal(refusedFor(act, stage, role, told), code, `${act}: ${code}`)
  }
})
