import { phrases, words } from '../words/words.ts'
import { footer } from './footer.ts'
import { type Frame, type FrameViewer, href, type Language, type Mode } from './frame.ts'
import { attribute, type Html, html, raw } from './html.ts'

export type Section = 'home' | 'personal' | 'business' | 'open' | 'help'
export type Crumb = { readonly name: string; readonly href?: string }

/** What a page hands to the frame around it. `service` names the matter inside an application: the navigation is gone then. */
export type View = {
  readonly title: string
  readonly description?: string
  readonly main: Html
  readonly current?: Section
  readonly crumbs?: readonly Crumb[]
  readonly service?: string
  /** The page comes back with errors: its title says so first. */
  readonly errors?: boolean
  /** The main part is narrow unless a page needs room. */
  readonly wide?: boolean
  /** Beside `main`, for the five facts of a guide. */
  readonly aside?: Html
  /** With `aside`: the head of the page (h1, acts), which the facts follow on a phone. */
  readonly lead?: Html
  /** The page offers passkeys. */
  readonly passkeys?: boolean
  /** A band across the page at the head of `main` (`.hero > .w`), for the search of the home page. */
  readonly hero?: Html
}

const sections: readonly (readonly [Section, string, string])[] = [
  ['home', '首页', '/'],
  ['personal', '个人办事', '/personal'],
  ['business', '法人办事', '/business'],
  ['open', '阳光政务', '/open'],
  ['help', '新手指南', '/help'],
]

/** What pages say is Chinese whatever language the frame speaks; readers and screen readers are told so (U-031). */
const inChinese = (frame: Frame): Html | false => frame.language !== 'zh-CN' && html` lang="zh-CN"`

/** Three nodes on a stem: the mark of the platform, a placeholder until an operator uploads its own. */
const mark = raw(
  '<svg viewBox="0 0 32 40" aria-hidden="true"><path d="M14.5 2h3v36h-3z" fill="currentColor"/><circle cx="16" cy="8" r="6" fill="currentColor"/><circle cx="16" cy="20" r="6" fill="currentColor"/><circle class="hollow" cx="16" cy="32" r="4.5" stroke="currentColor" stroke-width="3"/></svg>',
)

/** One display choice as a form: it works without script and changes nothing by GET (S-059). No token, because pages are cached. */
const choice = (frame: Frame, name: 'mode' | 'size' | 'language', value: string, label: Html | string, lang?: string): Html =>
  html`<form method="post" action="/settings"><input type="hidden" name="back" value="${href(frame, frame.path)}"><button type="submit" name="${name}" value="${value}"${lang && html` lang="${lang}"`}>${label}</button></form>`

const modeChoices = (frame: Frame): Html[] => {
  const say = phrases(frame)
  const offered: [Mode, string][] = [
    ['standard', '标准版'],
    ['elder', '长辈版'],
    ['contrast', '高对比'],
  ]
  return offered.filter(([mode]) => mode !== frame.mode).map(([mode, label]) => choice(frame, 'mode', mode, say(label)))
}

/** The elder's text may grow once more, to 30 px; whatever was chosen can be undone. */
const sizeChoice = (frame: Frame): Html | undefined => {
  if (frame.size) return choice(frame, 'size', '', phrases(frame)('字号还原'))
  return frame.mode === 'elder' ? choice(frame, 'size', '30', phrases(frame)('字号再大')) : undefined
}

/** Offered where the browser can speak; the script shows it then (U-036). */
const readAloud = (frame: Frame): Html | false =>
  frame.mode === 'elder' && html`<button type="button" hidden data-read aria-pressed="false">${phrases(frame)('朗读')}</button>`

const languages: readonly (readonly [Language, string, string])[] = [
  ['zh-CN', '中文', 'zh-CN'],
  ['mn-Mong', '蒙古文', 'zh-CN'],
  ['en', 'English', 'en'],
]
const languageChoices = (frame: Frame): Html[] =>
  languages.filter(([language]) => language !== frame.language).map(([value, label, lang]) => choice(frame, 'language', value, label, lang))

/** How many messages wait to be read; nothing where there are none. */
const unreadLink = (frame: Frame, unread: number): Html | undefined =>
  unread > 0
    ? html`<a href="${href(frame, '/my/messages')}"${inChinese(frame)}>未读消息 <b class="num">${unread > 99 ? '99+' : unread}</b></a>`
    : undefined

/** Whoever signs in from a page comes back to it (S-062); from the first page, and from the doors themselves, he comes to his own. */
const comingBack = (frame: Frame): string =>
  /^\/($|\?|login|register|recover|invite)/.test(frame.path) ? '' : `?next=${encodeURIComponent(href(frame, frame.path))}`

const account = (frame: Frame): Html => {
  const say = phrases(frame)
  if (!frame.viewer) {
    const back = comingBack(frame)
    return html`<a href="${href(frame, '/login/person')}${back}" rel="nofollow">${say('登录')}</a><a href="${href(frame, '/register/person')}${back}" rel="nofollow">${say('注册')}</a>`
  }
  const desk = frame.viewer.kind === 'staff'
  return html`<a href="${desk ? '/console/' : href(frame, '/my')}">${desk ? say('工作台') : say('我的')}：${frame.viewer.name}</a>${unreadLink(frame, frame.viewer.unread)}
    <form method="post" action="/logout"><input type="hidden" name="_csrf" value="${frame.csrf()}"><button type="submit">${say('退出')}</button></form>`
}

const place = (frame: Frame, step: Frame['site']['trail'][number]): Html =>
  step.href ? html`<a href="${step.href}"${inChinese(frame)}>${step.name}</a>` : html`<span${inChinese(frame)}>${step.name}</span>`

const toolBar = (frame: Frame): Html => html`
<nav class="top" aria-label="${words(frame)('站点与辅助工具')}"><div class="w">
<div>${frame.site.trail.map((step) => html`${place(frame, step)}<i aria-hidden="true">›</i>`)}<a href="${href(frame, '/areas')}">${phrases(frame)('切换站点')}</a></div>
<div>${modeChoices(frame)}${sizeChoice(frame)}${readAloud(frame)}${languageChoices(frame)}${account(frame)}</div>
</div></nav>`

/** 小钥匙: the five modules behind one key (R-001). */
const keyMenu = (frame: Frame): Html => html`
  <details class="key"${inChinese(frame)}><summary>${phrases(frame)('小钥匙')}</summary><ul>
    <li><a href="${href(frame, '/personal')}">个人办事</a></li><li><a href="${href(frame, '/business')}">企业办事</a></li>
    <li><a href="${href(frame, '/services')}">便民服务</a></li><li><a href="${href(frame, '/business?type=01')}">行政审批</a></li>
    <li><a href="${href(frame, '/open')}">阳光政务</a></li></ul></details>`

const navigation = (frame: Frame, current: Section | undefined): Html => html`
  <nav class="main" aria-label="${words(frame)('主导航')}"><ul class="nav">${sections.map(
    ([id, name, path]) =>
      html`<li><a href="${href(frame, path)}"${id === current && html` aria-current="page"`}>${phrases(frame)(name)}</a></li>`,
  )}<li>${keyMenu(frame)}</li></ul></nav>`

const masthead = (frame: Frame, view: View): Html => html`
<header class="mast"><div class="w">
  <a class="brand" href="${href(frame, '/')}">${mark}<span>${phrases(frame)('政务服务')}<small${inChinese(frame)}>${frame.site.bureau}</small></span></a>
  ${view.service ? html`<p class="matter">${view.service}</p>` : navigation(frame, view.current)}
</div></header>`

const crumbs = (frame: Frame, list: readonly Crumb[]): Html => html`
<nav class="crumb" aria-label="位置"${inChinese(frame)}>${list.map((crumb, i) => html`${i > 0 && html`<i aria-hidden="true">›</i>`}${crumb.href ? html`<a href="${href(frame, crumb.href)}">${crumb.name}</a>` : crumb.name}`)}</nav>`

/** What the page says. The facts of a guide follow its head on a phone and stand beside it on a desk. */
const body = (frame: Frame, view: View): Html => {
  const trail = view.crumbs && crumbs(frame, view.crumbs)
  const main = html` id="main" tabindex="-1"${inChinese(frame)}`
  if (view.hero) return html`<main${main}>${view.hero}<div class="w">${view.main}</div></main>`
  if (view.aside && view.lead) {
    const facts = html`<section class="beside" aria-label="一眼看懂">${view.aside}</section>`
    return html`<div class="w">${trail}<main class="two"${main}><div>${view.lead}</div>${facts}<div>${view.main}</div></main></div>`
  }
  return html`<div class="w">${trail}<main${main}${!view.wide && html` class="narrow"`}>${view.main}</main></div>`
}

const passkeyScript = ({ assets: { passkeys } }: Frame): Html | undefined =>
  passkeys && html`<script type="module" src="${passkeys.js}" integrity="${passkeys.integrity}"></script>`

const head = (frame: Frame, view: View): Html => {
  const title = `${view.errors ? '错误：' : ''}${view.title}-${frame.site.name}政务服务`
  return html`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<meta name="description" content="${view.description ?? view.title}"><link rel="icon" href="data:,"><link rel="stylesheet" href="${frame.assets.css}">
<script type="module" src="${frame.assets.js}" integrity="${frame.assets.integrity}"></script>${view.passkeys && passkeyScript(frame)}</head>`
}

/** How long a session lives without a request (S-032); the script asks five minutes before. */
const idleMinutes: Record<FrameViewer['kind'], number> = { person: 30, organisation: 30, staff: 15 }

/** The whole document around a page: head, tool bar, masthead, what the page says, help at its fixed place. */
export const layout = (frame: Frame, view: View): Html => html`<!doctype html>
<html lang="${frame.language}"${frame.mode !== 'standard' && html` data-mode="${frame.mode}"`}${frame.size && html` data-size="${frame.size}"`}>
${head(frame, view)}
<body${attribute('data-embed', frame.embed)}${frame.viewer && html` data-idle="${idleMinutes[frame.viewer.kind]}"`}><a class="skip" href="#main">${phrases(frame)('跳到正文')}</a>
${!frame.embed && html`${toolBar(frame)}${masthead(frame, view)}`}
${body(frame, view)}
${footer(frame)}
</body></html>`
