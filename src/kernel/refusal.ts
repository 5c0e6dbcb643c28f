/**
 * A refusal is an answer, not a fault: a stable code for programs, a sentence for people, and what is open instead.
 * `article` names the law or rule; `open` the acts that could be done now.
 */
export type Refusal = {
  readonly refused: string
  readonly title: string
  readonly detail?: string
  readonly act?: string
  readonly state?: string
  readonly article?: string
  readonly open?: readonly string[]
  readonly fields?: readonly FieldError[]
}

/** One thing wrong with one field, in words that say how to mend it (“请输入 11 位手机号码”). */
export type FieldError = { readonly field: string; readonly message: string }

export const isRefusal = (outcome: unknown): outcome is Refusal => typeof outcome === 'object' && outcome !== null && 'refused' in outcome
