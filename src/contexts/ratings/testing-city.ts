import { randomUUID } from 'node:crypto'
import { type LocalDate, localDate } from '../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../../platform/db.ts'
import { secrets } from '../../platform/secrets.ts'
import { actorFor, type Casework, createDraft, type Moment, performAct, saveDraft, submitDraft } from '../casework/index.ts'
import { type Guide, publishGuide } from '../catalogue/index.ts'
import { loadDemoPeople, type Viewer, viewerOf } from '../identity/index.ts'

const data = new URL('../../../data', import.meta.url).pathname
const vault = secrets('a secret for the tests of ratings')

/** 户外广告备案 of the test city: one question, nothing to hand in. */
export const testGuide: Guide = {
  code: '11152700MB1234567X3000202001000', baseCode: '000202001000', name: '户外广告备案', type: '10', level: '3', division: '150600000000', department: '市住房和城乡建设局', departmentCode: '11152700MB1234567X',
  audiences: ['1', '2'], personThemes: ['999'], organisationThemes: ['999'], stages: [], projectType: '2', onlineDepth: '4',
  legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 10, unit: 'workday' },
  basis: [{ title: '示例依据', article: '第一条' }], conditions: ['位置符合规划'], situations: [], materials: [],
  steps: [{ name: '受理', by: 'clerk', days: 1, standard: '材料齐全', result: '受理通知书' }],
  charges: [], results: [], places: [], consultPhones: ['0477-0000001'], supervisePhones: ['12345'], specialProcedures: [], faq: [],
  form: { pages: [{ id: 'p', title: '位置', fields: [{ name: 'place', label: '位置', kind: 'text' }] }] },
  minimumLevel: 'realName', deliveries: ['electronic'], integratedWindow: true, sample: true, source: { name: '测试' },
} // biome-ignore format: a guide

const day = '2026-03-02'
const moment: Moment = {
  today: {
    date: localDate(day),
    calendar: { version: 1, holidays: new Map(), makeUpDays: new Map(), publishedYears: new Set([2026, 2027]) },
  },
  now: `${day}T10:00:00+08:00`,
}

const done = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.title}`)
  return outcome
}

type People = Readonly<Record<'citizen1' | 'citizen2' | 'company1' | 'clerk1', Viewer>>
export type TestCity = { readonly casework: Casework; readonly people: People; readonly today: LocalDate }

/** A city of one matter and the demo people. */
export const testCity = async (db: Db): Promise<TestCity> => {
  await db.transaction((sql) => publishGuide(sql, testGuide, { by: '测试', on: localDate('2026-01-05') }))
  await loadDemoPeople(db, vault, data)
  const viewer = async (name: string): Promise<Viewer> => {
    const [account] = await db.sql<{ id: string; kind: string }>`select id, kind from identity.account where user_name = ${name}`
    const session = { kind: account?.kind === 'staff' ? 'staff' : 'applicant', subjectId: account?.id ?? '', data: {}, csrf: '' } as const
    return viewerOf(db, vault)({ session })
  }
  const [citizen1, citizen2, company1, clerk1] = await Promise.all(['citizen1', 'citizen2', 'company1', 'clerk1'].map(viewer))
  const people = { citizen1, citizen2, company1, clerk1 } as People
  return { casework: { db, secrets: vault, subscribers: [] }, people, today: localDate(day) }
}

/** A case of citizen1, just submitted. */
export const submitted = async ({ casework, people: { citizen1 } }: TestCity): Promise<{ caseId: string; no: string }> => {
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer: citizen1 }, moment))
  const patch = { answers: { place: '东胜区' }, delivery: { way: 'electronic' } } as const
  done(await saveDraft(casework, id, patch, citizen1, moment))
  return done(await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, moment))
}

/** A case of citizen1 that he has withdrawn, so that it is over. */
export const ended = async (city: TestCity): Promise<{ caseId: string; no: string }> => {
  const made = await submitted(city)
  const by = actorFor(city.people.citizen1, 'withdraw')
  if (!by) throw new Error('a visitor withdraws nothing')
  done(await performAct(city.casework, made.caseId, { type: 'withdraw', by }, moment))
  return made
}
