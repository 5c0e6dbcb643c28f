import { useCallback, useEffect, useRef, useState } from 'react'
import { change, type Told } from '../../../ui/console/api.ts'
import { toldOf } from '../../../ui/console/told.ts'
import { bringTogether } from '../rules/bring-forward.ts'
import type { Change, ChangePolicy } from '../rules/change-kinds.ts'
import type { DraftAct } from '../rules/draft-course.ts'
import type { Finding } from '../rules/lint/index.ts'
import type { Difference } from '../rules/unity.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { DraftEntry, GuideDraft, ReturnReason } from '../terms/draft.ts'
import type { Guide } from '../terms.ts'

/** `GET /api/v1/catalogue/drafts/{code}`. */
export type ItemView = {
  readonly code: string
  readonly inForce: { readonly version: number; readonly guide: Guide } | null
  readonly draft: Omit<GuideDraft, 'id' | 'authors'> | null
  readonly mayEdit: boolean
  readonly open: readonly DraftAct[]
  readonly isAuthor: boolean
  readonly outdated: boolean
  readonly changes: readonly (Change & { readonly policy: ChangePolicy })[]
  readonly obstacles: readonly { readonly field: string; readonly message: string }[]
  readonly findings: readonly Finding[]
  readonly underWay: { readonly drafts: number; readonly cases: number }
  readonly history: readonly DraftEntry[]
  readonly base: { readonly item: BaseItem; readonly differences: readonly Difference[] } | null
}
export const draftAddress = (code: string): string => `/api/v1/catalogue/drafts/${encodeURIComponent(code)}`

/** Somebody else saved: his text, and the elements both changed, to be decided one by one. */
export type Clash = { readonly by: string; readonly theirs: Guide; readonly both: readonly (keyof Guide)[] }
type Text = { readonly guide: Guide; readonly reason: string }
type Kept = Text & { readonly seen: number; readonly saved: Text }
type Theirs = { readonly revision: number; readonly savedBy: string; readonly guide: Guide }

const keyOf = (code: string): string => `guide:${code}`

/** What this tab had not saved yet when it was left, if the draft still stands where it was. */
const recall = (code: string, seen: number): Kept | undefined => {
  const kept = sessionStorage.getItem(keyOf(code))
  const read = kept ? (JSON.parse(kept) as Kept) : undefined
  return read?.seen === seen ? read : undefined
}

const firstOf = (view: ItemView): Kept => {
  const seen = view.draft?.revision ?? 0
  const guide = view.draft?.guide ?? (view.inForce?.guide as Guide)
  const saved = { guide, reason: view.draft?.reason ?? '' }
  return recall(view.code, seen) ?? { ...saved, seen, saved }
}

type Put = { readonly revision: number; readonly findings: readonly Finding[] } | { readonly theirs: Theirs } | { readonly told: Told }

const putText = async (code: string, { seen, guide, reason }: Kept): Promise<Put> => {
  try {
    return await change(draftAddress(code), { method: 'PUT', body: { seen, guide, reason } })
  } catch (error) {
    const told: Told & { readonly theirs?: Theirs } = toldOf(error)
    return told.theirs ? { theirs: told.theirs } : { told }
  }
}

const isSame = (a: Text, b: Text): boolean => a.guide === b.guide && a.reason === b.reason
const quietFor = 800
export type Saving = 'saved' | 'waiting' | 'saving' | { readonly told: Told }

/** The text being written, saved by itself a moment after the last key; what is not saved yet outlives a reload. */
export const useDraft = (view: ItemView) => {
  const [text, setText] = useState<Kept>(() => firstOf(view))
  const [findings, setFindings] = useState(view.findings)
  const [saving, setSaving] = useState<Saving>('saved')
  const [clash, setClash] = useState<Clash>()
  const latest = useRef(text)
  latest.current = text
  const turn = useRef<Promise<void>>(Promise.resolve())

  const put = (next: Kept): void => {
    latest.current = next
    setText(next)
    sessionStorage.setItem(keyOf(view.code), JSON.stringify(next))
  }
  const meet = (theirs: Theirs): void => {
    const { guide, saved, reason } = latest.current
    const met = bringTogether(saved.guide, guide, theirs.guide)
    put({ guide: met.guide, reason, seen: theirs.revision, saved: { guide: theirs.guide, reason: saved.reason } })
    if (met.both.length > 0) setClash({ by: theirs.savedBy, theirs: theirs.guide, both: met.both.map(({ element }) => element) })
  }
  const send = async (): Promise<void> => {
    const sent = latest.current
    if (isSame(sent, sent.saved)) return
    setSaving('saving')
    const answer = await putText(view.code, sent)
    if ('told' in answer) return setSaving(answer)
    if ('theirs' in answer) {
      meet(answer.theirs)
      return setSaving('waiting')
    }
    const now = { ...latest.current, seen: answer.revision, saved: { guide: sent.guide, reason: sent.reason } }
    put(now)
    setFindings(answer.findings)
    if (isSame(now, sent)) sessionStorage.removeItem(keyOf(view.code))
    setSaving(isSame(now, sent) ? 'saved' : 'waiting')
  }
  const sending = useRef(send)
  sending.current = send
  const flush = useCallback((): Promise<void> => {
    const once = (): Promise<void> => sending.current()
    turn.current = turn.current.then(once, once)
    return turn.current
  }, [])

  useEffect(() => {
    if (isSame(text, text.saved) || clash) return
    const timer = setTimeout(() => void flush(), quietFor)
    return () => clearTimeout(timer)
  }, [text, clash, flush])

  const write = (to: Partial<Text>): void => {
    put({ ...latest.current, ...to })
    setSaving('waiting')
  }
  const settle = (element: keyof Guide, isTheirs: boolean): void => {
    if (!clash) return
    if (isTheirs) {
      const { [element]: _mine, ...rest } = latest.current.guide
      const theirs = clash.theirs[element]
      write({ guide: (theirs === undefined ? rest : { ...rest, [element]: theirs }) as Guide })
    }
    const both = clash.both.filter((one) => one !== element)
    setClash(both.length > 0 ? { ...clash, both } : undefined)
  }
  return { text, write, findings, saving, flush, clash, settle, seen: () => latest.current.seen, now: () => latest.current.guide }
}

/** 送审, 退回 … with the revision that is on the screen. Throws ApiError. */
export const actOn = (code: string, act: DraftAct, seen: number, returned?: readonly ReturnReason[]) =>
  change<{ readonly state: string; readonly version?: number }>(`${draftAddress(code)}/acts`, {
    method: 'POST',
    body: { act, seen, ...(returned ? { returned } : {}) },
  })
