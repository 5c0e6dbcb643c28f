import type { FieldError } from '../../kernel/refusal.ts'
import { type Frame, href } from './frame.ts'
import { attribute, type Html, html } from './html.ts'

/** Every form that acts carries it (S-059). */
export const csrfField = (frame: Frame): Html => html`<input type="hidden" name="_csrf" value="${frame.csrf()}">`

/** The button that sends its form; `alt` for the lesser act. */
export const button = (label: string, options: { readonly name?: string; readonly value?: string; readonly alt?: boolean } = {}): Html =>
  html`<button class="${options.alt ? 'btn alt' : 'btn'}" type="submit"${options.name && html` name="${options.name}" value="${options.value ?? ''}"`}>${label}</button>`

/** Where the page came from, in the place of the breadcrumbs. */
export const backLink = (frame: Frame, path: string, label: string): Html =>
  html`<nav class="crumb" aria-label="返回"><a href="${href(frame, path)}">${label}</a></nav>`

/** 脊: a node is done, now, still to come, needs you (stop), or stands still while the clock is stopped (hold). */
export type Node = {
  readonly name: string
  readonly state: 'done' | 'now' | 'todo' | 'stop' | 'hold'
  readonly when?: string | undefined
  readonly body?: Html | undefined
}
const nodeWords = { done: '已完成', now: '当前', todo: '', stop: '需要您处理', hold: '时限暂停' }

/** The stem that carries a matter from its guide to its end; the words carry the meaning, the marks follow them. */
export const spine = (nodes: readonly Node[]): Html =>
  html`<ol class="spine">${nodes.map(
    (node) =>
      html`<li class="${node.state}"><span class="st">${node.name}</span>${nodeWords[node.state] && html`<span class="sr">(${nodeWords[node.state]})</span>`}${node.when && html` <span class="num mut">${node.when}</span>`}${node.body}</li>`,
  )}</ol>`

/** A long number in groups of four for the eye; copied or read aloud it is one number. */
export const inFours = (number: string): Html =>
  html`<span class="num fours">${(number.replace(/\s/g, '').match(/.{1,4}/g) ?? []).map((group) => html`<span>${group}</span>`)}</span>`

/** 号牌: the number of a case and what belongs to it; it can be cut out of the printed page. */
export const ticket = (card: {
  readonly title: string
  readonly label: string
  readonly number: string
  readonly rows?: readonly Row[]
}): Html => html`
<div class="ticket"><h1>${card.title}</h1><p>${card.label}</p>${inFours(card.number)}
${(card.rows ?? []).map((row) => html`<p>${row.name} ${isCode(row.value) ? html`<span class="num">${row.value}</span>` : html`<b>${row.value}</b>`}</p>`)}</div>`
const isCode = (value: Html | string): boolean => typeof value === 'string' && /^[\w -]+$/.test(value)

export type Row = { readonly name: string; readonly value: Html | string; readonly act?: { readonly href: string; readonly label: string } }
/** Name and value in rows; `act` (“修改”) changes that row and says which one to a screen reader. */
export const summaryList = (rows: readonly Row[]): Html =>
  html`<dl class="dl">${rows.map(
    (row) =>
      html`<div><dt>${row.name}</dt><dd>${row.value}</dd>${row.act && html`<dd><a href="${row.act.href}">${row.act.label}<span class="sr">${row.name}</span></a></dd>`}</div>`,
  )}</dl>`

/** 一眼栏: the facts of a guide at a glance. */
export const glance = (facts: readonly { readonly name: string; readonly value: string; readonly note?: string | undefined }[]): Html =>
  html`<ul class="glance">${facts.map((fact) => html`<li>${fact.name}<b>${fact.value}</b>${fact.note && html`<span class="mut">${fact.note}</span>`}</li>`)}</ul>`

/** 目录: numbered lines with counts; `from` is the number of the first. */
export const catalogueList = (
  lines: readonly { readonly name: string; readonly href: string; readonly count?: number }[],
  from = 1,
): Html =>
  html`<ul class="cat">${lines.map(
    (line, i) =>
      html`<li><a href="${line.href}"><i>${String(from + i).padStart(2, '0')}</i><b>${line.name}</b>${line.count !== undefined && html`<span>${line.count} 项</span>`}</a></li>`,
  )}</ul>`

export type TagKind = 'ok' | 'warn' | 'err' | 'now' | 'plain'
/** A state in a frame: the word says it, the colour repeats it. */
export const tag = (kind: TagKind, text: string): Html => html`<span class="tag ${kind}">${text}</span>`

/** A notice beside the text; `warn` when there is a date to keep. */
export const note = (kind: 'info' | 'warn', body: Html | string): Html =>
  html`<div class="note${kind === 'warn' && ' warn'}">${typeof body === 'string' ? html`<p>${body}</p>` : body}</div>`

export type TaskLine = {
  readonly name: string
  readonly href?: string | undefined
  readonly status: Html | string
  readonly note?: string | undefined
}
/** 任务单: what is to be done with its state; a line without href cannot be done yet, and `note` says why. */
export const taskList = (tasks: readonly TaskLine[]): Html =>
  html`<ul class="tasks">${tasks.map(
    (task) =>
      html`<li>${task.href ? html`<a href="${task.href}">${task.name}</a>` : html`<span>${task.name}</span>`}<span class="st">${task.status}</span>${task.note && html`<p>${task.note}</p>`}</li>`,
  )}</ul>`

/** A table that stacks on a phone; the first column heads its row. */
export const dataTable = (table: {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly (Html | string)[])[]
}): Html => html`
<div class="tw"><table class="stack"><caption class="sr">${table.caption}</caption>
<thead><tr>${table.head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${table.rows.map(
  (row) =>
    html`<tr>${row.map((cell, i) => (i === 0 ? html`<th scope="row">${cell}</th>` : html`<td data-l="${table.head[i] ?? ''}">${cell}</td>`))}</tr>`,
)}</tbody></table></div>`

/** The id of the control of a field, for labels and for the links of the error summary. */
export const fieldId = (name: string): string => `f-${name.replace(/[^\w-]/g, '-')}`

/** “有 2 处需要改正”, the same words as beside the fields, each a link to its control. */
export const errorSummary = (errors: readonly (FieldError & { readonly href?: string })[]): Html | undefined =>
  errors.length === 0
    ? undefined
    : html`<div class="errs" role="alert" tabindex="-1" data-focus><h2>有 ${errors.length} 处需要改正</h2><ul>${errors.map(
        (error) => html`<li><a href="${error.href ?? `#${fieldId(error.field)}`}">${error.message}</a></li>`,
      )}</ul></div>`

/** Previous and next as real links, so that every list can be paged without script. */
export const pager = (links: {
  readonly previous?: string | undefined
  readonly next?: string | undefined
  readonly label?: string
}): Html | undefined =>
  links.previous || links.next
    ? html`<nav class="acts pager" aria-label="分页">${links.previous && html`<a rel="prev" href="${links.previous}">上一页</a>`}${links.label && html`<span class="num">${links.label}</span>`}${links.next && html`<a rel="next" href="${links.next}">下一页</a>`}</nav>`
    : undefined

/** Nothing to show: one sentence and what can be done next. */
export const empty = (sentence: string, next?: { readonly href: string; readonly label: string }): Html =>
  html`<p class="mut">${sentence}${next && html` <a href="${next.href}">${next.label}</a>`}</p>`

export type Lamp = 'green' | 'yellow' | 'red' | 'grey'
const lamps: Record<Lamp, readonly [shape: string, word: string]> = {
  green: ['●', '正常'],
  yellow: ['▲', '临近到期'],
  red: ['■', '超期'],
  grey: ['Ⅱ', '时限暂停'],
}
/** How a clock stands: shape, word and colour, so that it is never told by colour alone (U-032). */
export const lamp = (light: Lamp, word = lamps[light][1]): Html =>
  html`<span class="lamp ${light}"><span aria-hidden="true">${lamps[light][0]}</span> ${word}</span>`

/** Shown only where script runs: paper is one touch away, without script the browser's own menu prints. */
export const printButton = (label: string): Html => html`<button class="btn alt" type="button" hidden data-print>${label}</button>`

/** A number that can be copied with one touch where script runs. */
export const copyButton = (text: string, what: string): Html =>
  html`<button class="btn alt mini noprint" type="button" hidden data-copy="${text}">复制${what}</button>`

/** 时限 line: a cell a workday, the used ones filled; the words carry the meaning. */
export const dueLine = (used: number, total: number): Html | undefined =>
  total > 0 && total <= 60
    ? html`<div class="due" aria-hidden="true">${Array.from({ length: total }, (_, i) => html`<i${i < used && html` class="u"`}></i>`)}</div>`
    : undefined

/** One tick with its words, for consents and declarations; `label` may hold links. */
export const checkbox = (field: {
  readonly name: string
  readonly label: Html | string
  readonly checked?: boolean
  readonly error?: string | undefined
}): Html => html`
<div class="fg${field.error && ' bad'}">${field.error && html`<p class="msg" id="${fieldId(field.name)}-e">${field.error}</p>`}<div class="pick"><input type="checkbox" id="${fieldId(field.name)}" name="${field.name}" value="1"${attribute('checked', field.checked ?? false)}${field.error && html` aria-invalid="true" aria-describedby="${fieldId(field.name)}-e"`}><label for="${fieldId(field.name)}">${field.label}</label></div></div>`
