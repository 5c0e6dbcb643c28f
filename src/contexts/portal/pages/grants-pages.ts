import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import { maskName } from '../../../kernel/text.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, note, summaryList, type TagKind, tag } from '../../../ui/page/parts.ts'
import type { CaseRow } from '../../casework/index.ts'
import { type GrantAct, type GrantState, type GrantUse, grantActs, grantStates, type Relation, relations } from '../../identity/index.ts'
import { stageWords } from '../rules.ts'

/** A grant as its sides read it. `scope` in words. */
export type GrantLine = {
  readonly id: string
  readonly principal: string
  readonly helper: string
  readonly relation: Relation
  readonly acts: readonly GrantAct[]
  readonly scope: string
  readonly since: string
  readonly until: string
  readonly state: GrantState
}

const colours: Record<GrantState, TagKind> = { offered: 'warn', active: 'ok', later: 'plain', frozen: 'err', over: 'plain', ended: 'plain' }
/** Where a grant stands, as its side reads it. */
const stateTag = ({ state }: GrantLine, side: 'principal' | 'helper'): Html =>
  tag(colours[state], state === 'offered' && side === 'helper' ? '等您接受' : grantStates[state])
const dayOf = (instant: string): string => chineseDate(localDateAt(Date.parse(instant)))
/** The last day on which a grant stands. */
const lastDay = (until: string): string => chineseDate(localDateAt(Date.parse(until) - 1))
const actWords = (acts: readonly GrantAct[]): string => acts.map((act) => grantActs[act]).join('、')

/** One list for all grants: what, state, until when, next act. */
export const grantList = (frame: Frame, grants: readonly GrantLine[], seen: 'principal' | 'helper'): Html =>
  html`<ul class="rows">${grants.map(
    (
      grant,
    ) => html`<li><h3><a href="${href(frame, `/my/grants/${grant.id}`)}">${seen === 'helper' ? grant.principal : grant.helper}</a></h3>
<p>${stateTag(grant, seen)} ${relations[grant.relation]} · ${actWords(grant.acts)}</p>
<p class="mut">${grant.scope} · 到 <span class="num">${lastDay(grant.until)}</span></p></li>`,
  )}</ul>`

const crumbs = [{ name: '我的', href: '/my' }]

export type OrgsModel = {
  readonly organisations: readonly { readonly id: string; readonly name: string; readonly uscc: string; readonly as: string }[]
  readonly toMe: readonly GrantLine[]
}
/** The organisations for which a person may act or was asked to (A07). */
export const orgsPage = (frame: Frame, { organisations, toMe }: OrgsModel): Html =>
  layout(frame, {
    title: '我的单位',
    crumbs: [...crumbs, { name: '我的单位' }],
    main: html`<h1>我的单位</h1>
<h2>可以为哪些单位办事</h2>
${
  organisations.length > 0
    ? html`<ul class="rows">${organisations.map(
        ({ id, name, uscc, as }) => html`<li><h3>${name}</h3><p class="mut">${as} · <span class="num">${uscc}</span></p>
<p><a href="${href(frame, `/my/orgs/${id}/members`)}">谁可以办事</a> <a href="${href(frame, `/my/orgs/${id}/delegations`)}">经办人授权</a></p></li>`,
      )}</ul>`
    : empty('您还不能为单位办事。', { href: href(frame, '/register/organisation'), label: '您是法定代表人？注册法人' })
}
<h2>单位给我的授权</h2>
${toMe.length > 0 ? grantList(frame, toMe, 'helper') : empty('没有单位给您授权。')}`,
  })

export type OrgModel = {
  readonly id: string
  readonly name: string
  readonly grants: readonly GrantLine[]
  readonly mayGrant: boolean
  readonly done: string
}
/** The grants of an organisation: offered, standing, frozen, over. */
export const delegationsPage = (frame: Frame, { id, name, grants, mayGrant, done }: OrgModel): Html =>
  layout(frame, {
    title: '经办人授权',
    crumbs: [...crumbs, { name: '我的单位', href: '/my/orgs' }, { name: '经办人授权' }],
    main: html`<h1>经办人授权</h1><p class="mut">${name}</p>${done && note('info', done)}
${grants.some(({ state }) => state === 'frozen') && note('warn', '法定代表人已变更，原来的授权已冻结。请由现任法定代表人重新授权。')}
${mayGrant && html`<div class="acts"><a class="btn" href="${href(frame, `/my/orgs/${id}/delegations/new`)}">新增授权</a></div>`}
<h2>已有的授权</h2>
${grants.length > 0 ? grantList(frame, grants, 'principal') : empty('还没有授权给经办人。')}`,
  })

export type MembersModel = { readonly name: string; readonly legalRepresentative: string; readonly agents: readonly GrantLine[] }
/** Who may act for an organisation today. */
export const membersPage = (frame: Frame, { name, legalRepresentative, agents }: MembersModel): Html =>
  layout(frame, {
    title: '谁可以办事',
    crumbs: [...crumbs, { name: '我的单位', href: '/my/orgs' }, { name: '谁可以办事' }],
    main: html`<h1>谁可以办事</h1><p class="mut">${name}</p>
${dataTable({
  caption: '谁可以办事',
  head: ['姓名', '身份', '可以做什么', '到哪一天'],
  rows: [
    [legalRepresentative, '法定代表人', '全部', '任期内'],
    ...agents.map(({ helper, acts, scope, until }) => [helper, '经办人', `${actWords(acts)};${scope}`, lastDay(until)]),
  ],
})}`,
  })

export type FamilyModel = {
  readonly mine: readonly GrantLine[]
  /** Those of whom he is 监护人. */
  readonly children: readonly GrantLine[]
  readonly clients: readonly GrantLine[]
  readonly done: string
}
/** Whom I let act for me, and for whom I act: 代办老人、孩子, 网格员 (S-051). */
export const familyPage = (frame: Frame, { mine, children, clients, done }: FamilyModel): Html =>
  layout(frame, {
    title: '家人和代办',
    crumbs: [...crumbs, { name: '家人和代办' }],
    main: html`<h1>家人和代办</h1>${done && note('info', done)}
<h2>谁替我办</h2>${mine.length > 0 ? grantList(frame, mine, 'principal') : empty('您没有请人代办。')}
<div class="acts"><a class="btn alt" href="${href(frame, '/my/family/new')}">请人代办</a></div>
<h2>我的孩子</h2>${children.length > 0 ? grantList(frame, children, 'helper') : empty('还没有添加孩子。')}
<div class="acts"><a class="btn alt" href="${href(frame, '/my/family/children')}">添加孩子</a></div>
<h2>我替谁办</h2>${clients.length > 0 ? grantList(frame, clients, 'helper') : empty('没有人请您代办。')}`,
  })

export type GrantModel = {
  readonly grant: GrantLine
  readonly side: 'principal' | 'helper'
  readonly back: { readonly name: string; readonly href: string }
  readonly uses: readonly GrantUse[]
  /** For a helper of a person: his client's cases within the grant. */
  readonly cases: readonly Pick<CaseRow, 'no' | 'itemName' | 'stage' | 'outcome'>[]
  readonly canAccept: boolean
  readonly canEnd: boolean
}

const act = (frame: Frame, id: string, name: string, label: string, alt = false): Html =>
  html`<form method="post" action="${href(frame, `/my/grants/${id}/${name}`)}">${csrfField(frame)}<div class="acts">${button(label, { alt })}</div></form>`

const usesTable = (frame: Frame, { uses, side }: GrantModel): Html =>
  uses.length === 0
    ? empty('还没有按这份授权办过事。')
    : dataTable({
        caption: '按这份授权做过的事',
        head: ['时间', '做了什么', '事项', '办件编号'],
        rows: uses.map(({ at, act: what, itemName, no, helperName }) => [
          dayOf(at),
          `${side === 'principal' ? helperName : maskName(helperName)} ${what}`,
          itemName,
          html`<a href="${href(frame, `/my/cases/${no}`)}">尾号 <span class="num">${no.slice(-4)}</span></a>`,
        ]),
      })

const titleOf = ({ grant, side }: GrantModel): string => {
  if (grant.relation === 'guardian') return `${grant.helper}是${grant.principal}的监护人`
  return side === 'helper' ? `${grant.principal}给您的授权` : `给${grant.helper}的授权`
}

/** One grant with everything done under it, for both sides; either may end it at any time. */
export const grantPage = (frame: Frame, model: GrantModel): Html => {
  const { grant, side, back, cases, canAccept, canEnd } = model
  return layout(frame, {
    title: '授权',
    crumbs: [...crumbs, back, { name: '授权' }],
    main: html`<h1>${titleOf(model)}</h1>
<p>${stateTag(grant, side)}</p>
${summaryList([
  { name: grant.relation === 'guardian' ? '孩子' : '授权人', value: grant.principal },
  { name: grant.relation === 'guardian' ? '监护人' : '受托人', value: `${grant.helper}(${relations[grant.relation]})` },
  { name: '可以做', value: actWords(grant.acts) },
  { name: '事项', value: grant.scope },
  { name: '期限', value: `${dayOf(grant.since)} 到 ${lastDay(grant.until)}` },
])}
${grant.relation === 'guardian' && side === 'principal' && html`<p>监护人依法替您办事，到您满十八周岁当天自动结束，不由您撤销(民法典第二十三条)。</p>`}
${canAccept && act(frame, grant.id, 'accept', '接受授权')}
${canEnd && act(frame, grant.id, 'end', grant.relation === 'guardian' ? '不再由我办理' : side === 'helper' ? '不再代办' : '撤销授权', true)}
${cases.length > 0 && html`<h2>${grant.principal}的办件</h2><ul class="rows">${cases.map((one) => html`<li><h3><a href="${href(frame, `/my/cases/${one.no}`)}">${one.itemName}</a></h3><p>${tag('now', stageWords(one.stage, one.outcome))}</p></li>`)}</ul>`}
<h2>按这份授权做过的事</h2>${usesTable(frame, model)}`,
  })
}
