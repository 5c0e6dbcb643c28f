import type { Json } from '../../../kernel/canonical.ts'
import { asSystem } from '../../../platform/wall.ts'
import type { Viewer } from '../../identity/index.ts'
import { listBrokenPromises } from '../store/conduct.ts'
import { type LookAtMine, listLooksAt } from '../store/own-data.ts'
import type { Today } from '../terms.ts'
import { listMyDrafts } from './drafts.ts'
import { asJson, type Casework } from './journal.ts'
import { caseView, listMyCases } from './view.ts'

/** Which officers looked at a person's cases (个人信息保护法 §44); their log is not his to read but for these lines. A page shows the last two hundred. */
export const looksAt = (casework: Casework, personId: string, most: number | null = 200): Promise<LookAtMine[]> =>
  asSystem('a person sees who looked at his data', () => listLooksAt(casework.db.sql, personId, most))

const pageSize = 100

const casesOf = async (casework: Casework, viewer: Viewer, today: Today): Promise<Json[]> => {
  const told: Json[] = []
  let after: { at: string; id: string } | undefined
  for (;;) {
    const rows = await listMyCases(casework, viewer, today, { limit: pageSize, ...(after ? { after } : {}) })
    for (const { no } of rows) {
      const view = await caseView(casework, no, viewer, today)
      if (!view) continue
      const { state, timeline, materials, papers, decision } = view
      const { applicant, answers, delivery, situation } = { ...state, situation: state.pinned?.situation }
      told.push(asJson({ no, item: view.itemName, department: view.department, submittedAt: view.submittedAt, stage: view.stageWords, applicant, answers, situation, delivery, materials, papers, decision, timeline })) // biome-ignore format: one case
    }
    const last = rows.at(-1)
    if (rows.length < pageSize || !last) return told
    after = { at: last.submittedAt, id: last.id }
  }
}

/** Everything that casework holds of a person, for his own copy (S-093; 个人信息保护法 §45): cases, drafts, who looked at them. */
export const caseworkData = async (
  casework: Casework,
  viewer: Extract<Viewer, { kind: 'applicant' }>,
  today: Today,
): Promise<Record<string, Json>> => {
  const drafts = await listMyDrafts(casework, viewer)
  return {
    办件: await casesOf(casework, viewer, today),
    草稿: drafts.map(({ id, guide, answers, situation, files, applicant, delivery, savedAt }) =>
      asJson({ id, item: guide.name, applicant, answers, situation, delivery: delivery ?? null, files, savedAt }),
    ),
    没有兑现的承诺: asJson(viewer.personId ? await listBrokenPromises(casework.db.sql, { ids: [viewer.personId] }) : []),
    谁看过我的办件: asJson(viewer.personId ? await looksAt(casework, viewer.personId, null) : []),
  }
}
