import type { Guide } from '../src/contexts/catalogue/index.ts'
import type { Db } from '../src/platform/db.ts'
import { act, apiClient, decideAndDeliver } from './main-job-api.ts'
import type { Server } from './server.ts'
import { beginDraft, databaseOf, fillDraft, guideNamed, submitNew, type Visitor, visitor } from './visitor.ts'

/** What citizen1 has under way in the demo city: one of everything a page can show. */
export type Story = {
  readonly db: Db
  readonly guide: Guide
  readonly citizen: Visitor
  /** Paths of a draft just begun and of one that is ready for 核对. */
  readonly draft: string
  readonly ready: string
  /** 办件编号 of a case just submitted, one that waits for 补正, and one that was granted and delivered. */
  readonly submitted: string
  readonly correcting: string
  readonly granted: string
  readonly material: string
  readonly file: string
  readonly paper: string
  readonly licence: { readonly id: string; readonly code: string }
}

type CaseJson = {
  readonly materials: readonly { readonly id: string; readonly material: string }[]
  readonly licences: readonly { readonly id: string; readonly verificationCode: string }[]
}
const json = async <T>(who: Visitor, path: string): Promise<T> =>
  JSON.parse((await who.open(path, { headers: { accept: 'application/json' } })).text) as T

const officersOf = async ({ url, password }: Server) => {
  const [clerk, approver, decider, issuer] = [apiClient(url), apiClient(url), apiClient(url), apiClient(url)]
  await clerk.signIn('clerk1', password)
  await approver.signIn('approver1', password)
  await decider.signIn('decider1', password)
  await issuer.signIn('issuer1', password)
  return { clerk, approver, decider, issuer }
}

/** Brings the city to life through its own pages and API. */
export const tellStory = async (server: Server): Promise<Story> => {
  const db = databaseOf(server)
  const guide = await guideNamed(db, '教师资格认定')
  const citizen = visitor(server.url)
  await citizen.signIn('citizen1', server.password)
  const { clerk, ...officers } = await officersOf(server)

  const granted = await submitNew(citizen, guide)
  await act(clerk, granted, { act: 'accept' })
  await decideAndDeliver(officers, granted)
  const ended = await json<CaseJson>(citizen, `/api/v1/cases/${granted}`)
  const papers = await json<{ items: { id: string }[] }>(citizen, `/api/v1/cases/${granted}/documents`)

  const correcting = await submitNew(citizen, guide)
  const material = ended.materials[0]?.material ?? ''
  const name = guide.materials.find(({ id }) => id === material)?.name ?? ''
  await act(clerk, correcting, {
    act: 'notifyCorrection',
    defects: [{ target: material, name, problem: '签名不清', cure: '重新扫描后上传' }],
  })

  const submitted = await submitNew(citizen, guide)
  const ready = await beginDraft(citizen, guide)
  await fillDraft(citizen, ready, guide)
  const draft = await beginDraft(citizen, guide)
  return {
    ...{ db, guide, citizen, draft, ready, submitted, correcting, granted, material },
    file: ended.materials[0]?.id ?? '',
    paper: papers.items[0]?.id ?? '',
    licence: { id: ended.licences[0]?.id ?? '', code: ended.licences[0]?.verificationCode ?? '' },
  }
}

/** Every kind of page that a visitor reaches, by its path. */
export const publicPages = ({ guide, licence }: Story): string[] => [
  '/',
  '/150602/',
  '/personal',
  '/personal?online=1&theme=050',
  '/business',
  `/search?q=${encodeURIComponent('教师证')}`,
  `/search?q=${encodeURIComponent('没有这样的事')}`,
  ...['', '/print', '/versions', '/reviews', '/forms/blank', '/forms/sample'].map((rest) => `/guide/${guide.code}${rest}`),
  '/open',
  '/help',
  '/help/feedback',
  '/accessibility',
  '/privacy',
  '/sitemap',
  '/login/person',
  '/login/organisation',
  '/login/staff',
  '/register/person',
  '/agreement/registration',
  '/areas',
  '/depts',
  '/intermediaries',
  '/services',
  '/services/01',
  '/lists',
  '/lists/catalogue',
  '/open-data',
  '/search',
  '/halls',
  '/track',
  '/open/notices',
  '/verify',
  `/verify?code=${licence.code}`,
  '/sandbox/',
  '/no-such-page',
]

/** Every kind of page that citizen1 reaches. */
export const ownPages = (story: Story): string[] => {
  const question = story.guide.form?.pages[0]?.id ?? ''
  return [
    `/apply/start/${story.guide.code}`,
    story.draft,
    story.ready,
    `${story.draft}/q/${question}`,
    `${story.draft}/materials/${story.material}`,
    `${story.ready}/materials/${story.material}`,
    `${story.draft}/deliver`,
    `${story.draft}/check`,
    `${story.ready}/check`,
    `/apply/${story.submitted}/done`,
    '/my',
    '/my/acting',
    '/my/cases',
    '/my/drafts',
    `/my/cases/${story.submitted}`,
    `/my/cases/${story.correcting}`,
    `/my/cases/${story.correcting}/correct`,
    `/my/cases/${story.granted}`,
    `/my/cases/${story.submitted}/withdraw`,
    `/my/cases/${story.submitted}/remind`,
    `/my/cases/${story.granted}/rate`,
    '/my/certs',
    '/my/papers',
    `/my/certs/${story.licence.id}`,
    '/my/realname',
    '/my/profile',
    '/my/security',
  ]
}
