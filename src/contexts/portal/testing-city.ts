import { randomUUID } from 'node:crypto'
import type { Calendar } from '../../kernel/calendar.ts'
import { localDate } from '../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../../platform/db.ts'
import { secrets } from '../../platform/secrets.ts'
import { type Act, actorFor, type Casework, createDraft, type Moment, performAct, saveDraft, submitDraft } from '../casework/index.ts'
import { type Guide, publishGuide } from '../catalogue/index.ts'
import { loadDemoPeople, type Viewer, viewerOf } from '../identity/index.ts'

const data = new URL('../../../data', import.meta.url).pathname
const vault = secrets('a secret for the tests of the portal')

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

export const testToday = localDate('2026-03-02')
export const testCalendar: Calendar = { version: 1, holidays: new Map(), makeUpDays: new Map(), publishedYears: new Set([2026, 2027]) }
const moment: Moment = { today: { date: testToday, calendar: testCalendar }, now: `${testToday}T10:00:00+08:00` }

const done = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.title}`)
  return outcome
}

const names = ['citizen1', 'citizen2', 'company1', 'clerk1', 'approver1', 'decider1', 'issuer1'] as const
type People = Readonly<Record<(typeof names)[number], Viewer>>
export type TestCity = { readonly casework: Casework; readonly people: People }

/** A city of one matter and the demo people. */
export const testCity = async (db: Db): Promise<TestCity> => {
  await db.transaction((sql) => publishGuide(sql, testGuide, { by: '测试', on: localDate('2026-01-05') }))
  await loadDemoPeople(db, vault, data)
  const viewer = async (name: string): Promise<[string, Viewer]> => {
    const [account] = await db.sql<{ id: string; kind: string }>`select id, kind from identity.account where user_name = ${name}`
    const session = { kind: account?.kind === 'staff' ? 'staff' : 'applicant', subjectId: account?.id ?? '', data: {}, csrf: '' } as const
    return [name, await viewerOf(db, vault)({ session })]
  }
  return { casework: { db, secrets: vault, subscribers: [] }, people: Object.fromEntries(await Promise.all(names.map(viewer))) as People }
}

/** A draft of an applicant, filled in. */
export const drafted = async ({ casework }: TestCity, viewer: Viewer): Promise<string> => {
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer }, moment))
  done(await saveDraft(casework, id, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, viewer, moment))
  return id
}

/** A case of an applicant, submitted. */
export const submitted = async (city: TestCity, viewer: Viewer): Promise<{ caseId: string; no: string }> =>
  done(await submitDraft(city.casework, await drafted(city, viewer), { viewer, key: randomUUID() }, moment))

/** Does one act on a case as a viewer. */
export const act = async ({ casework }: TestCity, caseId: string, viewer: Viewer, details: Omit<Act, 'by'>): Promise<void> => {
  const by = actorFor(viewer, details.type)
  if (!by) throw new Error('a visitor does nothing')
  done(await performAct(casework, caseId, { ...details, by }, moment))
}

/** From submitted to the end: accepted, granted, delivered. */
export const finish = async (city: TestCity, caseId: string): Promise<void> => {
  const { clerk1, approver1, decider1, issuer1 } = city.people
  await act(city, caseId, clerk1, { type: 'accept' })
  await act(city, caseId, approver1, { type: 'proposeGrant', opinion: '符合条件' })
  await act(city, caseId, decider1, { type: 'grant' })
  await act(city, caseId, issuer1, { type: 'deliver', recipient: '本人' })
}
