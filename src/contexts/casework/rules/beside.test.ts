import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { decide, fold } from '../decide.ts'
import { type Act, type Actor, type Pinned, type Role, roles, type Stage } from '../terms.ts'
import { actorOf, attempt, on, play, refusedCode, type Step, testApplicant, testPinned } from '../testing.ts'
import { clockOf } from './clock.ts'
import { lawActs, openActs } from './procedure.ts'

const same = (role: Role, id: string, more: Partial<Actor> = {}): Actor => ({ ...actorOf(role), id, ...more })
const received: Step[] = [['submit', '2026-07-06']]
const accepted: Step[] = [...received, ['accept', '2026-07-06']]
const passed: Step[] = [...accepted, ['passStep', '2026-07-07']]
const early = '2026-07-07'
const onList: Pinned = { ...testPinned, onPromise: true }
const promised: Step[] = [...received, ['acceptOnPromise', '2026-07-06']]
const grantedOnPromise: Step[] = [...promised, ['grant', '2026-07-06'], ['deliver', '2026-07-07']]

test('domain.md C3 特别程序：审批员提请，首席代表批准，批准之前时限照常计算', () => {
  const proposed: Step[] = [...accepted, ['proposeSpecial', early]]
  assert.deepEqual([play(proposed).state.stage, play(proposed).state.pauses], ['accepted', []])
  const approval = decide({ type: 'startSpecial', by: actorOf('chief') }, play(proposed).state, on('2026-07-08'))
  assert.ok(!isRefusal(approval))
  const [{ special, expectedDays, basis } = {} as Act] = approval
  assert.deepEqual([special, expectedDays, basis], ['专家评审', 10, '水法'])
  const approved = fold(approval, play(proposed).state)
  assert.deepEqual([approved.stage, approved.specialProposal], ['paused', undefined])
  assert.equal(refusedCode(attempt(accepted, ['startSpecial', early])), 'special-not-proposed')
  assert.equal(refusedCode(attempt(proposed, ['startSpecial', early, { by: same('chief', 'approver-1') }])), 'proposed-special')
  assert.equal(refusedCode(attempt(proposed, ['startSpecial', early, { special: '鉴定' }])), 'special-as-proposed')
})

test('条例第二十一条：告知承诺只用于清单内的事项，要有申请人签字的承诺书，当日作出决定', () => {
  assert.equal(refusedCode(attempt(received, ['acceptOnPromise', '2026-07-06'])), 'promise-not-listed')
  assert.equal(refusedCode(attempt(received, ['acceptOnPromise', '2026-07-06', { checked: [] }], onList)), 'promise-signed')
  const { state } = play(promised, onList)
  assert.deepEqual([state.stage, clockOf(state, on('2026-07-06')).promisedDue?.on], ['toDecide', '2026-07-06'])
  assert.equal(refusedCode(attempt(promised, ['grant', '2026-07-06', { by: same('decider', 'clerk-1') }], onList)), 'reviews-only')
  assert.equal(refusedCode(attempt(promised, ['grant', '2026-07-06'], onList)), undefined)
})

test('条例第二十一条：交来的承诺书与窗口勾选的承诺书同样有效', () => {
  const letter = { material: 'promise', sha256: 'd'.repeat(64), name: '承诺书.pdf', size: 1, type: 'application/pdf' }
  const steps: Step[] = [['submit', '2026-07-06', { materials: [letter] }]]
  assert.equal(refusedCode(attempt(steps, ['acceptOnPromise', '2026-07-06', { checked: [] }], onList)), undefined)
})

test('条例第二十一条、行政许可法第六十九条：事后核查由两人进行，不符的撤销决定', () => {
  const check = (by: Partial<Act>) => refusedCode(attempt(grantedOnPromise, ['failAfterCheck', '2026-08-06', by], onList))
  assert.equal(check({ secondPersonId: 'approver-1' }), 'second-officer')
  const { state } = play([...grantedOnPromise, ['failAfterCheck', '2026-08-06']], onList)
  assert.deepEqual(
    [state.stage, state.revoked, state.outcome, state.afterCheck],
    ['finished', true, undefined, { on: '2026-08-06', kept: false }],
  )
  const kept: Step[] = [...grantedOnPromise, ['passAfterCheck', '2026-08-06']]
  assert.equal(play(kept, onList).state.outcome, 'granted')
  assert.equal(refusedCode(attempt(kept, ['failAfterCheck', '2026-08-07'], onList)), 'after-checked')
  const usual: Step[] = [...passed, ['proposeGrant', early], ['grant', early], ['deliver', early]]
  assert.equal(refusedCode(attempt(usual, ['passAfterCheck', '2026-08-06'])), 'no-promise')
})

test('行政许可法第六十九条：送达之前查实承诺不符的，决定不再送达', () => {
  const { state } = play([...promised, ['grant', '2026-07-06'], ['failAfterCheck', '2026-07-07']], onList)
  assert.equal(state.stage, 'finished')
  assert.deepEqual(openActs(state, actorOf('issuer'), on('2026-07-08')), [])
})

test('条例第二十四条：容缺受理要有申请人签字的承诺书', () =>
  assert.equal(refusedCode(attempt(received, ['acceptWithGaps', '2026-07-06', { checked: [] }])), 'gap-promise-signed'))

test('退回环节：回到做过的环节，时限照常计算；决定的人可以把待决定的办件退回', () => {
  const returned = play([...passed, ['returnStep', '2026-07-09']]).state
  assert.deepEqual([returned.stage, returned.stepsDone], ['processing', {}])
  assert.equal(clockOf(returned, on('2026-07-09')).promisedDue?.on, '2026-07-20')
  assert.equal(refusedCode(attempt(passed, ['returnStep', early, { step: 's9' }])), 'step-done')
  const proposed: Step[] = [...passed, ['proposeGrant', early]]
  const back = play([...proposed, ['returnStep', '2026-07-08', { by: actorOf('decider') }]]).state
  assert.deepEqual([back.stage, back.proposal], ['processing', undefined])
})

test('转办：写明转给哪个科室或者哪名工作人员，时限照常计算', () => {
  assert.equal(refusedCode(attempt(accepted, ['handOver', early, { toUnit: ' ' }])), 'handed-over')
  const { state } = play([...accepted, ['handOver', early, { toOfficer: '李四', toOfficerId: 'approver-4' }]])
  assert.deepEqual(state.assigned, { unit: '水资源科', officer: { id: 'approver-4', name: '李四' }, on: early })
  assert.deepEqual(clockOf(state, on(early)), clockOf(play(accepted).state, on(early)))
})

test('行政许可法第二十六条：征求意见没有回复之前不能提出决定意见，注明不必等的除外', () => {
  const asked: Step[] = [...passed, ['askOpinion', early]]
  assert.equal(refusedCode(attempt(asked, ['proposeGrant', early])), 'opinions-open')
  assert.equal(refusedCode(attempt([...asked, ['giveOpinion', '2026-07-08']], ['proposeGrant', '2026-07-08'])), undefined)
  assert.equal(refusedCode(attempt([...passed, ['askOpinion', early, { required: false }]], ['proposeGrant', early])), undefined)
  assert.equal(refusedCode(attempt(asked, ['askOpinion', early])), 'asked-already')
  assert.equal(refusedCode(attempt(passed, ['askOpinion', early, { toDepartment: testPinned.departmentCode }])), 'other-department')
  assert.equal(refusedCode(attempt(passed, ['askOpinion', early, { days: 21 }])), 'reply-days')
})

test('行政许可法第二十六条：几个部门各回复各的，没有被问的部门和提问的人不能回复', () => {
  const two: Step[] = [...passed, ['askOpinion', early], ['askOpinion', early, { toDepartment: 'fire', toUnit: '消防救援支队' }]]
  const { state } = play([...two, ['giveOpinion', '2026-07-08', { agrees: false }]])
  assert.deepEqual(
    state.opinions.map(({ department, givenOn, agrees }) => [department, givenOn, agrees]),
    [
      ['consulted-department', '2026-07-08', false],
      ['fire', undefined, undefined],
    ],
  )
  const giving = (by: Actor) => refusedCode(attempt(two, ['giveOpinion', '2026-07-08', { by }]))
  assert.equal(giving(same('consulted', 'other', { department: 'health' })), 'not-asked')
  assert.equal(giving(same('consulted', 'approver-1')), 'not-asked')
})

test('行政许可法第二十六条：问的人可以写明理由撤回没有回复的征求意见，撤回后不再等它；别人和已经回复的不能撤回', () => {
  const asked: Step[] = [...passed, ['askOpinion', early]]
  const gone: Step[] = [...asked, ['withdrawOpinion', '2026-07-08']]
  assert.equal(play(gone).state.opinions[0]?.withdrawnOn, '2026-07-08')
  assert.equal(refusedCode(attempt(gone, ['proposeGrant', '2026-07-08'])), undefined)
  assert.equal(refusedCode(attempt(gone, ['giveOpinion', '2026-07-08'])), 'not-asked')
  assert.equal(refusedCode(attempt(gone, ['withdrawOpinion', '2026-07-08'])), 'not-asked-by-you')
  assert.equal(refusedCode(attempt(gone, ['askOpinion', '2026-07-08'])), undefined, 'it may be asked anew')
  assert.equal(refusedCode(attempt(asked, ['withdrawOpinion', early, { reason: ' ' }])), 'incomplete')
  const other = same('approver', 'approver-2')
  assert.equal(refusedCode(attempt(asked, ['withdrawOpinion', early, { by: other }])), 'not-asked-by-you')
  assert.equal(refusedCode(attempt(asked, ['withdrawOpinion', early, { by: actorOf('chief') }])), undefined)
  assert.equal(refusedCode(attempt([...asked, ['giveOpinion', early]], ['withdrawOpinion', early])), 'not-asked-by-you')
})

test('行政许可法第二十六条：问了几个部门的，撤回时写明哪个部门，其余的照等', () => {
  const two: Step[] = [...passed, ['askOpinion', early], ['askOpinion', early, { toDepartment: 'fire', toUnit: '消防救援支队' }]]
  assert.equal(refusedCode(attempt(two, ['withdrawOpinion', early])), 'which-opinion')
  const { state } = play([...two, ['withdrawOpinion', early, { toDepartment: 'fire' }]])
  assert.deepEqual(
    state.opinions.map(({ withdrawnOn }) => withdrawnOn),
    [undefined, early],
  )
})

test('受理后没有补正：协助补充不停止计时，申请人补充后照常办理', () => {
  const asked: Step[] = [...accepted, ['requestMore', early]]
  assert.equal(refusedCode(attempt(accepted, ['supplyMore', early])), 'more-not-asked')
  const { state } = play([...asked, ['supplyMore', '2026-07-08']])
  assert.deepEqual(state.moreAsked, [{ request: '取水口坐标图', on: early, suppliedOn: '2026-07-08' }])
  assert.ok(state.materials.some(({ material }) => material === 'm9'))
  assert.deepEqual(clockOf(state, on('2026-07-08')), clockOf(play(accepted).state, on('2026-07-08')))
})

test('作废：首席代表提请，另一人以政务服务管理部门确认，作废后什么都不能做', () => {
  const finished: Step[] = [...passed, ['proposeGrant', early], ['grant', early], ['deliver', early]]
  const proposed: Step[] = [...finished, ['proposeVoid', '2026-07-08']]
  assert.equal(refusedCode(attempt(finished, ['confirmVoid', '2026-07-08'])), 'void-not-proposed')
  assert.equal(refusedCode(attempt(proposed, ['confirmVoid', '2026-07-08', { by: same('bureau', 'chief-1') }])), 'void-alone')
  assert.equal(refusedCode(attempt(proposed, ['proposeVoid', '2026-07-09'])), 'void-proposed')
  const { state } = play([...proposed, ['confirmVoid', '2026-07-08']])
  assert.deepEqual([state.stage, state.outcome, state.voiding], ['voided', undefined, undefined])
  for (const role of Object.keys(roles) as Role[]) assert.deepEqual(openActs(state, actorOf(role), on('2026-07-08')), [], role)
})

test('督办：一条督办等一个回复，督办的人不能自己回复', () => {
  const asked: Step[] = [...accepted, ['supervise', early]]
  assert.equal(refusedCode(attempt(accepted, ['replySupervision', early])), 'not-supervised')
  assert.equal(refusedCode(attempt(asked, ['replySupervision', early, { by: same('chief', 'supervisor-1') }])), 'supervised-self')
  const { state } = play([...asked, ['replySupervision', '2026-07-08']])
  assert.equal(state.supervisions[0]?.repliedOn, '2026-07-08')
})

test('条例第二十七条：异地收件从异地收到之日起算告知期限，办理地受理，材料由收件的人转递一次', () => {
  const remote: Step[] = [['receiveRemote', '2026-07-06', { pinned: testPinned, applicant: testApplicant }]]
  const { state } = play(remote)
  assert.deepEqual([state.stage, state.pinned?.division, state.remote?.division], ['received', '150600000000', '150602000000'])
  assert.equal(clockOf(state, on('2026-07-06')).noticeDue?.on, '2026-07-13')
  assert.equal(refusedCode(attempt(remote, ['forwardRemote', early, { by: same('remoteClerk', 'another') }])), 'not-remote')
  const forwarded: Step[] = [...remote, ['forwardRemote', early]]
  assert.equal(refusedCode(attempt(forwarded, ['forwardRemote', early])), 'forwarded')
  assert.equal(refusedCode(attempt(forwarded, ['accept', early])), undefined)
  const here = same('remoteClerk', 'r', { division: testPinned.division })
  assert.equal(refusedCode(attempt([], ['receiveRemote', early, { pinned: testPinned, by: here }])), 'remote-place')
  const elsewhere = same('clerk', 'c', { division: '150602000000' })
  assert.equal(refusedCode(attempt([], ['receive', early, { pinned: testPinned, by: elsewhere }])), 'own-place')
})

const renewal = (filedOn: string): Step[] => [
  ['submit', filedOn, { about: { kind: 'renew', licence: '1506002021000001', validTo: on('2026-12-31').date } }],
  ['accept', filedOn],
]

test('T38 行政许可法第五十条：有效期届满30日前提出、届满没有决定的，自次日起视为准予延续', () => {
  const { state } = play(renewal('2026-12-01'))
  assert.deepEqual(lawActs(state, on('2026-12-31')), [])
  assert.deepEqual(lawActs(state, on('2027-01-01')), ['deemRenew'])
  const deemed = play([...renewal('2026-12-01'), ['deemRenew', '2027-01-05']])
  assert.deepEqual([deemed.state.stage, deemed.state.outcome, deemed.state.decidedOn], ['granted', 'granted', '2027-01-01'])
  assert.equal(deemed.events.at(-1)?.doneOn, '2027-01-05')
})

test('T38 晚一天提出的，不视为准予延续；已经决定的不再视为', () => {
  assert.deepEqual(lawActs(play(renewal('2026-12-02')).state, on('2027-01-01')), [])
  const decided = play([...renewal('2026-12-01'), ['passStep', '2026-12-02'], ['proposeDeny', '2026-12-02'], ['deny', '2026-12-03']])
  assert.deepEqual(lawActs(decided.state, on('2027-01-01')), [])
  assert.deepEqual(lawActs(play(accepted).state, on('2027-01-01')), [])
})

test('S-048 申请人的代办人是工作人员的，不能办理这个申请；有授权书的代办人可以代申请人办事', () => {
  const agent = { id: 'person-7', name: '赵六', mandate: 'e'.repeat(64) }
  const steps: Step[] = [['submit', '2026-07-06', { applicant: { ...testApplicant, agent } }]]
  assert.equal(refusedCode(attempt(steps, ['accept', early, { by: same('clerk', 'c', { person: agent.id }) }])), 'own-case')
  const withdrawing = (onBehalfOf: string) =>
    refusedCode(attempt(steps, ['withdraw', early, { by: same('applicant', 'a', { onBehalfOf }) }]))
  assert.deepEqual([agent.id, 'person-8'].map(withdrawing), [undefined, 'not-applicant'])
})

test('domain.md C3 不变式三：结束了的办件只接受事后核查、作废、督办', () => {
  const after = new Set(['passAfterCheck', 'failAfterCheck', 'proposeVoid', 'confirmVoid', 'supervise', 'replySupervision'])
  const ended: Partial<Record<Stage, Step[]>> = {
    finished: grantedOnPromise,
    withdrawn: [...received, ['withdraw', early]],
    terminated: [...accepted, ['terminate', early]],
    refused: [...received, ['refuse', early]],
    notNeeded: [...received, ['declareNotNeeded', early]],
    deemedWithdrawn: [...received, ['notifyCorrection', early], ['lapseCorrection', '2026-08-07']],
  }
  for (const [stage, steps] of Object.entries(ended)) {
    const { state } = play(steps, onList)
    assert.equal(state.stage, stage)
    const open = (Object.keys(roles) as Role[]).flatMap((role) => openActs(state, actorOf(role), on(addDays(on(early).date, 40))))
    assert.deepEqual(
      open.filter((act) => !after.has(act)),
      [],
      stage,
    )
    assert.ok(open.includes('supervise'))
  }
})

test('终止：审批人写明事由和依据', () => {
  const { state } = play([...accepted, ['terminate', early]])
  assert.deepEqual([state.stage, state.endedOn], ['terminated', early])
  assert.equal(refusedCode(attempt(accepted, ['terminate', early, { by: same('decider', 'clerk-1') }])), 'reviews-only')
})

const aboutLicence = {
  about: { kind: 'revoke', licence: '1506002023000001' },
  applicant: testApplicant,
  pinned: { ...testPinned, steps: [] },
} as const
const opened: Step[] = [['openRevocation', '2026-07-06', aboutLicence]]

test('许可法§69、§7 撤销证照：机关启动，先告知听证权利，一人提出、另一人决定；持证人不能撤回，不成立的终止', () => {
  assert.equal(
    refusedCode(attempt([], ['openRevocation', early, { ...aboutLicence, about: { kind: 'cancel', licence: '1' } }])),
    'about-revocation',
  )
  assert.equal(refusedCode(attempt(opened, ['proposeGrant', early])), 'holder-not-told')
  assert.equal(refusedCode(attempt(opened, ['proposeDeny', early])), 'is-revocation')
  assert.equal(refusedCode(attempt(opened, ['withdraw', early])), 'opened-by-office')
  const told: Step[] = [...opened, ['tellHearing', '2026-07-07']]
  assert.equal(refusedCode(attempt(told, ['proposeGrant', '2026-07-14'])), 'hearing-open')
  const proposed: Step[] = [...told, ['proposeGrant', '2026-07-15']]
  assert.equal(
    refusedCode(attempt(proposed, ['grant', '2026-07-15', { by: { ...actorOf('decider'), id: 'approver-1' } }])),
    'another-reviewer',
  )
  assert.equal(refusedCode(attempt(proposed, ['deny', '2026-07-15'])), 'is-revocation')
  assert.equal(refusedCode(attempt(proposed, ['terminate', '2026-07-15'])), undefined)
  assert.equal(play([...proposed, ['grant', '2026-07-15']]).state.stage, 'granted')
})
