import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { button, csrfField, note } from '../../../ui/page/parts.ts'
import { type Change, policyOf } from '../../catalogue/index.ts'
import type { DraftView } from './draft-view.ts'

const consequences = {
  reopen: undefined,
  drop: '原来填的、传的还留着,提交时不会送出',
  tell: undefined,
  quiet: undefined,
} as const

const line = (change: Change): Html => {
  const also = consequences[policyOf(change).draft]
  return html`<li>${change.says}${also && html`<span class="mut">(${also})</span>`}</li>`
}

const toConfirm = ({ reopened }: DraftView): Html =>
  reopened.length > 0
    ? html`<p>只有标着“需要重新确认”的 <span class="num">${reopened.length}</span> 项要再看一遍,填好的都还在。</p>`
    : html`<p>填好的都还在,没有要重新填的。</p>`

const acknowledge = (frame: Frame, { id }: DraftView): Html =>
  html`<form method="post" action="${href(frame, `/apply/${id}/version`)}" class="acts">${csrfField(frame)}${button('看过了,按新版接着办')}</form>`

/** What changed of the guide while the draft was open, in plain words; once it was told it stands there as a reminder (ui.md §2.4). */
export const changeNote = (frame: Frame, draft: DraftView): Html | undefined => {
  const { changes, begunVersion, currentVersion, guideVersion, guide } = draft
  if (changes.length === 0) return undefined
  const isTold = guideVersion === currentVersion
  const both = `/guide/${guide.code}/versions?from=${begunVersion}&to=${currentVersion}`
  return note(
    isTold ? 'info' : 'warn',
    html`<h2>办事指南在您填写期间更新了</h2>
      <p>您开始时是第 ${begunVersion} 版,现在是第 ${currentVersion} 版。改了这些:</p>
      <ul>${changes.map(line)}</ul>
      ${toConfirm(draft)}
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
        html`<p>现在请办:<a href="${href(frame, `/guide/${closed.successor.code}`)}">${closed.successor.name}</a></p>
        <form method="post" action="${href(frame, `/apply/${id}/successor`)}" class="acts">${csrfField(frame)}${button('带着已填内容去新事项')}</form>`
      }`,
  )

/** A draft that took over what another one held. */
export const carriedNote = (frame: Frame, { carriedFrom }: DraftView): Html | undefined =>
  carriedFrom === undefined
    ? undefined
    : note(
        'info',
        html`<p>名称相同的填写内容、材料和情形已经从<a href="${href(frame, `/apply/${carriedFrom}`)}">原来的草稿</a>带过来,请逐项核对。原来的草稿还在。</p>`,
      )

/** What changed of a task, on the page where it is confirmed. */
export const taskChanges = (words: readonly string[]): Html | undefined =>
  words.length === 0
    ? undefined
    : note('warn', html`<p><b>需要重新确认:</b>办事指南更新了。</p><ul>${words.map((says) => html`<li>${says}</li>`)}</ul>`)
