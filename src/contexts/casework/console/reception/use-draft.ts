import { useEffect, useRef, useState } from 'react'
import type { Answers } from '../../../../kernel/form.ts'
import type { Told } from '../../../../ui/console/api.ts'
import { change, read } from '../../../../ui/console/api.ts'
import { toldOf } from '../../../../ui/console/told.ts'
import type { Delivery } from '../../terms.ts'
import { forget, keep, recall } from '../verdicts.ts'
import type { DraftView, WindowGuide } from './shapes.ts'

/** What is typed on the window's form. */
export type Typed = { readonly answers: Answers; readonly situation: Answers; readonly delivery?: Delivery | undefined }
export type OpenDraft = {
  readonly draft: DraftView
  readonly guide: WindowGuide
  readonly typed: Typed
  readonly saving: 'saved' | 'waiting' | 'failed'
  readonly change: (next: Typed) => void
  /** Saves at once what is typed. Throws ApiError. */
  readonly save: () => Promise<void>
  readonly reload: () => Promise<void>
}

const pause = 700
const place = (id: string): string => `reception:${id}`

const load = async (id: string): Promise<{ draft: DraftView; guide: WindowGuide }> => {
  const got = await read<DraftView>(`/api/v1/cases/${id}/draft`)
  if (got === 'unchanged') throw new Error('a draft without its content')
  const draft = got.data
  const path = `/api/v1/items/${draft.item}/guide?version=${draft.guideVersion}`
  const guide = await read<{ guide: WindowGuide }>(path)
  if (guide === 'unchanged') throw new Error('a guide without its content')
  return { draft, guide: guide.data.guide }
}

/** What was typed before the page was left and is not saved yet comes first (U-041). */
const typedOf = ({ id, answers, situation, delivery }: DraftView): Typed =>
  recall<Typed>(place(id), { answers, situation, ...(delivery ? { delivery } : {}) })

/** A draft at the window: what was typed is kept in the tab at once and on the server after a pause. */
export const useDraft = (id: string | undefined): { readonly open?: OpenDraft; readonly problem?: Told } => {
  const [loaded, setLoaded] = useState<{ draft: DraftView; guide: WindowGuide }>()
  const [problem, setProblem] = useState<Told>()
  const [typed, setTyped] = useState<Typed>()
  const [saving, setSaving] = useState<OpenDraft['saving']>('saved')
  const latest = useRef<Typed>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const reload = async (): Promise<void> => {
    if (!id) return
    try {
      const got = await load(id)
      setLoaded(got)
      setProblem(undefined)
      if (latest.current === undefined) {
        latest.current = typedOf(got.draft)
        setTyped(latest.current)
      }
    } catch (error) {
      setProblem(toldOf(error))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft is read, nothing else
  useEffect(() => {
    setLoaded(undefined)
    setTyped(undefined)
    latest.current = undefined
    void reload()
    return () => clearTimeout(timer.current)
  }, [id])

  const save = async (): Promise<void> => {
    clearTimeout(timer.current)
    const sent = latest.current
    if (!id || !sent) return
    await change(`/api/v1/cases/${id}/draft`, { method: 'PATCH', body: sent })
    if (latest.current !== sent) return
    forget(place(id))
    setSaving('saved')
  }
  const type = (next: Typed): void => {
    if (!id) return
    latest.current = next
    setTyped(next)
    setSaving('waiting')
    keep(place(id), next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void save().catch(() => setSaving('failed')), pause)
  }
  return {
    ...(loaded && typed ? { open: { ...loaded, typed, saving, change: type, save, reload } } : {}),
    ...(problem ? { problem } : {}),
  }
}
