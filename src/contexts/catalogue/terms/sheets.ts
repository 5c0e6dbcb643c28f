/** What is wrong in a workbook, where, and how to mend it. `code` is stable; `column` as the sheet letters it, with its heading. */
export type SheetProblem = {
  readonly code: string
  readonly sheet: string
  readonly row?: number
  readonly column?: string
  readonly message: string
  readonly fix: string
}

/** One cell that says something else than the guide in force: `of` names the row of a list, `from` or `to` is empty where there is none. */
export type CellChange = {
  readonly sheet: string
  readonly of?: string
  readonly field: string
  readonly from: string
  readonly to: string
}

/** What a row of a workbook comes to, held against the guide in force. */
export const rowStates = { changed: '有改动', new: '新', refused: '不能用', unchanged: '没有改动' } as const
export type RowState = keyof typeof rowStates

/** An upload of before: how many rows it has, how many say something new, how many of these became drafts. */
export type UploadLine = {
  readonly id: string
  readonly fileName: string
  readonly uploadedAt: string
  readonly rows: number
  readonly usable: number
  readonly refused: number
  readonly taken: number
}

/** What became of a row that was to be taken: a draft now, or why not. */
export type Taken = {
  readonly position: number
  readonly code: string
  readonly draft: boolean
  readonly why?: string
  readonly reason?: string
}
