import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { catalogueList, empty, lamp, note, type TaskLine, tag, taskList } from '../../../ui/page/parts.ts'
import type { CaseRow } from '../../casework/index.ts'
import { stageWords, turnWords } from '../rules.ts'
import type { HomeModel, Unfinished } from './home-page.ts'
import { mySpace } from './site-links.ts'

type Matter = Pick<CaseRow, 'no' | 'itemName' | 'department' | 'stage' | 'outcome' | 'lamp' | 'promisedDue' | 'decidedOn' | 'endedOn'>
export type MyModel = Unfinished & {
  readonly name: string
  /** 个人·实名, or the organisation acted for. */
  readonly as: string
  readonly verified: boolean
  readonly isOrganisationAccount: boolean
  readonly toRate: readonly Pick<CaseRow, 'no' | 'itemName' | 'endedOn'>[]
  readonly running: readonly Matter[]
  readonly results: readonly Matter[]
  readonly popular: HomeModel['popular']
}

const until = (day: LocalDate | 'infinity'): string | undefined => (day === 'infinity' ? undefined : `请在 ${chineseDate(day)} 前交齐`)

/** What waits for me: to be mended first, then half filled in, then what I may rate. */
const todos = (frame: Frame, { turns, toRate, drafts }: MyModel): TaskLine[] => [
  ...turns.map(({ no, itemName, stage, dueOn }) => {
    const { state, act } = turnWords(stage)
    return { name: `${act}：${itemName}`, href: href(frame, `/my/cases/${no}/correct`), status: tag('warn', state), note: until(dueOn) }
  }),
  ...drafts.map(({ id, name, keptUntil }) => ({
    name: `继续填写：${name}`,
    href: href(frame, `/apply/${id}`),
    status: tag('plain', '草稿'),
    note: `草稿保留到 ${chineseDate(keptUntil)}`,
  })),
  ...toRate.map(({ no, itemName, endedOn }) => ({
    name: `评价：${itemName}`,
    href: href(frame, `/my/cases/${no}/rate`),
    status: tag('plain', '可以评价'),
    note: endedOn ? `${chineseDate(endedOn)} 结束，评不评由您决定` : undefined,
  })),
]

const popular = (frame: Frame, items: HomeModel['popular']): Html => html`
  <p>现在没有要您处理的事。</p>
  ${items.length > 0 ? html`<ul class="hot"><li class="mut">常办：</li>${items.map(({ code, name }) => html`<li><a href="${href(frame, `/guide/${code}`)}">${name}</a></li>`)}</ul>` : html`<p><a href="${href(frame, '/')}">去找要办的事</a></p>`}`

const title = (frame: Frame, { no, itemName }: Matter): Html => html`<h3><a href="${href(frame, `/my/cases/${no}`)}">${itemName}</a></h3>`

/** Cases of one item are told apart by the end of their numbers. */
const tail = ({ no }: Matter): Html => html`尾号 <span class="num">${no.slice(-4)}</span>`

const running = (frame: Frame, matter: Matter): Html => html`
  <li>${title(frame, matter)}<p>${tag('now', stageWords(matter.stage, matter.outcome))} ${matter.lamp && lamp(matter.lamp)}</p>
  <p class="mut">${matter.department} · ${tail(matter)}${matter.promisedDue && html` · 承诺 <span class="num">${chineseDate(matter.promisedDue)}</span> 前办结`}</p></li>`

const result = (frame: Frame, matter: Matter): Html => {
  const on = matter.decidedOn ?? matter.endedOn
  const kind = matter.outcome === 'granted' ? 'ok' : matter.outcome === 'denied' ? 'err' : 'plain'
  return html`<li>${title(frame, matter)}<p>${tag(kind, stageWords(matter.stage, matter.outcome))} <span class="mut">${matter.department} · ${tail(matter)}${on && html` · <span class="num">${chineseDate(on)}</span>`}</span></p></li>`
}

/** An organisation's account acts for nobody else and has no family (S-041). */
const ofPersons: ReadonlySet<string> = new Set(['/my/acting', '/my/family'])
const places = ({ isOrganisationAccount }: MyModel): typeof mySpace =>
  isOrganisationAccount ? mySpace.filter(({ href: path }) => !ofPersons.has(path)) : mySpace

/** A01: what waits for me with its dates, what is under way, the latest results, and where everything of mine is. */
export const myPage = (frame: Frame, model: MyModel): Html => {
  const waiting = todos(frame, model)
  return layout(frame, {
    title: '我的',
    crumbs: [{ name: '首页', href: '/' }],
    wide: true,
    main: html`<h1>我的</h1><p class="mut">${model.name} · ${model.as}</p>
      ${!model.verified && note('info', html`<p>您还没有实名。实名以后才能网上办事，约 1 分钟。<a href="${href(frame, '/my/realname')}">去实名</a></p>`)}
      <h2>待我处理${waiting.length > 0 && html` <span class="num">${waiting.length}</span> 件`}</h2>
      ${waiting.length > 0 ? taskList(waiting) : popular(frame, model.popular)}
      <div class="cols"><section><h2>在办</h2>${model.running.length > 0 ? html`<ul class="rows">${model.running.map((matter) => running(frame, matter))}</ul>` : empty('没有正在办理的事。')}</section>
      <section><h2>最近结果</h2>${model.results.length > 0 ? html`<ul class="rows">${model.results.map((matter) => result(frame, matter))}</ul>` : empty('还没有办完的事。')}</section></div>
      <nav class="narrow" aria-labelledby="mine"><h2 id="mine">我的空间</h2>${catalogueList(places(model).map(({ name, href: path }) => ({ name, href: href(frame, path) })))}</nav>`,
  })
}
