import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localDate } from '../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import type { Db } from '../../platform/db.ts'
import { diskStore, type FileStore } from '../../platform/files.ts'
import { secrets } from '../../platform/secrets.ts'
import type { Sessions } from '../../platform/session.ts'
import { type Guide, publishGuide } from '../catalogue/index.ts'
import { loadDemoPeople, type Viewer, viewerOf } from '../identity/index.ts'
import { performAct } from './perform/act.ts'
import { createDraft } from './perform/begin.ts'
import { addDraftFile, saveDraft } from './perform/drafts.ts'
import type { Casework, Moment } from './perform/journal.ts'
import { actorFor } from './perform/standing.ts'
import { type Submitted, submitDraft } from './perform/submit.ts'
import type { Act, ActName } from './terms.ts'
import { detailsOf, testCalendar } from './testing.ts'

const root = new URL('../../..', import.meta.url).pathname
export const testSecret = 'a secret for the tests of casework'
export const testSecrets = secrets(testSecret)
/** Sessions that never end. */
export const testSessions: Pick<Sessions, 'stillOpen'> = { stillOpen: async (requests) => new Set(requests) }

/** 取水许可 as a guide of the test city: 20 workdays by law, 10 promised, one review step, one material that may follow later. */
export const testGuide: Guide = {
  code: '11152700MB1234567X3000101001000', baseCode: '000101001000', name: '取水许可', type: '01', level: '3', division: '150600000000', department: '市水利局', departmentCode: '11152700MB1234567X',
  audiences: ['1', '2'], personThemes: ['999'], organisationThemes: ['999'], stages: [], projectType: '2', onlineDepth: '4',
  legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 10, unit: 'workday' },
  basis: [{ title: '取水许可和水资源费征收管理条例', article: '第二条' }], conditions: ['取水符合规划'],
  situations: [{ id: 'kind', question: '您取什么水？', options: [{ value: 'ground', label: '地下水' }, { value: 'surface', label: '地表水' }] }],
  materials: [
    { id: 'm0', name: '取水许可申请书', need: '1', kind: '1', format: '2', copies: 1, source: '10', fromForm: true },
    { id: 'm1', name: '取水工程图', need: '1', kind: '2', format: '3', copies: 1, source: '10' },
    { id: 'm2', name: '水质检测报告', need: '3', kind: '1', format: '3', copies: 1, source: '99' },
    { id: 'm3', name: '地下水评价', need: '1', kind: '1', format: '3', copies: 1, source: '10', when: { situation: 'kind', is: ['ground'] } },
    { id: 'm4', name: '营业执照', need: '1', kind: '2', format: '2', copies: 1, source: '20', shared: '市场监管部门登记信息' },
  ],
  steps: [
    { name: '受理', by: 'clerk', days: 1, standard: '材料齐全', result: '受理通知书' },
    { name: '审查', by: 'approver', days: 5, standard: '符合条件', result: '审查意见' },
    { name: '决定', by: 'decider', days: 3, standard: '符合法定条件', result: '决定书' },
  ],
  charges: [], results: [{ name: '取水许可证', kind: 'licence' }],
  places: [{ hall: '市政务服务中心', street: '示例街1号', room: '2楼', window: 'B201', hours: '周一至周五 9:00-12:00' }],
  consultPhones: ['0477-0000001'], supervisePhones: ['12345'], specialProcedures: [{ name: '专家评审', basis: '行政许可法第四十五条' }], faq: [],
  form: { pages: [{ id: 'p', title: '取水情况', fields: [
    { name: 'name', label: '姓名', kind: 'text', prefill: 'person.name' },
    { name: 'place', label: '取水地点', kind: 'text' },
    { name: 'amount', label: '年取水量', kind: 'number', min: 1 },
  ] }] },
  minimumLevel: 'realName', deliveries: ['window', 'post', 'electronic'], integratedWindow: true, sample: true, source: { name: '测试' },
} // biome-ignore format: a guide

const names = [
  'citizen1',
  'citizen2',
  'company1',
  'clerk1',
  'approver1',
  'approver2',
  'fire1',
  'clerk2',
  'catalogue1',
  'chief1',
  'decider1',
  'issuer1',
  'supervisor1',
  'editor1',
  'sysadmin',
] as const
export type TestCity = {
  readonly casework: Casework
  readonly viewers: Readonly<Record<(typeof names)[number], Viewer>>
  readonly files: FileStore
}

/** A city of one matter, with the demo people of the platform: citizens, a company, officers of every role. */
export const testCity = async (db: Db, guide = testGuide, publishedOn = '2026-01-05'): Promise<TestCity> => {
  await db.transaction((sql) => publishGuide(sql, guide, { by: '测试', on: localDate(publishedOn) }))
  await loadDemoPeople(db, testSecrets, join(root, 'data'))
  const accounts = await db.sql<{ id: string; name: string; kind: string }>`
    select id, user_name as name, kind
    from identity.account`
  const viewer = async (userName: string): Promise<Viewer> => {
    const account = accounts.find((one) => one.name === userName)
    const kind = account?.kind === 'staff' ? 'staff' : 'applicant'
    return viewerOf(db, testSecrets)({ session: { kind, subjectId: account?.id ?? '', data: {}, csrf: '' } })
  }
  const viewers = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await viewer(name)]))) as TestCity['viewers']
  const files = diskStore(join(tmpdir(), `tongban-casework-${randomUUID()}`))
  return { casework: { db, secrets: testSecrets, subscribers: [] }, viewers, files }
}

export const moment = (day: string, time = '10:00:00'): Moment => ({
  today: { date: localDate(day), calendar: testCalendar },
  now: `${day}T${time}+08:00`,
})

export const done = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.title} ${outcome.detail ?? ''}`)
  return outcome
}

const aFile = (material: string) => ({ material, sha256: 'b'.repeat(64), name: `${material}.pdf`, size: 10, type: 'application/pdf' })

/** A draft of citizen1 with everything filled in. */
export const readyDraft = async (
  { casework, viewers }: TestCity,
  viewer = viewers.citizen1,
  day = '2026-03-02',
  item = testGuide.code,
): Promise<string> => {
  const { id } = done(await createDraft(casework, { item, viewer, situation: { kind: 'surface' } }, moment(day)))
  done(
    await saveDraft(
      casework,
      id,
      { answers: { name: '示例甲', place: '东胜区', amount: '12' }, delivery: { way: 'window' } },
      viewer,
      moment(day),
    ),
  )
  done(await addDraftFile(casework, id, aFile('m1'), viewer, moment(day)))
  return id
}

/** A case of citizen1, submitted. */
export const submitted = async (city: TestCity, day = '2026-03-02', viewer = city.viewers.citizen1): Promise<Submitted> =>
  done(await submitDraft(city.casework, await readyDraft(city, viewer, day), { viewer, key: randomUUID() }, moment(day)))

/** Does one act on a case as a viewer, on a day or at a moment, with details that pass. */
export const doAct = async (
  { casework }: TestCity,
  caseId: string,
  viewer: Viewer,
  type: ActName,
  at: string | Moment,
  extra: Partial<Act> = {},
) => {
  const by = actorFor(viewer, type)
  if (!by) throw new Error('a visitor does nothing')
  return performAct(casework, caseId, { ...detailsOf[type], ...extra, type, by }, typeof at === 'string' ? moment(at) : at)
}
