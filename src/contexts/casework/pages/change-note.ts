import { yuan } from '../../../kernel/money.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { button, csrfField, note } from '../../../ui/page/parts.ts'
import { type Change, type Charge, policyOf } from '../../catalogue/index.ts'
import type { CaseModel } from './case-model.ts'
import { type DraftView, taskGroups } from './draft-view.ts'

const consequences = {
  reopen: undefined,
  drop: '原来填的、传的还留着，提交时不会送出',
  tell: undefined,
  quiet: undefined,
} as const

const line = (change: Change): Html => {
  const also = consequences[policyOf(change).draft]
  return html`<li>${change.says}${also && html`<span class="mut">(${also})</span>`}</li>`
}

/** How many tasks are to be looked at again, and how many that the change touched are not done yet. */
const toDo = (draft: DraftView): Html => {
  const touched = taskGroups(draft)
    .flatMap(({ tasks }) => tasks)
    .filter(({ id }) => draft.reopened.includes(id))
  const again = touched.filter(({ state }) => state === 'reopened').length
  const open = touched.length - again
  if (touched.length === 0) return html`<p>填好的都还在，没有要重新填的。</p>`
  return html`<p>填好的都还在。${again > 0 && html`只有标着“需要重新确认”的 <span class="num">${again}</span> 项要再看一遍。`}${open > 0 && html`新的 <span class="num">${open}</span> 项要填。`}</p>`
}

const acknowledge = (frame: Frame, { id }: DraftView): Html =>
  html`<form method="post" action="${href(frame, `/apply/${id}/version`)}" class="acts">${csrfField(frame)}${button('看过了，按新版接着办')}</form>`

/** What changed of the guide while the draft was open, in plain words; once it was told it stands there as a reminder (ui.md §2.4). */
export const changeNote = (frame: Frame, draft: DraftView): Html | undefined => {
  const { changes, begunVersion, currentVersion, guideVersion, guide } = draft
  if (changes.length === 0) return undefined
  const isTold = guideVersion === currentVersion
  const both = `/guide/${guide.code}/versions?from=${begunVersion}&to=${currentVersion}`
  return note(
    isTold ? 'info' : 'warn',
    html`<h2>办事指南在您填写期间更新了</h2>
      <p>您开始时是第 ${begunVersion} 版，现在是第 ${currentVersion} 版。改了这些：</p>
      <ul>${changes.map(line)}</ul>
      ${toDo(draft)}
      <p><a href="${href(frame, both)}">两个版本的全部不同</a></p>
      ${!isTold && !draft.closed && acknowledge(frame, draft)}`,
  )
}

/** An item that is not handled any more: since when, why, that nothing is lost, and the way to what took its place (R-048, R-050). */
export const closedNote = (frame: Frame, { id, closed }: DraftView): Html | undefined =>
  closed &&
  note(
    'warn',
    html`<h2>这个事项现在不能提交</h2><p>这个事项${closed.because}</p><p>您填写的内容和上传的材料都还在。</p>
      ${
        closed.successor &&
        html`<p>现在请办：<a href="${href(frame, `/guide/${closed.successor.code}`)}">${closed.successor.name}</a></p>
        <form method="post" action="${href(frame, `/apply/${id}/successor`)}" class="acts">${csrfField(frame)}${button('带着已填内容去新事项')}</form>`
      }`,
  )

/** A draft that took over what another one held. */
export const carriedNote = (frame: Frame, { carriedFrom }: DraftView): Html | undefined =>
  carriedFrom === undefined
    ? undefined
    : note(
        'info',
        html`<p>名称相同的填写内容、材料和情形已经从<a href="${href(frame, `/apply/${carriedFrom}`)}">原来的草稿</a>带过来，请逐项核对。原来的草稿还在。</p>`,
      )

const says = (changes: readonly Change[]): Html => html`<ul>${changes.map((change) => html`<li>${change.says}</li>`)}</ul>`

const paying = (charges: readonly Charge[]): string =>
  charges.length === 0
    ? '不收费'
    : charges.map((charge) => `${charge.name}：${charge.amount === undefined ? charge.standard : `${yuan(charge.amount)} 元`}`).join('；')

/** Under which version a case is handled, what has changed since, and what of it holds for the applicant (house.md §3.3, decisions/0014). */
export const sinceFiled = (frame: Frame, { item, since }: Pick<CaseModel, 'item' | 'since'>): Html | undefined => {
  if (!since) return undefined
  const of = (...cases: readonly string[]) => since.changes.filter((change) => cases.includes(policyOf(change).case))
  const [better, facts, other] = [of('favours'), of('newest'), of('pinned', 'none')]
  const isCheaper = better.some(({ kind }) => kind === 'feeLowered')
  return html`<h2>办事指南更新了</h2>
    <p>这个办件按您提交时的<b>第 ${since.from} 版</b>办理；办事指南现在是第 ${since.to} 版。时限、环节和要求仍按第 ${since.from} 版。</p>
    ${better.length > 0 && html`<p>对您有利的这些改动，对这个办件同样适用：</p>${says(better)}`}
    ${isCheaper && html`<p>收费：${paying(since.charges)}。</p>`}
    ${facts.length > 0 && html`<p>这些以新的为准：</p>${says(facts)}`}
    ${other.length > 0 && html`<details><summary>不影响这个办件的改动(${other.length})</summary>${says(other)}</details>`}
    <p><a href="${href(frame, `/guide/${item}/versions?from=${since.from}&to=${since.to}`)}">两个版本的全部不同</a></p>`
}

/** What changed of a task, on the page where it is confirmed. */
export const taskChanges = (words: readonly string[]): Html | undefined =>
  words.length === 0
    ? undefined
    : note('warn', html`<p><b>需要重新确认：</b>办事指南更新了。</p><ul>${words.map((says) => html`<li>${says}</li>`)}</ul>`)
