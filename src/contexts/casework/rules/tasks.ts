/** A part of a guide as the applicant meets it on his 任务单. */
export type TouchedPart =
  | { readonly part: 'material' | 'page'; readonly id: string }
  | { readonly part: 'start' }
  | { readonly part: 'delivery' }

/** The task of the 任务单 for a part of the guide (ui.md §2.4): m-{material}, q-{page}, start, deliver. */
export const taskOf = (touched: TouchedPart): string => {
  if (touched.part === 'material') return `m-${touched.id}`
  if (touched.part === 'page') return `q-${touched.id}`
  return touched.part === 'start' ? 'start' : 'deliver'
}
