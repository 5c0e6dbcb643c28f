import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '../../../kernel/refusal.ts'
import { decide } from '../decide.ts'
import { type ActName, type Actor, acts, type Role, roles, type Stage, stages } from '../terms.ts'
import { actOf, actorOf, attempt, detailsOf, on, play, refusedCode, type Step, testApplicant, testPinned } from '../testing.ts'
import { dayFor, early, inStage, passing } from '../testing-stages.ts'
import { actNames, openActs, permitted, procedure, refusalFor } from './procedure.ts'

const filed: Stage[] = [
  'submitted', 'preReviewReturned', 'preReviewed', 'received', 'correcting', 'corrected', 'notNeeded', 'refused', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide',
  'granted', 'denied', 'finished', 'withdrawn', 'deemedWithdrawn', 'terminated',
] // biome-ignore format: a list of stages

/** Written from domain.md C3, not from the table: who may do what in which stages. */
// biome-ignore format: a table reads best in rows
const lawful: Record<ActName, { by: Role[]; from: Stage[]; but?: [Role, Stage][] }> = {
  submit: { by: ['applicant'], from: ['draft'] },
  preReviewPass: { by: ['clerk', 'approver'], from: ['submitted'] },
  preReviewReturn: { by: ['clerk', 'approver'], from: ['submitted'] },
  resubmit: { by: ['applicant'], from: ['preReviewReturned'] },
  receive: { by: ['clerk'], from: ['draft', 'submitted', 'preReviewed'] },
  correctOnSpot: { by: ['clerk'], from: ['received'] },
  notifyCorrection: { by: ['clerk', 'approver'], from: ['received'] },
  correct: { by: ['applicant', 'clerk', 'remoteClerk'], from: ['correcting'] },
  lapseCorrection: { by: ['law'], from: ['correcting'] },
  declareNotNeeded: { by: ['clerk'], from: ['received'] },
  refuse: { by: ['clerk'], from: ['received', 'corrected'] },
  accept: { by: ['clerk'], from: ['received', 'corrected'] },
  deemAccept: { by: ['law'], from: ['received'] },
  acceptWithGaps: { by: ['clerk'], from: ['received'] },
  supplyGaps: { by: ['applicant', 'clerk', 'remoteClerk'], from: ['acceptedWithGaps'] },
  lapseGaps: { by: ['law'], from: ['acceptedWithGaps'] },
  passStep: { by: ['approver'], from: ['accepted', 'processing'] },
  startSpecial: { by: ['chief'], from: ['accepted', 'processing', 'paused'] },
  endSpecial: { by: ['approver'], from: ['paused'] },
  extendLegal: { by: ['decider'], from: ['accepted', 'processing'] },
  extendPromise: { by: ['chief'], from: ['accepted', 'processing'] },
  proposeGrant: { by: ['approver'], from: ['accepted', 'processing'] },
  proposeDeny: { by: ['approver'], from: ['accepted', 'processing'] },
  grant: { by: ['decider'], from: ['toDecide'] },
  deny: { by: ['decider'], from: ['toDecide'] },
  deliver: { by: ['issuer'], from: ['granted', 'denied'] },
  withdraw: { by: ['applicant'], from: ['submitted', 'preReviewReturned', 'preReviewed', 'received', 'correcting', 'corrected', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide'] },
  receiveRemote: { by: ['remoteClerk'], from: ['draft'] },
  forwardRemote: { by: ['remoteClerk'], from: ['received', 'correcting', 'corrected'] },
  acceptOnPromise: { by: ['clerk'], from: ['received'] },
  returnStep: { by: ['approver', 'decider'], from: ['processing', 'toDecide'], but: [['decider', 'processing']] },
  handOver: { by: ['chief'], from: ['accepted', 'processing', 'paused'] },
  requestMore: { by: ['approver'], from: ['accepted', 'processing', 'paused'] },
  supplyMore: { by: ['applicant', 'clerk', 'remoteClerk'], from: ['accepted', 'processing', 'paused'] },
  askOpinion: { by: ['approver', 'chief'], from: ['accepted', 'processing', 'paused'] },
  giveOpinion: { by: ['consulted'], from: ['accepted', 'processing', 'paused', 'toDecide'] },
  withdrawOpinion: { by: ['approver', 'chief'], from: ['accepted', 'processing', 'paused', 'toDecide'] },
  proposeSpecial: { by: ['approver'], from: ['accepted', 'processing', 'paused'] },
  tellHearing: { by: ['approver'], from: ['accepted', 'processing', 'paused'] },
  applyHearing: { by: ['applicant'], from: ['accepted', 'processing', 'paused'] },
  announceHearing: { by: ['approver', 'chief'], from: ['accepted', 'processing', 'paused'] },
  holdHearing: { by: ['approver', 'chief', 'decider'], from: ['paused'] },
  deemRenew: { by: ['law'], from: ['received', 'corrected', 'accepted', 'processing', 'paused', 'toDecide'] },
  terminate: { by: ['decider'], from: ['received', 'correcting', 'corrected', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide'] },
  passAfterCheck: { by: ['approver'], from: ['granted', 'finished'] },
  failAfterCheck: { by: ['approver'], from: ['granted', 'finished'] },
  openRevocation: { by: ['approver'], from: ['draft'] },
  proposeVoid: { by: ['chief'], from: filed },
  confirmVoid: { by: ['bureau'], from: filed },
  supervise: { by: ['supervisor', 'bureau', 'law'], from: filed },
  replySupervision: { by: ['approver', 'chief'], from: filed },
  remind: { by: ['applicant', 'chief', 'supervisor'], from: ['submitted', 'preReviewed', 'received', 'corrected', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide', 'granted', 'denied'] },
}

const everyCell = (Object.keys(acts) as ActName[]).flatMap((act) =>
  (Object.keys(roles) as Role[]).flatMap((role) => (Object.keys(stages) as Stage[]).map((stage) => ({ act, role, stage }))),
)
const isLawful = (act: ActName, role: Role, stage: Stage): boolean => {
  const { by, from, but = [] } = lawful[act]
  return by.includes(role) && from.includes(stage) && !but.some(([one, there]) => one === role && there === stage)
}

test('每个角色 × 每个状态 × 每个行为：准许的都准许，其余都拒绝，拒绝都说明条文、状态和可以做的事', () => {
  let allowed = 0
  for (const { act, role, stage } of everyCell) {
    const [c, cell] = [inStage(stage, act, role), `${act} by ${role} in ${stage}`]
    const outcome = decide(actOf(act, actorOf(role), passing[act]), c, on(dayFor(act)))
    const expected = isLawful(act, role, stage)
    assert.equal(!isRefusal(outcome), expected, `${cell}: ${refusedCode(outcome)}`)
    assert.equal(permitted(act, c, actorOf(role), on(dayFor(act))), expected, cell)
    if (expected) allowed += 1
    if (!isRefusal(outcome)) continue
    assert.match(outcome.refused, /^(not-your-act|wrong-stage|corrected-once|returns-decision)$/, cell)
    assert.ok(outcome.article && outcome.article.length > 3, cell)
    assert.deepEqual([outcome.act, outcome.state], [act, stage], cell)
    assert.deepEqual(outcome.open, openActs(c, actorOf(role), on(dayFor(act))), cell)
  }
  assert.equal(
    allowed,
    Object.values(lawful).reduce((sum, { by, from, but = [] }) => sum + by.length * from.length - but.length, 0),
  )
})

test('拒绝说明行为、状态、条文和现在可以做的事', () => {
  const refusal = attempt([['submit', early]], ['grant', early])
  assert.ok('refused' in refusal)
  assert.deepEqual(
    [refusal.refused, refusal.act, refusal.state, refusal.article],
    ['wrong-stage', 'grant', 'received', '行政许可法第三十八条第一款'],
  )
  const own = attempt([['submit', early]], ['accept', early, { by: actorOf('applicant') }])
  assert.deepEqual('refused' in own && own.open, ['withdraw', 'remind'])
})

test('必填内容缺一项就拒绝，并指出是哪一项', () => {
  const states = new Map<ActName, Stage>(actNames.map((act) => [act, lawful[act].from[0] as Stage]))
  for (const act of actNames)
    for (const name of procedure[act].needs) {
      const bare = { ...actOf(act, actorOf(lawful[act].by[0] as Role)), [name]: undefined }
      const refusal = refusalFor(bare as ReturnType<typeof actOf>, inStage(states.get(act) ?? 'draft', act, bare.by.role), on(dayFor(act)))
      assert.deepEqual([refusal?.refused, refusal?.fields?.map((f) => f.field)], ['incomplete', [name]], `${act} without ${name}`)
    }
  assert.ok(Object.keys(detailsOf).length > 10)
})

const received: Step[] = [['submit', '2026-07-06']]
const accepted: Step[] = [...received, ['accept', '2026-07-06']]
const proposed: Step[] = [...accepted, ['passStep', '2026-07-07'], ['proposeGrant', '2026-07-07']]
const same = (role: Role, id: string): Actor => ({ ...actorOf(role), id })

test('S-048 受理、审批、出件不能是同一人', () => {
  assert.equal(refusedCode(attempt(accepted, ['passStep', early, { by: same('approver', 'clerk-1') }])), 'reviews-only')
  assert.equal(refusedCode(attempt(proposed, ['grant', early, { by: same('decider', 'clerk-1') }])), 'reviews-only')
  const granted: Step[] = [...proposed, ['grant', '2026-07-08']]
  for (const id of ['clerk-1', 'approver-1', 'decider-1'])
    assert.equal(refusedCode(attempt(granted, ['deliver', '2026-07-08', { by: same('issuer', id) }])), 'delivers-only')
  assert.equal(refusedCode(attempt(granted, ['deliver', '2026-07-08'])), undefined)
})

test('S-048 决定的人不能是唯一的审查人', () => {
  assert.equal(refusedCode(attempt(proposed, ['grant', early, { by: same('decider', 'approver-1') }])), 'another-reviewer')
  const two: Step[] = [...accepted, ['passStep', early, { by: same('approver', 'approver-2') }], ['proposeGrant', early]]
  assert.equal(refusedCode(attempt(two, ['grant', early, { by: same('decider', 'approver-1') }])), undefined)
})

test('S-048 任何人不能办理自己的申请', () => {
  const own: Actor = { ...actorOf('clerk'), person: testApplicant.id }
  assert.equal(refusedCode(attempt(received, ['accept', early, { by: own }])), 'own-case')
  assert.deepEqual(openActs(play(received).state, own, on(early)), [])
})

test('S-041 别人的办件不能补正、撤回、催办', () => {
  const stranger: Actor = { ...actorOf('applicant'), onBehalfOf: 'person-2' }
  for (const type of ['withdraw', 'remind'] as const)
    assert.equal(refusedCode(attempt(received, [type, early, { by: stranger }])), 'not-applicant')
})

test('一次性补正只有一次', () => {
  const corrected: Step[] = [...received, ['notifyCorrection', '2026-07-07'], ['correct', '2026-07-08']]
  assert.equal(refusedCode(attempt(corrected, ['notifyCorrection', '2026-07-08'])), 'corrected-once')
  assert.equal(refusedCode(attempt([...received, ['notifyCorrection', '2026-07-07']], ['correct', '2026-08-07'])), 'correction-late')
  assert.equal(refusedCode(attempt([...received, ['notifyCorrection', '2026-07-07']], ['correct', '2026-08-06'])), undefined)
})

test('补正告知要逐项写明问题和补正要求', () =>
  assert.equal(
    refusedCode(
      attempt(received, ['notifyCorrection', early, { defects: [{ target: 'm1', name: '营业执照', problem: '已过期', cure: ' ' }] }]),
    ),
    'defects-listed',
  ))

test('现场勘查不是第四十五条的程序，不停止计时', () =>
  assert.equal(refusedCode(attempt(accepted, ['proposeSpecial', early, { special: '现场勘查' }])), 'special-kind'))

test('特别程序可以重叠，最后一个结束才恢复', () => {
  const both: Step[] = [
    ...accepted,
    ['startSpecial', '2026-07-07'],
    ['startSpecial', '2026-07-08', { special: '检测' }],
    ['endSpecial', '2026-07-09'],
  ]
  assert.equal(play(both).state.stage, 'paused')
  assert.equal(play([...both, ['endSpecial', '2026-07-10', { special: '检测' }]]).state.stage, 'processing')
  assert.equal(refusedCode(attempt(both, ['endSpecial', '2026-07-10'])), 'special-not-running')
})

test('超期后不能启动特别程序', () => {
  assert.equal(refusedCode(attempt(accepted, ['proposeSpecial', '2026-07-21'])), 'overdue')
  assert.equal(refusedCode(attempt([...accepted, ['proposeSpecial', '2026-07-20']], ['startSpecial', '2026-07-21'])), 'overdue')
})

test('环节没有完成不能提出决定意见；两人核查要有第二人', () => {
  assert.equal(refusedCode(attempt(accepted, ['proposeGrant', early])), 'steps-open')
  const pinned = { ...testPinned, steps: [{ name: '实地核查', by: 'approver', days: 3, twoPersons: true }] }
  assert.equal(refusedCode(attempt(accepted, ['passStep', early], pinned)), 'two-persons')
  const second = (id: string) => refusedCode(attempt(accepted, ['passStep', early, { secondPerson: '李四', secondPersonId: id }], pinned))
  assert.deepEqual(['approver-9', 'approver-1', 'clerk-1'].map(second), [undefined, 'two-persons', 'two-persons'])
})

test('容缺材料没有补齐不能补一部分', () => {
  const gaps: Step[] = [...received, ['acceptWithGaps', '2026-07-06', { missing: ['m2', 'm3'] }]]
  assert.equal(refusedCode(attempt(gaps, ['supplyGaps', early])), 'gaps-filled')
})

test('催办一天一次', () => {
  const reminded: Step[] = [...received, ['remind', early]]
  assert.equal(refusedCode(attempt(reminded, ['remind', early])), 'reminded-today')
  assert.equal(refusedCode(attempt(reminded, ['remind', '2026-07-08'])), undefined)
  assert.equal(refusedCode(attempt(reminded, ['remind', early, { by: actorOf('chief') }])), undefined)
})

test('按钮与守卫一致：开放的行为补上内容后都能做', () => {
  for (const steps of [received, accepted, proposed])
    for (const role of Object.keys(roles) as Role[])
      for (const act of openActs(play(steps).state, actorOf(role), on(early)))
        assert.ok(!['not-your-act', 'wrong-stage'].includes(refusedCode(attempt(steps, [act, early, { by: actorOf(role) }])) ?? ''))
})

test('每个行为都有条文', () => {
  for (const act of actNames) {
    assert.ok(procedure[act].article.length > 3, act)
  }
})
