import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { catalogueList, empty, note, tag } from '../../../ui/page/parts.ts'
import { words } from '../../../ui/words/words.ts'
import type { PublicNotice, TodayFigures } from '../../casework/index.ts'
import { levelNotice, levelOfSite, searchBox } from '../../catalogue/index.ts'
import { byCount, type Theme, turnWords } from '../rules.ts'

/** What everybody sees; what could not be had is absent, and the rest of the page stands. */
export type HomeModel = {
  /** Absent when the search index is away. */
  readonly themes?: { readonly personal: readonly Theme[]; readonly business: readonly Theme[] } | undefined
  readonly popular: readonly { readonly code: string; readonly name: string }[]
  readonly notices: readonly PublicNotice[]
  readonly figures?: TodayFigures | undefined
}
/** What a signed-in applicant left off: cases that wait for him, then drafts. */
export type Unfinished = {
  readonly turns: readonly {
    readonly no: string
    readonly itemName: string
    readonly stage: string
    readonly dueOn: LocalDate | 'infinity'
  }[]
  readonly drafts: readonly { readonly id: string; readonly name: string; readonly keptUntil: LocalDate }[]
}

const popular = (frame: Frame, items: HomeModel['popular']): Html | false =>
  items.length > 0 &&
  html`<ul class="hot"><li class="mut">常办：</li>${items.map(({ code, name }) => html`<li><a href="${href(frame, `/guide/${code}`)}">${name}</a></li>`)}</ul>`

const shownTurns = 3
const shownDrafts = 2

const turn = (frame: Frame, { no, itemName, stage, dueOn }: Unfinished['turns'][number]): Html => {
  const { state, act } = turnWords(stage)
  const until = dueOn !== 'infinity' && html` · 请在 <span class="num">${chineseDate(dueOn)}</span> 前交齐`
  return html`<p><b>接着办：</b>${itemName} ${tag('warn', state)}${until} <a href="${href(frame, `/my/cases/${no}/correct`)}">${act}<span class="sr">:${itemName}</span></a></p>`
}

const draft = (frame: Frame, { id, name, keptUntil }: Unfinished['drafts'][number]): Html =>
  html`<p><b>接着填：</b>${name} ${tag('plain', '草稿')} · 保留到 <span class="num">${chineseDate(keptUntil)}</span> <a href="${href(frame, `/apply/${id}`)}">继续<span class="sr">:${name}</span></a></p>`

/** 接着办: what must be mended first, then drafts; the rest is one link away. */
const resume = (frame: Frame, { turns, drafts }: Unfinished): Html | false => {
  const hidden = Math.max(turns.length - shownTurns, 0) + Math.max(drafts.length - shownDrafts, 0)
  return (
    turns.length + drafts.length > 0 &&
    html`<section class="resume" aria-label="接着办">${turns.slice(0, shownTurns).map((one) => turn(frame, one))}${drafts.slice(0, shownDrafts).map((one) => draft(frame, one))}
    ${hidden > 0 && html`<p><a href="${href(frame, '/my')}">还有 ${hidden} 件</a></p>`}</section>`
  )
}

const shownThemes = 8

const themeList = (frame: Frame, path: string, themes: readonly Theme[]): Html => {
  const lines = byCount(themes).map(({ value, name, count }) => ({ name, count, href: href(frame, `${path}?theme=${value}`) }))
  const more = lines.slice(shownThemes)
  return html`${catalogueList(lines.slice(0, shownThemes))}${more.length > 0 && html`<details><summary>还有 ${more.length} 个主题</summary>${catalogueList(more, shownThemes + 1)}</details>`}`
}

const line = (frame: Frame, title: string, path: string, themes: readonly Theme[] | undefined): Html => {
  const heading = html`<h2><a href="${href(frame, path)}">${title}</a></h2>`
  if (themes === undefined) return html`<section>${heading}${catalogueList([{ name: '全部事项', href: href(frame, path) }])}</section>`
  return html`<section>${heading}${themes.length === 0 ? empty('这个站点还没有发布事项。', { href: href(frame, '/areas'), label: '看看别的站点' }) : themeList(frame, path, themes)}</section>`
}

/** 我要查 (R-002). */
const lookUps: readonly (readonly [name: string, path: string, hint: string])[] = [
  ['查进度', '/track', '凭办件编号和查询码'],
  ['查证照真伪', '/verify', '扫码或者输入验证码'],
  ['查办事地点', '/halls', '大厅的地址、窗口和电话'],
]

const notices = (frame: Frame, list: readonly PublicNotice[]): Html =>
  list.length === 0
    ? empty('近一年没有可以公开的办件结果。', { href: href(frame, '/open'), label: '阳光政务' })
    : html`<ul class="rows">${list.map(
        (one) =>
          html`<li>${one.itemName} ${tag(one.outcome === 'granted' ? 'ok' : 'plain', one.outcome === 'granted' ? '准予' : '不予')} <span class="mut">${one.applicant} · ${one.department} · <span class="num">${chineseDate(one.decidedOn)}</span></span></li>`,
      )}</ul><p><a href="${href(frame, '/open/notices')}">全部办件公告</a></p>`

/** 受理, 办结, 按时办结率 of today. */
export const todayList = ({ accepted, finished, onTimeShare }: TodayFigures): Html => html`
  <ul class="figs"><li><b>${accepted.toLocaleString('en-US')}</b>件受理</li><li><b>${finished.toLocaleString('en-US')}</b>件办结</li>${onTimeShare && html`<li><b>${onTimeShare.replace(/\.0$/, '')}%</b>按时办结</li>`}</ul>`

/** P01, in the order of ui.md §2.2: ask, go on, the 目录, look up, read, ask somebody, today's figures, level. */
export const homePage = (frame: Frame, model: HomeModel, unfinished?: Unfinished): Html =>
  layout(frame, {
    title: '首页',
    description: `${frame.site.name}政务服务：查事项、在线办理、查进度、验证照`,
    current: 'home',
    hero: html`<div class="hero"><div class="w"><h1>${words(frame)('您要办什么事？')}</h1>
      ${searchBox(frame, '', '例如：参保登记、开小吃店、身份证补领')}
      ${model.themes === undefined && note('warn', '搜索暂不可用，请用下方目录。')}
      ${popular(frame, model.popular)}${unfinished && resume(frame, unfinished)}</div></div>`,
    main: html`<div class="cols">${line(frame, '个人办事', '/personal', model.themes?.personal)}${line(frame, '法人办事', '/business', model.themes?.business)}</div>
      <section><h2>我要查 · 不用登录</h2><div class="tri">${lookUps.map(
        ([name, path, hint]) => html`<div><h3><a href="${href(frame, path)}">${name}</a></h3><p class="mut">${hint}</p></div>`,
      )}</div></section>
      <section class="opt"><h2>我要看 · 办件公告</h2>${notices(frame, model.notices)}</section>
      <section><h2>身边的服务</h2><ul class="hot"><li><a href="${href(frame, '/services')}">便民服务</a></li><li><a href="${href(frame, '/lists')}">清单</a></li><li><a href="${href(frame, '/open-data')}">开放数据</a></li></ul></section>
      <section><h2>我要问</h2><ul class="hot"><li><a href="${href(frame, '/help')}">新手指南</a></li><li><a href="${href(frame, '/help#questions')}">常见问题</a></li><li><a href="${href(frame, '/help/feedback')}">办不成事怎么办</a></li><li><a href="${href(frame, '/depts')}">部门电话</a></li><li><a href="tel:12345">打 12345</a></li></ul></section>
      ${model.figures && html`<section class="opt"><h2>阳光政务 · 今天</h2>${todayList(model.figures)}<p><a href="${href(frame, '/open')}">权力清单和办件公告</a></p></section>`}
      <div class="acts">${levelNotice(frame, levelOfSite(frame.site.code))}</div>`,
  })
