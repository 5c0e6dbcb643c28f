/** One part of a paper's text, from top to bottom. */
export type Block =
  /** 抬头: flush left, ends with a colon. */
  | { readonly kind: 'addressee'; readonly text: string }
  /** Body text, two characters indented. */
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A numbered heading in bold: 一、… */
  | { readonly kind: 'heading'; readonly text: string }
  /** Names and values, ruled. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  /** A ruled table; `share` is the part of the width a column takes, all shares together 1. */
  | {
      readonly kind: 'table'
      readonly columns: readonly { readonly name: string; readonly share: number }[]
      readonly rows: readonly (readonly string[])[]
    }
  /** Small text below the body. */
  | { readonly kind: 'note'; readonly text: string }

export type Seal = {
  /** On the circle: the unit. */
  readonly unit: string
  /** In the middle, and below it in small: 业务专用章 / (示例). */
  readonly lines: readonly string[]
}

/** Where the paper can be checked: the address in the QR code, and the code as it is typed. */
export type Check = { readonly url: string; readonly code: string }

/** Cells to be filled in by hand, two a row; a `wide` one takes the whole row. */
export type Strip = { readonly title: string; readonly cells: readonly (string | { readonly wide: string })[] }

/** A legal paper as it is laid out, before any drawing (GB/T 9704 manners). */
export type Sheet = {
  readonly unit: string
  readonly title: string
  readonly number: string
  readonly blocks: readonly Block[]
  /** 署名 and 成文日期. */
  readonly signature: { readonly unit: string; readonly date: string; readonly seal: Seal }
  /** 签收栏: what the recipient fills in. */
  readonly strip?: Strip
  readonly check: Check
}

/** An e-licence as it is laid out: a bordered page across. */
export type Certificate = {
  readonly title: string
  readonly number: string
  readonly facts: readonly (readonly [string, string])[]
  readonly text: string
  readonly issuer: string
  readonly date: string
  readonly seal: Seal
  readonly identifier: string
  readonly check: Check
}

/** What goes into the file beside the page. `at` dates the file: it comes from the record, so that the same record gives the same bytes. */
export type FileFacts = {
  readonly title: string
  readonly author: string
  readonly at: Date
  /** Plain facts for programs, in ASCII, kept beside the signature as entries named Tongban… */
  readonly marks?: Readonly<Record<string, string>>
}
