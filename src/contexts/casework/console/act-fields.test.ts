import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actNames, detailsFor, procedure } from '../rules/procedure.ts'
import { fieldsOfAct, keysOf, type StepChoice } from './act-fields.ts'

const byOfficers = actNames.filter((act) => procedure[act].by.some((role) => role !== 'applicant' && role !== 'law'))
const twoPersons = { step: { twoPersons: true }, several: true }

test('U-065 法律要求的每一项内容，办理动作都会问到，并且必填', () => {
  assert.ok(byOfficers.length > 15)
  for (const act of byOfficers) {
    const required = fieldsOfAct(act)
      .filter((field) => !field.optional)
      .map((field) => field.name)
    assert.deepEqual(required.toSorted(), [...procedure[act].needs].toSorted(), act)
  }
})

test('办理动作不问接口不收的内容', () => {
  for (const act of byOfficers)
    for (const { name } of fieldsOfAct(act, twoPersons)) assert.ok(detailsFor(act).includes(name), `${act}: ${name}`)
})

test('行政许可法第三十四条：要两人核查的环节才问另一名核查人，并且必填', () => {
  const asked = (choice?: StepChoice) => fieldsOfAct('passStep', choice).find((field) => field.name === 'secondPerson')
  assert.equal(asked(twoPersons)?.optional, false)
  assert.equal(asked({}), undefined)
})

test('行政许可法第六十九条：撤销证照不问有效期和条件，常用的话说的是撤销', () => {
  const revoke = { about: { kind: 'revoke' } } as const
  assert.deepEqual(
    fieldsOfAct('grant', revoke).map(({ name }) => name),
    ['opinion'],
  )
  assert.ok(fieldsOfAct('grant', { about: { kind: 'renew' } }).some(({ name }) => name === 'validTo'))
  for (const act of ['passStep', 'proposeGrant'] as const) {
    const phrases = fieldsOfAct(act, revoke).flatMap((field) => field.phrases ?? [])
    assert.ok(phrases.length > 0)
    assert.doesNotMatch(phrases.join(), /准予|符合法定条件/)
  }
})

test('F2 是往下办的动作，F3 是一次性补正告知，其余按次序编号；每个键只对应一个动作', () => {
  const keys = keysOf(['correctOnSpot', 'notifyCorrection', 'declareNotNeeded', 'refuse', 'accept', 'acceptWithGaps'])
  assert.deepEqual(Object.fromEntries(keys), {
    correctOnSpot: '1',
    notifyCorrection: 'F3',
    declareNotNeeded: '2',
    refuse: '3',
    accept: 'F2',
    acceptWithGaps: '4',
  })
  assert.equal(keysOf(['passStep', 'startSpecial', 'proposeGrant']).get('passStep'), 'F2')
  assert.equal(keysOf(['proposeGrant', 'proposeDeny']).get('proposeGrant'), 'F2')
  const all = [...keysOf(byOfficers).values()]
  assert.equal(new Set(all).size, all.length)
})
