import type { Sql } from '../../../platform/db.ts'
import type { DraftEntry, DraftLine, GuideDraft } from '../terms/draft.ts'

/** The open draft of an item; locked for the rest of the transaction when it is going to be changed. */
export const findOpenDraft = async (sql: Sql, code: string, lock = false): Promise<GuideDraft | undefined> => {
  if (lock) await sql`select from catalogue.guide_draft where code = ${code} and state in ('drafting', 'inReview', 'accepted') for update`
  const [row] = await sql<GuideDraft>`
    select id, code, body as guide, base_version as base, reason, state, revision, authors, saved_by as "savedBy", saved_at as "savedAt", returned
    from catalogue.guide_draft
    where code = ${code} and state in ('drafting', 'inReview', 'accepted')`
  return row
}

type NewDraft = Pick<GuideDraft, 'id' | 'code' | 'guide' | 'base' | 'reason' | 'authors' | 'savedBy'>

/**
 * Begins a draft and gives its revision: the one after all that drafts of this item ever had, so that who saw an earlier draft never
 * matches this one. A second open draft of the same item is a unique violation.
 */
export const insertDraft = async (sql: Sql, { id, code, guide, base, reason, authors, savedBy }: NewDraft): Promise<number> => {
  const [row] = await sql<{ revision: number }>`
    insert into catalogue.guide_draft (id, code, division, department_code, base_version, body, reason, revision, authors, saved_by)
    select ${id}, ${code}, ${guide.division}, ${guide.departmentCode}, ${base}, ${JSON.stringify(guide)}, ${reason},
      coalesce(max(revision), 0) + 1, ${authors}, ${savedBy}
    from catalogue.guide_draft
    where code = ${code}
    returning revision`
  return row?.revision ?? 1
}

/** Writes what a draft has become. */
export const updateDraft = (sql: Sql, draft: GuideDraft) => sql`
  update catalogue.guide_draft
  set body = ${JSON.stringify(draft.guide)}, division = ${draft.guide.division}, department_code = ${draft.guide.departmentCode},
    base_version = ${draft.base}, reason = ${draft.reason}, state = ${draft.state}, revision = ${draft.revision}, authors = ${draft.authors},
    saved_by = ${draft.savedBy}, saved_at = case when revision = ${draft.revision} then saved_at else now() end,
    returned = ${JSON.stringify(draft.returned)}
  where id = ${draft.id}`

export type NewEntry = Pick<DraftEntry, 'what' | 'by' | 'revision' | 'sha256' | 'note'> & { readonly byId: string }

/** Appends to the journal of a draft; the caller holds its row. Saves of one person that follow each other are one entry. */
export const appendEntry = (sql: Sql, draftId: string, { what, by, byId, revision, sha256, note }: NewEntry) => sql`
  insert into catalogue.guide_draft_entry (draft_id, position, what, by_id, by_whom, revision, sha256, note)
  select ${draftId}, coalesce(max(position), 0) + 1, ${what}, ${byId}, ${by}, ${revision}, ${sha256}, ${JSON.stringify(note)}
  from catalogue.guide_draft_entry
  where draft_id = ${draftId}
  having ${what} <> 'saved' or not exists (
    select from catalogue.guide_draft_entry as last
    where last.draft_id = ${draftId} and last.by_id = ${byId} and last.what in ('begun', 'saved')
      and last.position = (select max(position) from catalogue.guide_draft_entry where draft_id = ${draftId}))`

/** The journal of all drafts of an item, the newest entry first. */
export const listEntries = (sql: Sql, code: string): Promise<DraftEntry[]> => sql<DraftEntry>`
  select what, by_whom as by, at, entry.revision, sha256, note
  from catalogue.guide_draft_entry as entry
  join catalogue.guide_draft on guide_draft.id = entry.draft_id
  where code = ${code}
  order by at desc, position desc
  limit 100`

type OpenDraft = Omit<DraftLine, 'errors' | 'findings'> & Pick<GuideDraft, 'guide'>

/** Open drafts of a place: those of one department, or of all for an empty code. */
export const listOpenDrafts = (sql: Sql, division: string, departmentCode: string): Promise<OpenDraft[]> => sql<OpenDraft>`
  select code, state, revision, base_version as base, saved_by as "savedBy", saved_at as "savedAt", body as guide, body ->> 'name' as name,
    body ->> 'department' as department
  from catalogue.guide_draft
  where division = ${division} and (${departmentCode} = '' or department_code = ${departmentCode})
    and state in ('drafting', 'inReview', 'accepted')
  order by saved_at desc
  limit 200`
