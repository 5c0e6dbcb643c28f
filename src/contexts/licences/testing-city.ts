import { randomUUID } from 'node:crypto'
import { type LocalDate, localDate } from '../../kernel/date.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Db } from '../../platform/db.ts'
import { signingKey } from '../../platform/keys.ts'
import { type Act, type ActName, addDraftFile, createDraft, type Moment, saveDraft, submitDraft } from '../casework/index.ts'
import { testCity as cityOf, doAct as doActAt, done, type TestCity, testSecrets } from '../casework/testing-city.ts'
import type { Guide } from '../catalogue/index.ts'
import type { Viewer } from '../identity/index.ts'
import { licenceSubscriber } from './perform/subscribe.ts'

/** 取水许可 of the test city: a licence of twelve months, one step, one drawing to hand in, all matters allowed. */
export const testGuide: Guide = {
  code: '11150600MB1310000X3000101001000', baseCode: '000101001000', name: '取水许可', type: '01', level: '3', division: '150600000000', department: '鄂尔多斯市水利局', departmentCode: '11150600MB13100001',
  audiences: ['1', '2'], personThemes: ['999'], organisationThemes: ['999'], stages: [], projectType: '2', onlineDepth: '4',
  legalLimit: { days: 45, unit: 'workday' }, promisedLimit: { days: 40, unit: 'workday' },
  basis: [{ title: '示例依据', article: '第一条' }], conditions: ['取水符合规划'], situations: [],
  materials: [{ id: 'm1', name: '取水工程图', need: '1', kind: '2', format: '3', copies: 1, source: '10' }],
  steps: [{ name: '审查', by: 'approver', days: 5, standard: '符合条件', result: '审查意见' }],
  charges: [], results: [{ name: '取水许可证', kind: 'licence', validMonths: 12 }], places: [], consultPhones: ['0477-0000001'], supervisePhones: ['12345'],
  specialProcedures: [], faq: [], form: { pages: [{ id: 'p', title: '取水情况', fields: [{ name: 'name', label: '姓名', kind: 'text', prefill: 'person.name' }, { name: 'place', label: '取水地点', kind: 'text' }] }] },
  minimumLevel: 'realName', deliveries: ['electronic'], integratedWindow: true, onPromise: true, licenceMatters: ['change', 'renew', 'reissue', 'cancel'], sample: true, source: { name: '测试' },
} // biome-ignore format: a guide

export const moment = (day: string): Moment => ({
  today: {
    date: localDate(day),
    calendar: { version: 1, holidays: new Map(), makeUpDays: new Map(), publishedYears: new Set([2025, 2026, 2027, 2028]) },
  },
  now: `${day}T10:00:00+08:00`,
})

/** A city of one licence and the demo people. */
export const testCity = async (db: Db): Promise<TestCity> => {
  const city = await cityOf(db, testGuide, '2025-01-05')
  const key = await signingKey(db, testSecrets, 'office')
  return { ...city, casework: { ...city.casework, subscribers: [licenceSubscriber({ secrets: testSecrets, key })] } }
}

/** Does one act on a case as a viewer. */
export const doAct = (city: TestCity, caseId: string, viewer: Viewer, type: ActName, day: string, extra: Partial<Act> = {}) =>
  doActAt(city, caseId, viewer, type, moment(day), extra)

/** A draft submitted as it stands. */
export const submit = ({ casework, viewers }: TestCity, id: string, day: string, viewer: Viewer = viewers.citizen1) =>
  submitDraft(casework, id, { viewer, key: randomUUID() }, moment(day))

/** The way from submission to the grant, all on one day; what was not accepted for five workdays has been accepted by silence. */
export const granted = async (city: TestCity, caseId: string, day: string, decision: Partial<Act> = {}): Promise<void> => {
  const { clerk1, approver1, decider1 } = city.viewers
  const acts = [[clerk1, 'accept', {}], [approver1, 'passStep', { opinion: '符合条件' }], [approver1, 'proposeGrant', { opinion: '建议准予' }], [decider1, 'grant', decision]] as const // biome-ignore format: the way of a case
  for (const [viewer, type, extra] of acts) {
    const outcome = await doAct(city, caseId, viewer, type, day, extra)
    const isDeemed = type === 'accept' && isRefusal(outcome) && outcome.state === 'accepted'
    if (!isDeemed) done(outcome)
  }
}

/** A licence of citizen1, granted on a day; `validTo` where the decision names it. */
export const licensed = async (city: TestCity, day: string, validTo?: LocalDate): Promise<{ caseId: string; no: string }> => {
  const { casework, viewers } = city
  const viewer = viewers.citizen1
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer }, moment(day)))
  done(await saveDraft(casework, id, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, viewer, moment(day)))
  const file = { material: 'm1', sha256: 'b'.repeat(64), name: '取水工程图.pdf', size: 10, type: 'application/pdf' }
  done(await addDraftFile(casework, id, file, viewer, moment(day)))
  const made = done(await submit(city, id, day))
  await granted(city, made.caseId, day, validTo ? { validTo } : {})
  return made
}
