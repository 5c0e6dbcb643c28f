import type { LocalDate } from '../../../kernel/date.ts'
import type { Answers } from '../../../kernel/form.ts'
import { fragment, type Sql } from '../../../platform/db.ts'
import { type Reach, within } from './matters.ts'

export type DraftRow = {
  readonly id: string
  readonly division: string
  readonly item: string
  readonly guideVersion: number
  readonly owner: string
  readonly applicantId: string
  /** Who applies for the applicant by 授权书. */
  readonly agentId: string | null
  /** The officer to whom the person has opened it at a window just now. */
  readonly openedBy: string | null
  readonly situation: Answers
  readonly sealed: Buffer
  readonly revision: number
  readonly savedAt: string
  readonly savedBy: string
  readonly savedByName: string
  readonly expiresOn: LocalDate
  /** The version it was begun under, and the one whose changes the applicant was told of. */
  readonly begunVersion: number
  readonly toldVersion: number
  /** Tasks that a new version of the guide touched and nobody has confirmed since. */
  readonly reopened: readonly string[]
  /** The draft of a closed item whose content this one took over. */
  readonly carriedFrom: string | null
  /** Whether it belongs to a case that waits for its applicant: that one stays with its version. */
  readonly isOfCase: boolean
}
/** A draft as it begins. */
export type NewDraft = Omit<DraftRow, 'openedBy' | 'begunVersion' | 'toldVersion' | 'reopened' | 'carriedFrom' | 'isOfCase'> & {
  readonly carriedFrom?: string
}

const columns = fragment`
  id, division, item, guide_version as "guideVersion", owner, applicant_id as "applicantId", agent_id as "agentId",
  case when opened_until > now() then opened_by end as "openedBy", situation, sealed, revision,
  saved_at as "savedAt", saved_by as "savedBy", saved_by_name as "savedByName", expires_on as "expiresOn",
  begun_version as "begunVersion", told_version as "toldVersion", reopened, carried_from as "carriedFrom",
  exists (select from casework.matter where matter.id = draft.id) as "isOfCase"`

export const insertDraft = (sql: Sql, d: NewDraft) => sql`
  insert into casework.draft
    (id, division, item, guide_version, owner, applicant_id, agent_id, situation, sealed, revision, saved_at, saved_by, saved_by_name, created_at, expires_on,
     begun_version, told_version, carried_from)
  values
    (${d.id}, ${d.division}, ${d.item}, ${d.guideVersion}, ${d.owner}, ${d.applicantId}, ${d.agentId}, ${JSON.stringify(d.situation)}::jsonb, ${d.sealed},
     ${d.revision}, ${d.savedAt}, ${d.savedBy}, ${d.savedByName}, ${d.savedAt}, ${d.expiresOn},
     ${d.guideVersion}, ${d.guideVersion}, ${d.carriedFrom ?? null})
  on conflict (id) do nothing`

/** A draft; locked for the rest of the transaction when it is going to be changed or submitted. */
export const findDraftRow = async (sql: Sql, id: string, lock = false): Promise<DraftRow | undefined> => {
  const [row] = lock
    ? await sql<DraftRow>`
        select ${columns}
        from casework.draft
        where id = ${id}
        for update`
    : await sql<DraftRow>`
        select ${columns}
        from casework.draft
        where id = ${id}`
  return row
}

export const updateDraft = (sql: Sql, d: DraftRow) => sql`
  update casework.draft
  set guide_version = ${d.guideVersion}, situation = ${JSON.stringify(d.situation)}::jsonb, sealed = ${d.sealed}, revision = ${d.revision},
      saved_at = ${d.savedAt}, saved_by = ${d.savedBy}, saved_by_name = ${d.savedByName}, expires_on = ${d.expiresOn},
      told_version = ${d.toldVersion}, reopened = ${d.reopened}::text[]
  where id = ${d.id}`

/** The draft that took over what this one held. */
export const findCarried = async (sql: Sql, from: string): Promise<string | undefined> => {
  const [row] = await sql<{ id: string }>`
    select id
    from casework.draft
    where carried_from = ${from}`
  return row?.id
}

export const deleteDraftRow = (sql: Sql, id: string) => sql`
  delete from casework.draft
  where id = ${id}`

/** Drafts before submission that an applicant is filling in, or somebody for him, the last saved first. */
export const listDraftRows = (sql: Sql, { owner, items }: Reach) => sql<DraftRow>`
  select ${columns}
  from casework.draft
  where (applicant_id = ${owner} or agent_id = ${owner})
    ${within(items)}
    and not exists (select from casework.matter where matter.id = draft.id)
  order by saved_at desc
  limit 50`

/** How many drafts of an item are being filled in, and how many cases of it are being handled. */
export const countUnderWay = async (sql: Sql, item: string): Promise<{ readonly drafts: number; readonly cases: number }> => {
  const [row] = await sql<{ drafts: number; cases: number }>`
    select
      (select count(*) from casework.draft where item = ${item}
        and not exists (select from casework.matter where matter.id = draft.id)) as drafts,
      (select count(*) from casework.matter where item = ${item} and queue <> 'closed') as cases`
  return row ?? { drafts: 0, cases: 0 }
}

/** Forgets drafts and their files that were kept long enough; returns how many drafts. */
export const sweepDrafts = async (sql: Sql, today: LocalDate): Promise<number> => {
  // One statement: were the files left to a second one, a power cut in between would keep them for ever.
  const gone = await sql`
    with gone as (
      delete from casework.draft
      where expires_on < ${today}
      returning id
    ), files as (
      delete from casework.upload
      where case_id in (select id from gone)
    )
    select id from gone`
  return gone.length
}

export type UploadRow = {
  readonly id: string
  readonly material: string
  readonly sha256: string
  readonly name: string
  readonly size: number
  readonly type: string
}

export const insertUpload = (sql: Sql, u: UploadRow & { caseId: string; division: string; by: string; at: string }) => sql`
  insert into casework.upload (id, case_id, division, material, sha256, name, size, type, by, at)
  values (${u.id}, ${u.caseId}, ${u.division}, ${u.material}, ${u.sha256}, ${u.name}, ${u.size}, ${u.type}, ${u.by}, ${u.at})`

export const listUploads = (sql: Sql, caseId: string) => sql<UploadRow>`
  select id, material, sha256, name, size, type
  from casework.upload
  where case_id = ${caseId}
  order by at, id`

/** Puts the files of a draft under the ids that a new version of the guide gives their materials. */
export const moveUploads = (sql: Sql, moved: readonly Pick<UploadRow, 'id' | 'material'>[]) => sql`
  update casework.upload
  set material = moved.material
  from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ material }) => material)}::text[]) as moved (id, material)
  where upload.id = moved.id`

/** True when the file was there. */
export const deleteUpload = async (sql: Sql, caseId: string, id: string): Promise<boolean> => {
  const gone = await sql`
    delete from casework.upload
    where id = ${id} and case_id = ${caseId}
    returning id`
  return gone.length > 0
}

export const deleteUploads = (sql: Sql, caseId: string) => sql`
  delete from casework.upload
  where case_id = ${caseId}`
