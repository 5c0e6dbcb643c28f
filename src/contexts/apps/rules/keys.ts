/** A signing key as the plan of rotation sees it; instants are RFC 3339. */
export type KeyFacts = { readonly kid: string; readonly madeAt: string; readonly retiredAt: string | null }

const day = 24 * 3_600_000
/** A key signs for 60 days; it is published a day before its first signature and two days after its last (S-083). */
export const keyDays = { signs: 60, before: 1, after: 2 } as const

const age = (instant: string, now: string): number => (Date.parse(now) - Date.parse(instant)) / day

export type KeyTurn = { readonly make: boolean; readonly retire: readonly string[]; readonly drop: readonly string[] }

/** What has to happen to the keys now: make the next one, retire those it replaced, drop those nobody needs to check any more. */
export const turnOfKeys = (keys: readonly KeyFacts[], now: string): KeyTurn => {
  const open = keys.filter(({ retiredAt }) => retiredAt === null).sort((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt))
  const [newest] = open
  const ready = open.find(({ madeAt }) => age(madeAt, now) >= keyDays.before)
  return {
    make: !newest || age(newest.madeAt, now) >= keyDays.signs,
    retire: ready ? open.filter(({ madeAt }) => Date.parse(madeAt) < Date.parse(ready.madeAt)).map(({ kid }) => kid) : [],
    drop: keys.filter(({ retiredAt }) => retiredAt !== null && age(retiredAt, now) >= keyDays.after).map(({ kid }) => kid),
  }
}

/** The keys in the order the provider takes them: the one that signs first, then those that are only published. */
export const inOrderOfUse = <Key extends KeyFacts>(keys: readonly Key[], now: string): Key[] => {
  const newestFirst = [...keys].sort((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt))
  const open = newestFirst.filter(({ retiredAt }) => retiredAt === null)
  const signer = open.find(({ madeAt }) => age(madeAt, now) >= keyDays.before) ?? open.at(-1)
  return signer ? [signer, ...newestFirst.filter((key) => key !== signer)] : newestFirst
}
