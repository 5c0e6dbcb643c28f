import { chineseDate } from '../../../kernel/date.ts'
import { type Placed, placed } from '../../../kernel/process.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, glance, note, type Row, spine, summaryList, tag } from '../../../ui/page/parts.ts'
import { conditionText, doers, placeText, questionsOf } from '../rules/process.ts'
import { isStraight } from '../rules/process-chart.ts'
import { isHandedIn, materialsIn } from '../rules/situation.ts'
import { chargeText, limitText, promiseText, shortenedBy, visitsText } from '../rules/texts.ts'
import { audiences, projectTypes } from '../terms/code-lists.ts'
import type { PlannedChange } from '../terms/directory.ts'
import { type ListPlace, listKinds } from '../terms/lists.ts'
import type { Guide, GuideVersion, Place, SituationAnswers, Step } from '../terms.ts'
import { flowChart } from './flow-chart.ts'
import { basicRows } from './guide-basics.ts'
import { materialTable } from './guide-materials.ts'

/** `answers` are those of the 情形 questions; `place` names the division whose item it is. */
export type GuideView = {
  readonly version: GuideVersion
  readonly answers: SituationAnswers
  readonly place: string
  /** Changes of its standing that are ordered and not yet in force (R-048). */
  readonly planned?: readonly PlannedChange[]
  /** The published lists it stands on (R-064). */
  readonly lists?: readonly ListPlace[]
  /** Asked for by its number: says so, and leads to the current one. */
  readonly old?: boolean
  /** A text that is still written: marked on every printed page, with nothing to be done from it. */
  readonly draft?: { readonly revision: number; readonly state: string }
}

const list = (texts: readonly string[]): Html => html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`

const section = (id: string, title: string, body: Html | undefined): Html =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body ?? html`<p class="mut">未提供</p>`}</section>`

const head = (frame: Frame, { version: { guide }, place, planned = [], draft }: GuideView): Html => html`
  <h1>${guide.name}</h1>
  <p class="mut">${guide.department}${!guide.department.includes(place) && ` · ${place}`} · 服务对象：${guide.audiences.map((one) => audiences[one]).join('、') || '未提供'} · <span class="num">编码 ${guide.code}</span>${guide.sample && html` ${tag('plain', '示例数据')}`}</p>
  ${plannedNotes(planned)}${guide.summary && html`<p>${guide.summary}</p>`}${!draft && acts(frame, guide)}`

const acts = (frame: Frame, guide: Guide): Html => html`
  <div class="acts noprint">${guide.form && html`<a class="btn" href="${href(frame, `/apply/start/${guide.code}`)}">在线办理</a>`}<a href="${href(frame, `/guide/${guide.code}/print`)}">打印指南</a><a href="/guide/${guide.code}/notice.pdf">一次性告知书(PDF)</a><a href="${href(frame, `/guide/${guide.code}/reviews`)}">办过的人怎么评价</a>${guide.onlineUrl && !guide.form && html`<a href="${guide.onlineUrl}">到受理网站办理</a>`}</div>`

const count = (n: number): string => `${n} 份材料`

/** What the applicant hands in, and what he need not. */
const effort = (guide: Guide, answers: SituationAnswers): { own: number; spared: number; open: number } => {
  const remaining = materialsIn(guide, answers)
  return {
    own: remaining.filter(isHandedIn).length,
    spared: remaining.filter(({ shared }) => shared !== undefined).length,
    open: guide.situations.filter(({ id }) => answers[id] === undefined).length,
  }
}

const promise = ({ guide }: GuideVersion, answers: SituationAnswers): Html | undefined => {
  const { own, spared, open } = effort(guide, answers)
  if (guide.materials.length === 0) return undefined
  const most = open > 0 ? '最多' : ''
  const first = own === 0 ? '您不用交材料。' : `您${most}要交 ${own} 份材料。`
  return note(
    'info',
    html`<p><b>${first}</b>${spared > 0 && `另有 ${spared} 份由部门共享，不用您交。`}${open > 0 && '回答下面的问题，可以看到您这种情形要交什么。'}</p>`,
  )
}

const situationForm = (frame: Frame, guide: Guide, answers: SituationAnswers): Html | false =>
  guide.situations.length > 0 &&
  html`<section class="noprint" aria-labelledby="s"><h2 id="s">您是哪种情形？</h2><form method="get" action="${href(frame, `/guide/${guide.code}`)}#m">
  ${guide.situations.map(
    ({ id, question, options }) =>
      html`<fieldset class="fg"><legend>${question}</legend>${options.map(
        ({ value, label }) =>
          html`<div class="pick"><input type="radio" name="${id}" value="${value}" id="s-${id}-${value}"${attribute('checked', answers[id] === value)}><label for="s-${id}-${value}">${label}</label></div>`,
      )}</fieldset>`,
  )}<div class="acts">${button('看这种情形要交的材料', { alt: true })}</div></form></section>`

/** The situation the table below is for. */
const chosen = (frame: Frame, guide: Guide, answers: SituationAnswers): Html | undefined => {
  const labels = guide.situations.flatMap(({ id, options }) =>
    options.filter(({ value }) => value === answers[id]).map(({ label }) => label),
  )
  if (labels.length === 0) return undefined
  return html`<p>您选择的情形：<b>${labels.join('、')}</b> <a class="noprint" href="${href(frame, `/guide/${guide.code}`)}#s">重新选择</a></p>`
}

/** A step in words: its place in the process is said where the list alone would not tell it. */
const stepNode = (step: Placed<Step>, place: string | undefined, condition: string | undefined) => ({
  name: step.name,
  state: 'todo' as const,
  when: step.days === 0 ? '当场' : `${step.days} 个工作日`,
  body: html`<p>${step.standard}</p><p class="mut">${doers[step.by]}${step.twoPersons && '，两名以上工作人员核查'} · 结果：${step.result}</p>${place && html`<p class="mut">${place}</p>`}${condition && html`<p class="mut">${condition}</p>`}`,
})

/** The list of steps, and the drawing; open where branches or conditions make it say more than the list. */

const flow = (guide: Guide): Html | undefined => {
  if (guide.steps.length === 0) return undefined
  const first = {
    name: '申请',
    state: 'now' as const,
    body: html`<p>${guide.form ? '在线填写，随时保存；也可以到窗口交材料。' : '到窗口交材料。'}</p>`,
  }
  const steps = placed(guide.steps)
  const questions = questionsOf(guide)
  const nodes = steps.map((step) => stepNode(step, placeText(steps, step), conditionText(step, questions)))
  const list = spine(guide.steps[0]?.name.includes('申请') ? nodes : [first, ...nodes])
  return html`<details${attribute('open', !isStraight(steps))}><summary>流程图</summary>${flowChart(guide.name, steps)}</details>${list}`
}

/** A list that gives a place in one text has it as `hall`. */
const place = ({ hall, street, room, window, hours }: Place) => ({
  name: street ? hall : '受理地点',
  value: html`<p>${street ? [street, room, window && `${window.replace(/窗口$/, '')}窗口`].filter(Boolean).join(' ') : hall}</p><p class="mut">办理时间：${hours}</p>`,
})

const places = (guide: Guide): Html | undefined => (guide.places.length === 0 ? undefined : summaryList(guide.places.map(place)))

const facts = ({ guide }: GuideVersion, answers: SituationAnswers): Html => {
  const { own, spared } = effort(guide, answers)
  const shorter = shortenedBy(guide)
  const legal = guide.legalLimit && `法定 ${limitText(guide.legalLimit)}${shorter ? `，缩短 ${shorter}%` : ''}`
  return glance([
    { name: '到现场', value: visitsText(guide.visits), note: guide.visits ? guide.visitReason : undefined },
    { name: `承诺办结(${projectTypes[guide.projectType]})`, value: promiseText(guide), note: legal },
    { name: '收费', value: chargeText(guide.charges) },
    {
      name: '您要交',
      value: guide.materials.length === 0 ? '未提供' : count(own),
      note: spared > 0 ? `另 ${spared} 份由部门共享` : undefined,
    },
  ])
}

const questions = (guide: Guide): Html =>
  html`${guide.faq.map(({ question, answer }) => html`<details><summary>${question}</summary><p>${answer}</p></details>`)}`

const published = (frame: Frame, { guide, version, publishedOn }: GuideVersion): Html => html`
  <p class="mut">第 <span class="num">${version}</span> 版，${chineseDate(publishedOn)}发布。<a href="${href(frame, `/guide/${guide.code}/versions`)}">历次版本</a></p>
  <p class="mut">来源：${guide.source.url ? html`<a href="${guide.source.url}">${guide.source.name}</a>` : guide.source.name}${guide.source.on && `,${chineseDate(guide.source.on)}`}${guide.sample && '。标有“示例数据”的内容供演示，办事请以受理机关公布的为准。'}</p>`

/** Said at the top, and on each sheet of paper. */
const draftMark = ({ revision, state }: NonNullable<GuideView['draft']>): Html =>
  html`<p class="draft-mark">草稿 未发布</p>${note('warn', html`<p><b>草稿，未发布。</b>第 <span class="num">${revision}</span> 稿，${state}。供审核用，办事以公布的指南为准。</p>`)}`

const oldVersion = (frame: Frame, { guide, version, publishedOn }: GuideVersion): Html =>
  note(
    'warn',
    html`<p>这是 ${chineseDate(publishedOn)}发布的第 ${version} 版。<a href="${href(frame, `/guide/${guide.code}`)}">看现行版本</a></p>`,
  )

/** Told before its day, so that nobody begins what will not be handled. */
const plannedNotes = (planned: readonly PlannedChange[]): Html[] =>
  planned.map(({ change, on, reason }) => note('warn', html`<p><b>自${chineseDate(on)}起，这个事项${change}。</b>原因：${reason}。</p>`))

/** The lists an item stands on, each a link to its row (R-064). */
const listedRow = (frame: Frame, lists: readonly ListPlace[]): Row[] => {
  const links = lists.map(
    ({ kind, name, version, publishedOn }) =>
      html`<p><a href="${href(frame, `/lists/${kind}?q=${encodeURIComponent(name.slice(0, 60))}`)}">${listKinds[kind]}</a> <span class="mut">第 ${version} 版，${chineseDate(publishedOn)}</span></p>`,
  )
  return links.length > 0 ? [{ name: '列入的清单', value: html`${links}` }] : []
}

/** A guide is long on a phone: its parts, to jump to. */
const contents = (guide: Guide): Html => {
  const parts = [
    guide.situations.length > 0 && (['s', '情形'] as const),
    ['l', '流程'] as const,
    ['m', '材料'] as const,
    ['c', '条件'] as const,
    ['b', '基本信息'] as const,
    ['p', '地点'] as const,
    guide.faq.length > 0 && (['q', '常见问题'] as const),
  ].filter((part) => part !== false)
  return html`<nav class="links noprint" aria-label="本页内容">${parts.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>`
}

const main = (frame: Frame, view: GuideView): Html => {
  const { guide } = view.version
  const remaining = materialsIn(guide, view.answers)
  const conditional = remaining.filter((material) => material.need !== '1').length
  return html`${view.draft && draftMark(view.draft)}${view.old && oldVersion(frame, view.version)}${promise(view.version, view.answers)}${contents(guide)}
  ${situationForm(frame, guide, view.answers)}
  ${section('l', '办理流程', flow(guide))}
  <section aria-labelledby="m"><h2 id="m">申请材料</h2>${chosen(frame, guide, view.answers)}${materialTable(frame, guide, remaining, view.old ? view.version.version : undefined)}${conditional > 0 && html`<p class="mut">“可容缺后补”的材料可以先受理、后补交；“视情形”的材料只在所列情形下要交。</p>`}</section>
  ${section('c', '受理条件', guide.conditions.length > 0 ? list(guide.conditions) : undefined)}
  ${section('b', '基本信息', summaryList([...basicRows(guide), ...listedRow(frame, view.lists ?? [])]))}
  ${section('p', '办理地点和时间', places(guide))}
  ${guide.faq.length > 0 && section('q', '常见问题', questions(guide))}
  ${!view.draft && section('v', '版本与来源', published(frame, view.version))}`
}

const lineOf = (guide: Guide): { name: string; href: string; current: 'personal' | 'business' } =>
  guide.audiences.includes('1')
    ? { name: '个人办事', href: '/personal', current: 'personal' }
    : { name: '法人办事', href: '/business', current: 'business' }

/** P06 办事指南, every element of domain.md B3; elements a list does not carry say 未提供. */
export const guidePage = (frame: Frame, view: GuideView): Html => {
  const { guide } = view.version
  const line = lineOf(guide)
  const department = { name: guide.department, href: `${line.href}?department=${encodeURIComponent(guide.department)}` }
  return layout(frame, {
    title: guide.name,
    description: guide.summary ?? `${guide.name}：办理条件、材料、流程、时限、地点和收费`,
    current: line.current,
    crumbs: [{ name: '首页', href: '/' }, { name: line.name, href: line.href }, department],
    lead: head(frame, view),
    main: main(frame, view),
    aside: facts(view.version, view.answers),
  })
}
