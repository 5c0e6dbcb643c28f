import { chineseDateWithWeekday } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dueLine, note, type Row, spine, summaryList, type TagKind, tag } from '../../../ui/page/parts.ts'
import { aboutWords } from '../rules/story.ts'
import { type Clock, type Due, type Lamp, lamps } from '../terms.ts'
import type { CaseExtras, CaseModel } from './case-model.ts'
import { sinceFiled } from './change-note.ts'
import { deliveryWays } from './deliver-page.ts'
import { inFours } from './done-page.ts'
import { fileSize } from './material-page.ts'

const lampTags: Record<Lamp, readonly [TagKind, string]> = {
  green: ['ok', '●'],
  yellow: ['warn', '▲'],
  red: ['err', '■'],
  grey: ['plain', 'Ⅱ'],
}
/** A lamp is a shape and a word, never a colour alone (U-032). */
export const lampTag = (lamp: Lamp): Html => tag(lampTags[lamp][0], `${lampTags[lamp][1]} ${lamps[lamp]}`)

/** 2026年11月22日 10:14 */
export const moment = (instant: string): string => {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString()
  return `${Number(local.slice(0, 4))}年${Number(local.slice(5, 7))}月${Number(local.slice(8, 10))}日 ${local.slice(11, 16)}`
}

const whose = ({ turn }: CaseModel): string =>
  turn.who === 'nobody' ? '已经办完，不用再做什么' : turn.who === 'applicant' ? '轮到您' : `轮到${turn.name}`

const doable = (frame: Frame, model: CaseModel, extras: CaseExtras): Html[] => {
  const base = href(frame, `/my/cases/${model.no}`)
  const links: [boolean, Html][] = [
    [model.open.includes('correct'), html`<a class="btn" href="${base}/correct">去补正</a>`],
    [model.open.includes('supplyGaps'), html`<a class="btn" href="${base}/correct">补齐材料</a>`],
    [model.open.includes('supplyMore'), html`<a class="btn" href="${base}/correct">补充材料</a>`],
    [model.open.includes('applyHearing'), html`<a class="btn alt" href="${base}/hearing">申请听证</a>`],
    [model.open.includes('resubmit'), html`<a class="btn" href="${base}/correct">修改后重新提交</a>`],
    [extras.canRate, html`<a class="btn" href="${base}/rate">评价本次服务</a>`],
    [model.open.includes('remind'), html`<a href="${base}/remind">催办</a>`],
    [model.open.includes('withdraw'), html`<a href="${base}/withdraw">撤回申请</a>`],
    [true, html`<a href="tel:0477-8582500">办不成事？0477-8582500</a>`],
  ]
  return links.filter(([open]) => open).map(([, link]) => link)
}

/** The four questions first: where it is, whose turn, when there is news, what I can do (ui.md §0.7). */
const fourAnswers = (frame: Frame, model: CaseModel, extras: CaseExtras): Html => {
  const rows: Row[] = [
    { name: '到哪一步了', value: html`<b>${model.stageWords}</b> ${model.lamp && model.turn.who !== 'nobody' && lampTag(model.lamp)}` },
    { name: '轮到谁', value: whose(model) },
    ...(model.next
      ? [
          {
            name: '什么时候有下文',
            value: html`${model.next.what}：<b class="num">${chineseDateWithWeekday(model.next.due.on)}</b>${model.next.due.provisional && '(预计)'}`,
          },
        ]
      : []),
  ]
  return html`${summaryList(rows)}${!model.masked && html`<div class="acts">${doable(frame, model, extras)}</div>`}`
}

const due = (name: string, date: Due | undefined): Html | undefined =>
  date &&
  html`<div><dt>${name}</dt><dd><b class="num">${chineseDateWithWeekday(date.on)}</b>${date.provisional && '(预计，次年放假安排公布后重算)'}
  ${date.because.length > 0 && html`<details><summary>为什么是这一天</summary><ul>${date.because.map((sentence) => html`<li>${sentence}</li>`)}</ul></details>`}</dd></div>`

/** How much of the promised time is used, in words and as a line of cells. */
const pace = ({ used, remaining }: Clock, isDecided: boolean): Html | undefined => {
  if (used === undefined || remaining === undefined) return undefined
  if (isDecided) return html`<p>受理到决定用了 <b class="num">${used}</b> 个工作日。</p>`
  const left = remaining >= 0 ? html`还有 <b class="num">${remaining}</b> 个工作日` : html`已超 <b class="num">${-remaining}</b> 个工作日`
  return html`<p>已用 <b class="num">${used}</b> 个工作日，${left}</p>${dueLine(used, used + Math.max(remaining, 0))}`
}

const dateNames: Readonly<Record<string, string>> = {
  noticeDue: '告知是否受理', correctionDue: '补正截止', supplementDue: '补齐材料截止', promisedDue: '承诺办结', legalDue: '法定办结', deliverDue: '送达',
} // biome-ignore format: pairs

/** Dates that were told and then moved by a new calendar: the old one stays readable, with the reason. */
const moved = (history: CaseModel['history']): Html | undefined =>
  history.length === 0
    ? undefined
    : html`<details><summary>改过的日期(${history.length})</summary><ul>${history.map(
        ({ date, was, became, because }) =>
          html`<li>${dateNames[date] ?? date}：${was ? html`<s class="num">${chineseDateWithWeekday(was)}</s>` : '未定'}改为${became ? html`<b class="num">${chineseDateWithWeekday(became)}</b>` : '未定'}。${because.join(';')}</li>`,
      )}</ul></details>`

/** Both clocks with the sentences that explain each date. */
const clocks = ({ clock, decision, history }: CaseModel): Html | undefined => {
  const rows = [
    due('告知是否受理', clock.noticeDue),
    due('补正截止', clock.correctionDue),
    due('补齐材料截止', clock.supplementDue),
    due('承诺办结', clock.promisedDue),
    due('法定办结', clock.legalDue),
    due('送达', clock.deliverDue),
  ].filter((row) => row !== undefined)
  if (rows.length === 0) return undefined
  return html`<h2>时限</h2>${pace(clock, decision !== undefined)}<dl class="dl">${rows}</dl>${moved(history)}`
}

const decision = (frame: Frame, model: CaseModel, extras: CaseExtras): Html | undefined => {
  if (!model.decision) return undefined
  const { outcome, on, reason, basis, conditions } = model.decision
  if (outcome === 'granted') {
    return note(
      'info',
      html`<p><b>${model.about?.kind === 'revoke' ? '证照已撤销' : '已办成'}</b>(${chineseDateWithWeekday(on)})${conditions && `:${conditions}`}</p>${extras.licences.map((licence) => html`<p><a href="${href(frame, `/my/certs/${licence.id}`)}">${licence.name} <span class="num">${licence.number}</span></a></p>`)}`,
    )
  }
  return note(
    'warn',
    html`<p><b>未批准</b>(${chineseDateWithWeekday(on)})</p><p>理由：${reason ?? '见决定书'}</p>${basis && html`<p>依据：${basis}</p>`}<p>您可以在 60 日内申请行政复议，或者在 6 个月内向人民法院起诉。可以接着旧资料再办。</p>`,
  )
}

const papers = (model: CaseModel): Html | undefined =>
  model.papers.length === 0
    ? undefined
    : html`<h2>文书</h2><ul class="rows">${model.papers.map(
        (paper) =>
          html`<li><a href="${`/api/v1/cases/${model.no}/documents/${paper.id}.pdf`}">${paper.title}(PDF)</a> <span class="mut num">${paper.number}</span></li>`,
      )}</ul>${!model.masked && html`<p><a href="/api/v1/cases/${model.no}/documents.zip" download="文书${model.no}.zip">下载全部文书和回执(ZIP)</a></p>`}`

const materials = (frame: Frame, model: CaseModel): Html | undefined =>
  model.materials.length === 0
    ? undefined
    : html`<h2>提交的材料</h2>${summaryList(
        model.materials.map((material) => ({
          name: material.name,
          value: html`${material.files.map((file) => html`<p><a href="${href(frame, `/my/cases/${model.no}/files/${file.id}`)}">${file.name}</a> <span class="mut num">${fileSize(file.size)}</span></p>`)}`,
        })),
      )}`

const timeline = (model: CaseModel): Html =>
  html`<h2>办理记录</h2><ol class="rows">${model.timeline.map(
    (row) =>
      html`<li><b>${row.label}</b> <span class="num mut">${moment(row.at)}</span><p class="mut">${row.unit && `${row.unit} · `}${row.role} ${row.by}</p>${row.words && html`<p>${row.words}</p>`}</li>`,
  )}</ol>`

const journey = (model: CaseModel): Html =>
  spine(model.nodes.map(({ note: words, ...node }) => ({ ...node, ...(words ? { body: html`<p class="mut">${words}</p>` } : {}) })))

/** A case as its applicant sees it (ui.md A02); masked, as anybody sees it who has its number and code. */
export const casePage = (frame: Frame, model: CaseModel, extras: CaseExtras): Html =>
  layout(frame, {
    title: `办件 ${model.no.slice(-4)}：${model.itemName}`,
    crumbs: model.masked
      ? [
          { name: '首页', href: '/' },
          { name: '查进度', href: '/track' },
        ]
      : [
          { name: '我的', href: '/my' },
          { name: '我的办件', href: '/my/cases' },
        ],
    main: html`<h1>${model.itemName}</h1>
      <p class="mut">办件编号 <span class="num">${inFours(model.no)}</span>${!model.masked && html` · 查询码 <span class="num">${model.queryCode}</span>`}</p>
      <p class="mut">${model.department} · ${model.about?.kind === 'revoke' ? '持证人' : '申请人'} ${model.applicant.name}</p>
      ${model.about && html`<p><b>${aboutWords(model.about)}</b>${model.about.reason && `:${model.about.reason}`}</p>`}
      ${decision(frame, model, extras)}
      ${fourAnswers(frame, model, extras)}
      <h2>进度</h2>${journey(model)}
      ${clocks(model)}
      ${sinceFiled(frame, model)}
      ${papers(model)}
      ${materials(frame, model)}
      ${model.delivery && html`<h2>结果送达</h2><p>${deliveryWays[model.delivery.way]}${model.delivery.address && `:${model.delivery.recipient},${model.delivery.phone},${model.delivery.address}`}</p>`}
      ${extras.rated && html`<h2>您的评价</h2><p>${extras.rated}</p>`}
      ${timeline(model)}
      ${!model.masked && html`<p><a href="/api/v1/cases/${model.no}/receipt" download="回执-${model.no}.json">下载可验证的回执</a> <span class="mut">任何人都能离线核对它没有被改过</span></p>`}`,
  })

const sure = (
  frame: Frame,
  model: Pick<CaseModel, 'no' | 'itemName'>,
  view: { title: string; words: string; act: string; path: string },
): Html =>
  layout(frame, {
    title: view.title,
    crumbs: [
      { name: '我的办件', href: '/my/cases' },
      { name: model.itemName, href: `/my/cases/${model.no}` },
    ],
    main: html`<h1>${view.title}</h1><p>${view.words}</p>
      <form method="post" action="${href(frame, `/my/cases/${model.no}/${view.path}`)}" class="acts"><input type="hidden" name="_csrf" value="${frame.csrf()}"><button class="btn" type="submit">${view.act}</button><a href="${href(frame, `/my/cases/${model.no}`)}">返回办件</a></form>`,
  })

export const withdrawPage = (frame: Frame, model: Pick<CaseModel, 'no' | 'itemName'>): Html =>
  sure(frame, model, {
    title: '确定撤回申请吗？',
    words: '撤回后这个办件结束，以后可以重新申请。决定作出以前都可以撤回。',
    act: '撤回申请',
    path: 'withdraw',
  })
export const hearingPage = (frame: Frame, model: Pick<CaseModel, 'no' | 'itemName'>): Html =>
  sure(frame, model, {
    title: '申请听证',
    words:
      '收到听证告知书之日起 5 个工作日内可以申请。听证不收费，20 个工作日内举行，提前 7 个工作日通知您时间和地点；听证的时间不计入办理期限。',
    act: '申请听证',
    path: 'hearing',
  })
export const remindPage = (frame: Frame, model: Pick<CaseModel, 'no' | 'itemName'>): Html =>
  sure(frame, model, { title: '催办', words: '我们会提醒正在办理的人。每天可以催办一次。', act: '催办', path: 'remind' })
