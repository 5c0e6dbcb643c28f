import { randomUUID } from 'node:crypto'
import type { Db } from '../../platform/db.ts'
import { createDraft, saveDraft, submitDraft } from '../casework/index.ts'
import { testCity as cityOf, doAct, done, moment, type TestCity } from '../casework/testing-city.ts'
import type { Guide } from '../catalogue/index.ts'
import type { Viewer } from '../identity/index.ts'

/** 户外广告备案 of the test city: one question, nothing to hand in. */
export const testGuide: Guide = {
  code: '11152700MB1234567X3000202001000', baseCode: '000202001000', name: '户外广告备案', type: '10', level: '3', division: '150600000000', department: '市住房和城乡建设局', departmentCode: '11152700MB1234567X',
  audiences: ['1', '2'], personThemes: ['045'], organisationThemes: ['010'], stages: [], projectType: '2', onlineDepth: '4',
  legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 10, unit: 'workday' },
  basis: [{ title: '示例依据', article: '第一条' }], conditions: ['位置符合规划'], situations: [], materials: [],
  steps: [{ name: '受理', by: 'clerk', days: 1, standard: '材料齐全', result: '受理通知书' }],
  charges: [], results: [], places: [], consultPhones: ['0477-0000001'], supervisePhones: ['12345'], specialProcedures: [], faq: [],
  form: { pages: [{ id: 'p', title: '位置', fields: [{ name: 'place', label: '位置', kind: 'text' }] }] },
  minimumLevel: 'realName', deliveries: ['electronic'], integratedWindow: true, sample: true, source: { name: '测试' },
} // biome-ignore format: a guide

const day = '2026-03-02'
const now = moment(day)
export const testToday = now.today

/** A city of one matter and the demo people. */
export const testCity = (db: Db): Promise<TestCity> => cityOf(db, testGuide)

/** A draft of an applicant, filled in. */
export const drafted = async ({ casework }: TestCity, viewer: Viewer): Promise<string> => {
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer }, now))
  done(await saveDraft(casework, id, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, viewer, now))
  return id
}

/** A case of an applicant, submitted. */
export const submitted = async (city: TestCity, viewer: Viewer = city.viewers.citizen1): Promise<{ caseId: string; no: string }> =>
  done(await submitDraft(city.casework, await drafted(city, viewer), { viewer, key: randomUUID() }, now))

/** A case of citizen1 that he has withdrawn, so that it is over. */
export const ended = async (city: TestCity): Promise<{ caseId: string; no: string }> => {
  const made = await submitted(city)
  done(await doAct(city, made.caseId, city.viewers.citizen1, 'withdraw', day))
  return made
}

/** From submitted to the end: accepted, granted, delivered. */
export const finish = async (city: TestCity, caseId: string): Promise<void> => {
  const { clerk1, approver1, decider1, issuer1 } = city.viewers
  done(await doAct(city, caseId, clerk1, 'accept', day))
  done(await doAct(city, caseId, approver1, 'proposeGrant', day, { opinion: '符合条件' }))
  done(await doAct(city, caseId, decider1, 'grant', day))
  done(await doAct(city, caseId, issuer1, 'deliver', day, { recipient: '本人' }))
}
