import type { FieldError } from '../../../kernel/refusal.ts'
import { type Html, html } from '../../../ui/page/html.ts'

/** What is wrong with a page that came back; the first message for a field stands beside it. */
export type Errors = readonly FieldError[]
export const messageFor = (errors: Errors, field: string): string | undefined => errors.find((error) => error.field === field)?.message

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`
