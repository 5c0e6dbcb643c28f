import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { recordFile } from '../../../platform/files.ts'
import { listPapers } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { openActs, refuseAct } from '../rules/procedure.ts'
import { deletePhotos, insertPhoto, listPhotos } from '../store/site-photos.ts'
import type { Act, Case, CaseEvent, Photo, Today } from '../terms.ts'
import type { Casework, Loaded, Moment } from './journal.ts'
import { papersFor } from './paper-set.ts'
import { actorsOf } from './standing.ts'

/** How many photographs may wait for one case. */
const mostWaiting = 60

/** Whether the viewer can pass a step of the case now, and so bring photographs of it. */
export const mayPhotograph = (viewer: Viewer, { matter, state }: Loaded, { today }: Moment): boolean =>
  actorsOf(viewer, matter).some((actor) => openActs(state, actor, today).includes('passStep'))

/** Keeps a photograph of a 现场核查 that was stored, until a step takes it into the journal. */
export const keepPhoto = ({ db }: Casework, { matter }: Loaded, photo: Photo, by: string, { now }: Moment): Promise<Photo | Refusal> =>
  db.transaction(async (sql) => {
    if ((await listPhotos(sql, matter.id)).length >= mostWaiting)
      return { refused: 'too-many-files', title: `一个办件最多存${mostWaiting}张还没有用上的照片` }
    await recordFile(sql, photo)
    await insertPhoto(sql, { ...photo, caseId: matter.id, division: matter.division, by, at: now })
    return photo
  })

/** An act with its photographs as they were uploaded for this case; refuses one that nobody uploaded. */
export const withPhotos = async (sql: Sql, caseId: string, act: Act, c: Case, today: Today): Promise<Act | Refusal> => {
  if (!act.photos) return act
  const waiting = new Map((await listPhotos(sql, caseId)).map((photo) => [photo.sha256, photo]))
  const photos = act.photos.flatMap(({ sha256 }) => waiting.get(sha256) ?? [])
  if (photos.length === act.photos.length) return { ...act, photos }
  const message = '有照片没有上传到这个办件，请重新拍照或者选择文件'
  return { ...refuseAct(act, c, today, 'photo-not-uploaded', message), fields: [{ field: 'photos', message }] }
}

/** Photographs that are in the journal now wait no longer. */
export const clearPhotos = async (sql: Sql, caseId: string, { photos }: Act): Promise<void> => {
  if (photos) await deletePhotos(sql, caseId, photos.map(({ sha256 }) => sha256)) // biome-ignore format: one call
}

/** The photographs of one 现场核查: of which step, taken into the journal on which day. */
export type SitePhotos = { readonly step: string; readonly on: CaseEvent['on']; readonly files: readonly Photo[] }

const stepName = ({ pinned }: Case, id: string | undefined): string =>
  pinned?.steps.find((step) => step.id === id)?.name ?? pinned?.steps.find((step) => step.twoPersons)?.name ?? '现场核查'

/** The photographs of a case for who may read its 现场核查记录: officers who see the case, the applicant when the record is his paper. */
export const findSitePhotos = async (sql: Sql, { matter, state, events }: Loaded, viewer: Viewer): Promise<SitePhotos[]> => {
  const taken = events.flatMap(({ step, on, photos }) => (photos ? [{ step: stepName(state, step), on, files: photos }] : []))
  if (taken.length === 0 || viewer.kind === 'staff') return taken
  return papersFor(viewer, await listPapers(sql, matter.id)).some(({ type }) => type === 'siteRecord') ? taken : []
}
