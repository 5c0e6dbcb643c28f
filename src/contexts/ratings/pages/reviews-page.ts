import { chineseDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, empty, pager, tag } from '../../../ui/page/parts.ts'
import { publicWords } from '../rules.ts'
import { badGrades, badReasons, gradeNames, grades, type Rating, type RatingSummary } from '../terms.ts'

export type ReviewsModel = {
  readonly code: string
  readonly itemName: string
  readonly summary: RatingSummary
  readonly ratings: readonly Rating[]
  readonly next?: string | undefined
}

const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)}%`

const figures = ({ count, byGrade, goodShare }: RatingSummary): Html => html`
  <ul class="figs"><li><b>${goodShare}%</b>好评率</li><li><b>${count}</b>次评价</li></ul>
  <p class="mut">好评是非常满意、满意和基本满意。</p>
  ${dataTable({
    caption: '各等级的评价次数',
    head: ['等级', '次数', '占比'],
    rows: gradeNames.map((grade) => [
      grades[grade],
      html`<span class="num">${byGrade[grade]}</span>`,
      html`<span class="num">${share(byGrade[grade], count)}</span>`,
    ]),
  })}`

/** One rating in public: grade, words, day; who gave it and for which case stays unsaid. */
const review = ({ grade, reasons, words, ratedOn }: Rating): Html => html`
  <li><p>${tag(badGrades.has(grade) ? 'warn' : 'plain', grades[grade])} <span class="num mut">${chineseDate(ratedOn)}</span></p>
  ${words && html`<p>${publicWords(words)}</p>`}${reasons.length > 0 && html`<p class="mut">原因：${reasons.map((reason) => badReasons[reason]).join('、')}</p>`}</li>`

/** How people rated an item (ui.md P06b): the summary first, the newest ratings below it. */
export const reviewsPage = (frame: Frame, model: ReviewsModel): Html =>
  layout(frame, {
    title: `${model.itemName}的评价`,
    description: `办过“${model.itemName}”的人怎么评价`,
    crumbs: [
      { name: '首页', href: '/' },
      { name: model.itemName, href: `/guide/${model.code}` },
    ],
    main: html`<h1>办过的人怎么评价</h1><p>${model.itemName}</p>
      ${
        model.summary.count === 0
          ? empty('还没有人评价。', { href: href(frame, `/guide/${model.code}`), label: '回到办事指南' })
          : html`${figures(model.summary)}<h2>最新的评价</h2><ul class="rows">${model.ratings.map(review)}</ul>${pager({ next: model.next })}`
      }`,
  })
