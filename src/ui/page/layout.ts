import { words } from '../words/words.ts'
import { footer } from './footer.ts'
import { type Frame, href, type Mode } from './frame.ts'
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
  /** Above the container, for the search of the home page. */
  readonly hero?: Html
}

const sections: readonly (readonly [Section, string, string])[] = [
  ['home', '首页', '/'],
  ['personal', '个人办事', '/personal'],
  ['business', '法人办事', '/business'],
  ['open', '阳光政务', '/open/notices'],
  ['help', '新手指南', '/help'],
]

/** Three nodes on a stem: the mark of the platform, a placeholder until an operator uploads its own. */
const mark = raw(
  '<svg viewBox="0 0 32 40" aria-hidden="true"><path d="M14.5 2h3v36h-3z" fill="currentColor"/><circle cx="16" cy="8" r="6" fill="currentColor"/><circle cx="16" cy="20" r="6" fill="currentColor"/><circle class="hollow" cx="16" cy="32" r="4.5" stroke="currentColor" stroke-width="3"/></svg>',
)

const choice = (frame: Frame, name: 'mode' | 'language', value: string, label: string, lang?: string): Html => html`
  <form method="post" action="/settings"><input type="hidden" name="back" value="${href(frame, frame.path)}"><button type="submit" name="${name}" value="${value}"${lang && html` lang="${lang}"`}>${label}</button></form>`

const modeChoices = (frame: Frame): Html[] => {
  const say = words(frame)
  const offered: [Mode, string][] = [
    ['standard', '标准版'],
    ['elder', '长辈版'],
    ['contrast', '高对比'],
  ]
  return offered.filter(([mode]) => mode !== frame.mode).map(([mode, label]) => choice(frame, 'mode', mode, say(label)))
}

const languageChoices = (frame: Frame): Html[] => [
  ...(frame.language === 'zh-CN' ? [] : [choice(frame, 'language', 'zh-CN', '中文', 'zh-CN')]),
  ...(frame.language === 'mn-Mong' ? [] : [choice(frame, 'language', 'mn-Mong', '蒙古文', 'zh-CN')]),
]

const account = (frame: Frame): Html => {
  const say = words(frame)
  if (!frame.viewer) {
    return html`<a href="${href(frame, '/login/person')}">${say('登录')}</a><a href="${href(frame, '/register/person')}">${say('注册')}</a>`
  }
  const desk = frame.viewer.kind === 'staff'
  return html`<a href="${desk ? '/console/' : href(frame, '/my')}">${desk ? say('工作台') : say('我的')}:${frame.viewer.name}</a>
    <form method="post" action="/logout"><input type="hidden" name="_csrf" value="${frame.csrf()}"><button type="submit">${say('退出')}</button></form>`
}

const toolBar = (frame: Frame): Html => html`
<nav class="top" aria-label="站点与辅助工具"><div class="w">
  <div>${frame.site.trail.map((place, i) => html`${i > 0 && '›'}${place.href ? html`<a href="${place.href}">${place.name}</a>` : html`<span>${place.name}</span>`}`)}<a href="${href(frame, '/areas')}">${words(frame)('切换站点')}</a></div>
  <div>${modeChoices(frame)}${languageChoices(frame)}${account(frame)}</div>
</div></nav>`

/** 小钥匙: the five modules behind one key (R-001). */
const keyMenu = (frame: Frame): Html => html`
  <details class="key"><summary>小钥匙</summary><ul>
    <li><a href="${href(frame, '/personal')}">个人办事</a></li><li><a href="${href(frame, '/business')}">企业办事</a></li>
    <li><a href="${href(frame, '/personal?type=20')}">便民服务</a></li><li><a href="${href(frame, '/business?type=01')}">行政审批</a></li>
    <li><a href="${href(frame, '/open/notices')}">阳光政务</a></li></ul></details>`

const navigation = (frame: Frame, current: Section | undefined): Html => html`
  <nav class="main" aria-label="主导航"><ul class="nav">${sections.map(
    ([id, name, path]) =>
      html`<li><a href="${href(frame, path)}"${id === current && html` aria-current="page"`}>${words(frame)(name)}</a></li>`,
  )}</ul>${keyMenu(frame)}</nav>`

const masthead = (frame: Frame, view: View): Html => html`
<header class="mast"><div class="w">
  <a class="brand" href="${href(frame, '/')}">${mark}<span>${words(frame)('政务服务')}<small>${frame.site.bureau}</small></span></a>
  ${view.service ? html`<p class="mut">${view.service}</p>` : navigation(frame, view.current)}
</div></header>`

const crumbs = (frame: Frame, list: readonly Crumb[]): Html => html`
<nav class="crumb" aria-label="位置">${list.map((crumb, i) => html`${i > 0 && ' › '}${crumb.href ? html`<a href="${href(frame, crumb.href)}">${crumb.name}</a>` : crumb.name}`)}</nav>`

const body = (view: View): Html => {
  if (view.aside)
    return html`<div class="two"><main id="main" tabindex="-1">${view.main}</main><aside aria-label="一眼看懂">${view.aside}</aside></div>`
  return html`<main id="main" tabindex="-1"${!view.wide && html` class="narrow"`}>${view.main}</main>`
}

/** The whole document around a page. */
export const layout = (frame: Frame, view: View): Html => {
  const bare = frame.embed
  const title = `${view.errors ? '错误:' : ''}${view.title}-${frame.site.name}政务服务`
  return html`<!doctype html>
<html lang="${frame.language}"${frame.mode !== 'standard' && html` data-mode="${frame.mode}"`}${frame.size && html` data-size="${frame.size}"`}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<meta name="description" content="${view.description ?? view.title}"><link rel="icon" href="data:,"><link rel="stylesheet" href="${frame.assets.css}">
<script type="module" src="${frame.assets.js}" integrity="${frame.assets.integrity}"></script></head>
<body${attribute('data-embed', bare)}><a class="skip" href="#main">${words(frame)('跳到正文')}</a>
${!bare && toolBar(frame)}${!bare && masthead(frame, view)}
${view.hero}
<div class="w">${view.crumbs && crumbs(frame, view.crumbs)}${body(view)}</div>
${footer(frame)}
</body></html>`
}
