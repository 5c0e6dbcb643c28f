import type { Sql } from '../../../platform/db.ts'
import { findPapers, isInside, listPapersOfCases, type PaperEntry } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { findMatters } from '../store/several.ts'
import { sees } from './standing.ts'

/** The papers that this viewer may read: officers all of a case they see, the applicant none that stays between offices (S-041). */
export const papersFor = (viewer: Viewer, papers: readonly PaperEntry[]): readonly PaperEntry[] =>
  viewer.kind === 'staff' ? papers : papers.filter((paper) => !isInside(paper))

/** What is asked for: papers by their ids, or all papers of cases by their 办件编号, of some types only. */
export type PaperChoice = { readonly ids?: readonly string[]; readonly cases?: readonly string[]; readonly types?: readonly string[] }

/** The papers that were chosen, in the order they were asked for; undefined when one of them, or its case, is not for this viewer (S-041). */
export const choosePapers = async (sql: Sql, viewer: Viewer, { ids, cases, types }: PaperChoice): Promise<PaperEntry[] | undefined> => {
  const papers = ids ? await findPapers(sql, ids) : []
  const caseIds = papers.flatMap(({ caseId }) => caseId ?? [])
  const matters = await (ids ? findMatters(sql, 'id', [...new Set(caseIds)]) : findMatters(sql, 'no', cases ?? []))
  const asked = ids ? new Set(ids).size : new Set(cases).size
  const known = ids ? caseIds.length : matters.length
  if (known !== asked || !matters.every((matter) => sees(viewer, matter))) return undefined
  const all = ids
    ? papers
    : await listPapersOfCases(
        sql,
        matters.map(({ id }) => id),
      )
  return all.filter(({ type }) => types === undefined || types.includes(type))
}
