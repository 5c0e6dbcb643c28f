/** What is said of an entry of 便民服务 beside its name. */
export type ConvenienceDetails = {
  /** Stated by the source; an entry of our own has none. */
  readonly phones?: readonly string[] | undefined
  readonly address?: string | undefined
  /** The office that offers it. */
  readonly office?: string | undefined
  /** A page of this platform. */
  readonly path?: string | undefined
  /** Words to look for among the items. */
  readonly find?: string | undefined
  readonly source?: string | undefined
  readonly sourceOn?: string | undefined
  /** The entry is ours, not an office's. */
  readonly sample?: boolean | undefined
}

/** An entry of 便民服务; `division` has 12 digits, `themeNo` two. */
export type ConvenienceEntry = {
  readonly themeNo: string
  readonly theme: string
  readonly category: string
  readonly name: string
  readonly division: string
  readonly details: ConvenienceDetails
}

export type ConvenienceTheme = { readonly no: string; readonly name: string; readonly categories: number; readonly entries: number }
export type ConvenienceCategory = { readonly name: string; readonly entries: readonly ConvenienceEntry[] }
