import { randomUUID } from 'node:crypto'
import { caseworkOn } from '../src/app/services.ts'
import { actorFor, addDraftFile, createDraft, type Moment, performAct, saveDraft, submitDraft } from '../src/contexts/casework/index.ts'
import { findGuide, type Guide } from '../src/contexts/catalogue/index.ts'
import { type Viewer, viewerOf } from '../src/contexts/identity/index.ts'
import { holds, isFeel } from '../src/kernel/condition.ts'
import { localDateAt } from '../src/kernel/date.ts'
import { isRefusal, type Refusal } from '../src/kernel/refusal.ts'
import { loadCalendar } from '../src/platform/calendar.ts'
import { type Db, openDb } from '../src/platform/db.ts'
import { secrets } from '../src/platform/secrets.ts'
import { sampleAnswers } from './main-job-api.ts'
import { secret } from './server.ts'

const done = <T extends object>(outcome: T | Refusal): T => {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.refused} ${outcome.title}`)
  return outcome
}

const vault = secrets(secret)
const viewerNamed = async (db: Db, name: string): Promise<Viewer> => {
  const [account] = await db.sql<{ id: string; kind: string }>`select id, kind from identity.account where user_name = ${name}`
  const kind = account?.kind === 'staff' ? 'staff' : 'applicant'
  return viewerOf(db, vault)({ session: { kind, subjectId: account?.id ?? '', data: {}, csrf: '' } })
}

const fileFor = (material: string, sha256: string) => ({ material, sha256, name: `${material}.pdf`, size: 10, type: 'application/pdf' })
/** A file for every material that has to be handed in when the situation is answered so. */
const filesFor = ({ materials }: Guide, situation: Readonly<Record<string, string>>, sha256: string) =>
  materials
    .filter(
      ({ when }) =>
        when === undefined || (isFeel(when) ? holds(when, situation) === true : when.is.includes(situation[when.situation] ?? '')),
    )
    .filter(({ need, shared, fromForm }) => need === '1' && !shared && !fromForm)
    .map(({ id }) => fileFor(id, sha256))

/**
 * Cases of citizen1 for an item, submitted and accepted today, through the doors that the pages use: many at once where a form a case would take
 * minutes. Returns their 办件编号. `sha256` names the file that stands for every material.
 */
export const seedAccepted = async (databaseUrl: string, item: string, count: number, sha256 = 'b'.repeat(64)): Promise<string[]> => {
  const db = openDb(databaseUrl, { connections: 4 })
  try {
    const casework = await caseworkOn(db, vault)
    const moment: Moment = {
      today: { date: localDateAt(Date.now()), calendar: await loadCalendar(db.sql) },
      now: new Date().toISOString(),
    }
    const [citizen, clerk] = await Promise.all([viewerNamed(db, 'citizen1'), viewerNamed(db, 'clerk1')])
    const guide = (await findGuide(db.sql, item))?.guide
    const by = actorFor(clerk, 'accept')
    if (!guide || !by) throw new Error(`no guide ${item}`)
    const situation = Object.fromEntries(guide.situations.map(({ id, options }) => [id, options[0]?.value ?? '']))
    const one = async (): Promise<string> => {
      const { id } = done(await createDraft(casework, { item, viewer: citizen, situation }, moment))
      done(await saveDraft(casework, id, { answers: sampleAnswers(guide.form), delivery: { way: 'window' } }, citizen, moment))
      for (const file of filesFor(guide, situation, sha256)) done(await addDraftFile(casework, id, file, citizen, moment))
      const { caseId, no } = done(await submitDraft(casework, id, { viewer: citizen, key: randomUUID() }, moment))
      done(await performAct(casework, caseId, { type: 'accept', by }, moment))
      return no
    }
    const nos: string[] = []
    while (nos.length < count) nos.push(await one())
    return nos
  } finally {
    await db.end()
  }
}
