import { addDraftFile, createDraft, saveDraft } from '../../src/contexts/casework/index.ts'
import type { TestCity } from '../../src/contexts/casework/testing-city.ts'
import { done, moment, testCity, testGuide } from '../../src/contexts/casework/testing-city.ts'
import type { Db } from '../../src/platform/db.ts'
import { fileNamed } from './ledger.ts'

/** The civil day of all these tests. */
export const day = '2026-03-02'

/** Draws the same numbers for the same seed (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The seed of this run: SEED, or another one each time; the tests print it. */
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** A draft of citizen1, filled in, whose file is named after the key it will be submitted with. */
export const draftFor = async ({ casework, viewers }: TestCity, key: string): Promise<string> => {
  const viewer = viewers.citizen1
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer, situation: { kind: 'surface' } }, moment(day)))
  const answers = { name: '示例甲', place: '东胜区', amount: '12' }
  done(await saveDraft(casework, id, { answers, delivery: { way: 'window' } }, viewer, moment(day)))
  const file = { material: 'm1', sha256: 'b'.repeat(64), name: fileNamed(key), size: 10, type: 'application/pdf' }
  done(await addDraftFile(casework, id, file, viewer, moment(day)))
  return id
}

export const cityOn = (db: Db): Promise<TestCity> => testCity(db)
