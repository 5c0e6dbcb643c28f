import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty, pager } from '../../../ui/page/parts.ts'
import { inFours } from './done-page.ts'

/** A case with its papers, as 我的文书 lists them. */
export type CasePapers = {
  readonly no: string
  readonly itemName: string
  readonly papers: readonly {
    readonly id: string
    readonly title: string
    readonly number: string
    readonly unit: string
    readonly on: LocalDate
  }[]
}

const group = (frame: Frame, { no, itemName, papers }: CasePapers): Html => html`<section>
  <h2><a href="${href(frame, `/my/cases/${no}`)}">${itemName}</a></h2>
  <p class="mut">办件编号 <span class="num">${inFours(no)}</span></p>
  ${dataTable({
    caption: `${itemName}的文书`,
    head: ['文书', '文号', '日期', '出具单位'],
    rows: papers.map(({ id, title, number, unit, on }) => [
      html`<a href="/api/v1/cases/${no}/documents/${id}.pdf">${title}(PDF)</a>`,
      html`<span class="num">${number}</span>`,
      html`<span class="num">${chineseDate(on)}</span>`,
      html`${unit}`,
    ]),
  })}
  <p><a href="/api/v1/cases/${no}/documents.zip" download="文书${no}.zip">下载这个办件的全部文书和可验证的回执(ZIP)</a></p></section>`

/** 我的文书: every paper of every own case with number, date and who issued it, newest case first. */
export const myPapersPage = (frame: Frame, cases: readonly CasePapers[], next: string | undefined): Html =>
  layout(frame, {
    title: '我的文书',
    crumbs: [{ name: '我的', href: '/my' }],
    wide: true,
    main: html`<h1>我的文书</h1>
      <p class="mut">办理中出具给您的每一份文书都在这里。文书带有数字签名和验证码，任何人都可以在“<a href="${href(frame, '/verify')}">查验</a>”页核对。</p>
      ${cases.length === 0 ? empty('还没有文书。', { href: href(frame, '/my/cases'), label: '看我的办件' }) : cases.map((one) => group(frame, one))}
      ${pager({ next })}`,
  })
