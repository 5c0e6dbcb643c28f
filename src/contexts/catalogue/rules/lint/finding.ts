import type { Guide } from '../../terms.ts'

/** `error`: the guide is not published so. `warning`: somebody looks at it. */
export type Severity = 'error' | 'warning'

/**
 * One thing a guide is to be mended for. `rule` is the requirement's number; `field` the path in the guide (`materials.2.name`); `found`
 * the words, `at` where they stand in the field's text, from and to (UTF-16); `why` names the article; `fix` says what to write.
 * `mend` is the whole corrected text of the field where there is but one right answer.
 */
export type Finding = {
  readonly rule: `R-${number}` | `U-${number}`
  readonly field: string
  readonly severity: Severity
  readonly found: string
  readonly at?: readonly [from: number, to: number]
  readonly why: string
  readonly fix: string
  readonly mend?: string
}

/** A law as the index has it: its articles as they are numbered there (第一条, 第十七条之一), and the day of its text. */
export type KnownLaw = { readonly title: string; readonly on: string; readonly articles: ReadonlySet<string> }

/** What is known beside the guide itself. Without `laws` a citation is said to be unverified. */
export type LintKnown = { readonly laws?: ReadonlyMap<string, KnownLaw> }

/** One rule: what it finds in a guide. */
export type Rule = (guide: Guide, known: LintKnown) => readonly Finding[]

const finding =
  (severity: Severity) =>
  (rule: Finding['rule'], field: string, found: string, why: string, fix: string, more: Pick<Finding, 'at' | 'mend'> = {}): Finding => ({
    rule,
    field,
    severity,
    found,
    why,
    fix,
    ...more,
  })
/** A finding that keeps a guide from being published. */
export const error = finding('error')
/** A finding somebody looks at. */
export const warning = finding('warning')

/** Nothing is said here: an empty text, a dash, 未提供. */
export const isUnsaid = (text: string | undefined): boolean => /^[\s/\\—–-]*(未提供|无|略|暂无|待定|同上)?[\s/。]*$/.test(text ?? '')
