/** A theme of the 目录 and how many items of the site it holds. */
export type Theme = { readonly value: string; readonly name: string; readonly count: number }

const rest = '999'
/** The fullest themes first, 其他 at the end. */
export const byCount = (themes: readonly Theme[]): Theme[] =>
  themes.toSorted((a, b) => Number(a.value === rest) - Number(b.value === rest) || b.count - a.count || (a.value < b.value ? -1 : 1))

/** What is said to an applicant whose turn it is, and what to press, by the stage of his case. */
export const turnWords = (stage: string): { readonly state: string; readonly act: string } => {
  if (stage === 'preReviewReturned') return { state: '预审没有通过', act: '去修改' }
  return stage === 'acceptedWithGaps' ? { state: '需补齐材料', act: '去补齐' } : { state: '需补正', act: '去补正' }
}

/** Stages as applicants read them in a list; the case page says more (ui.md §2.4). */
export const stageWords = (stage: string, outcome: 'granted' | 'denied' | null): string => {
  if (stage === 'finished') return outcome === 'denied' ? '未批准' : '已办成'
  return inWords[stage] ?? '办理中'
}
const inWords: Readonly<Record<string, string>> = {
  submitted: '已提交，等预审',
  preReviewReturned: '预审没有通过',
  preReviewed: '预审通过，请把原件交到窗口',
  received: '已收到，等受理',
  correcting: '等您补正',
  corrected: '补正已交，等受理',
  acceptedWithGaps: '等您补齐材料',
  paused: '时限暂停',
  toDecide: '审定中',
  granted: '已办成，结果送达中',
  denied: '未批准，结果送达中',
  notNeeded: '不需要办理',
  refused: '不予受理',
  withdrawn: '已撤回',
  deemedWithdrawn: '已按撤回处理',
  terminated: '已终止',
  voided: '已作废',
}
