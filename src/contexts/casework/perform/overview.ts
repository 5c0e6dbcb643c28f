import { asSystem } from '../../../platform/wall.ts'
import type { Viewer } from '../../identity/index.ts'
import { countDay } from '../store/figures.ts'
import { listOpenOf } from '../store/matters.ts'
import type { Today } from '../terms.ts'
import { reachOf } from './acting.ts'
import type { Casework } from './journal.ts'
import { type CaseRow, rowOf } from './view.ts'

/** 阳光政务: 受理 and 办结 of a day, and the share of promises kept in percent with one decimal (domain.md E-03). */
export type TodayFigures = { readonly accepted: number; readonly finished: number; readonly onTimeShare?: string }

/** The figures of today in a division (12 digits). Without a decision that had a promised date there is no share. */
export const todayFigures = async (casework: Casework, division: string, today: Today): Promise<TodayFigures> => {
  const { accepted, decided, promised, onTime } = await asSystem('figures of a day are published', () =>
    countDay(casework.db.read, division, today.date),
  )
  const share = promised === 0 ? {} : { onTimeShare: ((onTime / promised) * 100).toFixed(1) }
  return { accepted, finished: decided, ...share }
}

/** The viewer's own cases that are not over: what waits for him (补正, 补齐材料, 预审退回) first, then the earliest due. */
export const listMyOpen = async (casework: Casework, viewer: Viewer, today: Today, limit = 50): Promise<CaseRow[]> => {
  const reach = reachOf(viewer)
  if (!reach) return []
  const rows = await listOpenOf(casework.db.sql, reach, limit)
  return rows.map((matter) => rowOf(casework, matter, today))
}
