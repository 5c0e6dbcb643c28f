import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { attribute, type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { backLink, button, checkbox, csrfField, dataTable, empty, errorSummary, note, tag } from '../../../ui/page/parts.ts'
import type { LookAtMine } from '../../casework/index.ts'
import { type Consent, type DataRequest, type Message, type Preference, preferredLanguages, preferredModes } from '../../identity/index.ts'

const crumbs = [{ name: '我的', href: '/my' }]
const dayOf = (instant: string): string => chineseDate(localDateAt(Date.parse(instant)))
const post = (frame: Frame, path: string, label: string, alt = false): Html =>
  html`<form method="post" action="${href(frame, path)}">${csrfField(frame)}<div class="acts">${button(label, { alt })}</div></form>`

const purposes = { case: '查看办件', numbers: '核对完整号码' } as const
const documents: Readonly<Record<string, string>> = {
  'registration-agreement': '用户注册协议',
  'guardian-consent': '监护人同意(孩子的个人信息)',
}

export type MyDataModel = {
  readonly looks: readonly LookAtMine[]
  readonly consents: readonly Consent[]
  readonly requests: readonly DataRequest[]
  readonly done: string
}

const requestRow = (frame: Frame, one: DataRequest): (Html | string)[] => {
  const copy = one.hasCopy ? html`<a href="${href(frame, `/my/data/copies/${one.id}`)}">下载副本</a>` : '副本已过 7 天保存期'
  const open =
    one.kind === 'erase'
      ? post(frame, '/my/data/erase/cancel', '取消注销', true)
      : html`正在制作，一般不到一分钟。<a href="${href(frame, '/my/data')}">看做好了没有</a>`
  const state = one.doneAt === null ? tag('now', '办理中') : one.refused ? tag('warn', '没有办成') : tag('ok', '已完成')
  const ended = one.refused
    ? html`${one.refused.join(';')}。<a href="${href(frame, '/my/data/erase')}">重新申请</a>`
    : one.kind === 'export' && copy
  return [
    one.kind === 'export' ? '个人信息副本' : '注销帐号',
    dayOf(one.askedAt),
    chineseDate(one.dueOn),
    html`${state} ${one.doneAt === null ? open : ended}`,
  ]
}

/** A08: who looked, what one agreed to, a copy, the end of the account (个人信息保护法 §§44–50). */
export const myDataPage = (frame: Frame, { looks, consents, requests, done }: MyDataModel): Html =>
  layout(frame, {
    title: '我的数据',
    crumbs: [...crumbs, { name: '我的数据' }],
    main: html`<h1>我的数据</h1>${done && note('info', done)}
<h2>谁看过我的办件</h2><p class="mut">承办部门以外的工作人员查看，以及任何人核对完整号码，都记在这里。</p>
${
  looks.length > 0
    ? dataTable({
        caption: '谁看过我的办件',
        head: ['日期', '单位', '做了什么', '办件'],
        rows: looks.map(({ at, unit, what, no, itemName }) => [
          dayOf(at),
          unit,
          purposes[what],
          html`<a href="${href(frame, `/my/cases/${no}`)}">${itemName}，尾号 <span class="num">${no.slice(-4)}</span></a>`,
        ]),
      })
    : empty('承办部门以外没有人看过您的办件。')
}
<h2>我同意过的内容</h2>
${
  consents.length > 0
    ? dataTable({
        caption: '我同意过的内容',
        head: ['文件', '版本', '日期'],
        rows: consents.map(({ document, version, at }) => [documents[document] ?? document, version, dayOf(at)]),
      })
    : empty('没有同意记录。')
}
<h2>我的申请</h2><p class="mut">自申请之日起 15 个工作日内办完。</p>
${requests.length > 0 ? dataTable({ caption: '我的申请', head: ['申请', '日期', '最晚办完', '结果'], rows: requests.map((one) => requestRow(frame, one)) }) : empty('没有申请。')}
<h2>取得副本</h2><p>压缩包里有完整的 JSON 文件和一份 PDF 摘要，保存 7 天。</p>${post(frame, '/my/data/export', '制作我的个人信息副本')}
<h2>更正和注销</h2><p><a href="${href(frame, '/my/profile')}">我的信息不对，去更正</a></p><p><a href="${href(frame, '/my/data/erase')}">注销帐号</a></p>`,
  })

/** What stays of somebody, for how long, and by which article. */
export type KeptLine = { readonly what: string; readonly why: string }
export type EraseModel = {
  readonly obstacles: readonly string[]
  readonly kept: readonly KeptLine[]
  /** Cases of his are in the archive, and with them his name. */
  readonly isArchived: boolean
  readonly errors: readonly FieldError[]
}
/** 注销帐号: what stands in the way, what the law keeps, what goes (个人信息保护法 §47). */
export const erasePage = (frame: Frame, { obstacles, kept, isArchived, errors }: EraseModel): Html =>
  layout(frame, {
    title: '注销帐号',
    errors: errors.length > 0,
    main: html`${backLink(frame, '/my/data', '返回')}${errorSummary(errors)}<h1>注销帐号</h1>
${
  obstacles.length > 0
    ? html`${note('warn', '现在还不能注销：')}<ul>${obstacles.map((one) => html`<li>${one}</li>`)}</ul>`
    : html`<h2>会删除</h2><ul><li>登录名、手机号码、密码和验证方式</li><li>登录记录、消息、偏好、草稿</li>${!isArchived && html`<li>您的姓名和身份证号(您没有办过事，没有档案)</li>`}</ul>
<p>注销时，您给出和得到的授权停止。</p>
<h2>依法保留，不会删除</h2><ul>${kept.map(({ what, why }) => html`<li>${what}。<span class="mut">${why}。</span></li>`)}</ul>
<p>申请后 24 小时内可以取消，15 个工作日内办完。</p>
<form method="post" action="${href(frame, '/my/data/erase')}" novalidate>${csrfField(frame)}
${checkbox({ name: 'sure', label: '我知道注销以后不能恢复', error: errors[0]?.message })}<div class="acts">${button('申请注销')}</div></form>`
}`,
  })

/** Messages of the user space, the latest first. */
export const messagesPage = (frame: Frame, messages: readonly Message[]): Html =>
  layout(frame, {
    title: '消息',
    crumbs: [...crumbs, { name: '消息' }],
    main: html`<h1>消息</h1><h2 class="sr">全部消息</h2>${
      messages.length > 0
        ? html`<ul class="rows">${messages.map(
            ({ at, title, body, link, readAt }) => html`<li><h3>${link ? html`<a href="${href(frame, link)}">${title}</a>` : title}</h3>
<p>${readAt === null && tag('now', '新')} ${body}</p><p class="mut">${dayOf(at)}</p></li>`,
          )}</ul>`
        : empty('没有消息。', { href: href(frame, '/my'), label: '回到我的' })
    }`,
  })

const radios = (name: string, legend: string, labels: Readonly<Record<string, string>>, chosen: string): Html =>
  html`<fieldset class="fg"><legend>${legend}</legend>${Object.entries(labels).map(
    ([value, label], i) =>
      html`<div class="pick"><input type="radio" id="f-${name}-${i}" name="${name}" value="${value}"${attribute('checked', value === chosen)}><label for="f-${name}-${i}">${label}</label></div>`,
  )}</fieldset>`

/** Language and mode for every device one signs in on. */
export const preferencesPage = (frame: Frame, { language, mode }: Preference, done: boolean): Html =>
  layout(frame, {
    title: '偏好',
    crumbs: [...crumbs, { name: '偏好' }],
    main: html`<h1>偏好</h1>${done && note('info', '已保存。在别的设备登录时也这样显示。')}
<form method="post" action="${href(frame, '/my/preferences')}">${csrfField(frame)}
${radios('mode', '显示方式', preferredModes, mode)}${radios('language', '语言', preferredLanguages, language)}
<div class="acts">${button('保存')}</div></form>`,
  })
