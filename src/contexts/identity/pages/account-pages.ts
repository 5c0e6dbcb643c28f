import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'
import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, errorSummary, note, summaryList, tag } from '../../../ui/page/parts.ts'
import { type Level, levels } from '../terms.ts'
import { type Errors, hidden, messageFor } from './controls.ts'

/** Texts are '' when there is nothing. */
export type ProfileModel = {
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly level: Level
  readonly organisation: string
  readonly isOrganisationAccount: boolean
}

const levelRow = (frame: Frame, level: Level) => ({
  name: '认证等级',
  value: levels[level],
  act: { href: href(frame, '/my/level'), label: level === 'unverified' ? '去实名' : '查看' },
})

/** 用户空间: who one is (ui.md A09). Numbers are masked. */
export const profilePage = (frame: Frame, model: ProfileModel): Html =>
  layout(frame, {
    title: '我的信息',
    crumbs: [{ name: '我的', href: '/my' }, { name: '我的信息' }],
    main: html`<h1>我的信息</h1>
${summaryList([
  {
    name: '姓名',
    value: model.level === 'unverified' ? '未实名' : model.name,
    ...(model.level === 'unverified' || model.organisation ? {} : { act: { href: href(frame, '/my/profile/correction'), label: '更正' } }),
  },
  { name: '身份证号', value: model.idNumber ? maskIdNumber(model.idNumber) : '未填写' },
  {
    name: '手机号码',
    value: model.phone ? maskPhone(model.phone) : '未填写',
    ...(model.organisation ? {} : { act: { href: href(frame, '/my/phone'), label: model.phone ? '更换' : '绑定' } }),
  },
  levelRow(frame, model.level),
  {
    name: '现在为谁办事',
    value: model.organisation || '本人',
    ...(model.isOrganisationAccount ? {} : { act: { href: href(frame, '/my/acting'), label: '切换' } }),
  },
])}
<ul class="links"><li><a href="${href(frame, '/my/security')}">登录设备与密码</a></li><li><a href="${href(frame, '/my/security/factors')}">第二重验证</a></li></ul>`,
  })

/** Times in words, of this city. */
export type SessionLine = {
  readonly sid: string
  readonly device: string
  readonly place: string
  readonly since: string
  readonly seen: string
  readonly isOwn: boolean
}
export type TryLine = { readonly at: string; readonly outcome: 'in' | 'wrong' | 'barred'; readonly device: string; readonly place: string }
export type SecurityModel = {
  readonly sessions: readonly SessionLine[]
  readonly history: readonly TryLine[]
  /** What happened to the ways in, in words. */
  readonly changes: readonly { readonly at: string; readonly what: string; readonly detail: string }[]
  /** Changes of the telephone at a window that he may still stop; `isDone`: it has been changed already. */
  readonly stoppable: readonly {
    readonly at: string
    readonly unit: string
    readonly document: string
    readonly ending: string
    readonly isDone: boolean
  }[]
  readonly done: string
  /** Chosen once (R-035); undefined where it may still be chosen. */
  readonly userName: string | undefined
  /** An officer of whom nobody knows yet which person he is (S-048). */
  readonly isUnknownOfficer: boolean
  /** What a password must be like. */
  readonly hint: string
  readonly errors: Errors
}

const outcomes = { in: '登录成功', wrong: '没有成功', barred: '帐号已停用' } as const

const endForm = (frame: Frame, { sid, device }: SessionLine): Html =>
  html`<form method="post" action="${href(frame, '/my/security/end')}">${csrfField(frame)}${hidden('sid', sid)}<button class="btn alt" type="submit">退出<span class="sr">${device}</span></button></form>`

const userNamePart = (frame: Frame, userName: string | undefined, errors: Errors): Html =>
  userName
    ? html`<h2>用户名</h2><p>${userName}</p>`
    : html`<h2>设置用户名</h2>
<p>设好后可以用它登录。只能设一次，设好不能改。</p>
<form method="post" action="${href(frame, '/my/security/user-name')}" novalidate>${csrfField(frame)}
${plainField({ name: 'userName', label: '用户名', hint: '4—30 个字符，小写字母开头，可用小写字母、数字、下划线', error: messageFor(errors, 'userName'), autocomplete: 'username', width: 'w-id' })}
<div class="acts">${button('设置用户名')}</div>
</form>`

/** 「不是我办的」: a change at a window that is under way or was just made (S-007). */
const stopPart = (frame: Frame, stoppable: SecurityModel['stoppable']): Html | false =>
  stoppable.length > 0 &&
  note(
    'warn',
    html`<h2>有人在窗口更换您的手机号</h2>
${stoppable.map(({ at, unit, document, ending, isDone }) =>
  isDone
    ? html`<p>${at}，${unit}凭您的${document}把帐号的手机号换成了尾号 ${ending} 的号码。</p>`
    : html`<p>${at}，有人持您的${document}在${unit}申请把手机号换成尾号 ${ending} 的号码，正在等批准。</p>`,
)}
<p>是您本人办的，不用操作。${
      stoppable.some(({ isDone }) => isDone)
        ? '不是您办的，请马上停止：帐号暂停使用，这里也会退出，安全管理员核查以后恢复；您要带身份证到政务服务大厅。'
        : '不是您办的，请马上停止。'
    }</p>
<form method="post" action="${href(frame, '/my/security/stop')}">${csrfField(frame)}<div class="acts">${button('不是我办的，停止')}</div></form>`,
  )

/** Where one is signed in, and the password (S-034, S-035). */
export const securityPage = (
  frame: Frame,
  { sessions, history, changes, stoppable, done, hint, userName, isUnknownOfficer, errors }: SecurityModel,
): Html =>
  layout(frame, {
    title: '登录设备与密码',
    errors: errors.length > 0,
    crumbs: [{ name: '我的', href: '/my' }, { name: '登录设备与密码' }],
    main: html`<h1>登录设备与密码</h1>
${done && note('info', done)}
${stopPart(frame, stoppable)}
${isUnknownOfficer && note('info', html`<p>还没有核对您是谁，遇到与您同名的申请，您不能办理。<a href="${href(frame, '/my/security/person')}">用身份证号核对一次</a></p>`)}
${errorSummary(errors)}
<h2>正在登录的地方</h2>
${dataTable({
  caption: '正在登录的地方',
  head: ['设备', '网络', '登录时间', '最近使用', '操作'],
  rows: sessions.map((one) => [one.device, one.place, one.since, one.seen, one.isOwn ? '就是这里' : endForm(frame, one)]),
})}
<form method="post" action="${href(frame, '/my/security/others')}">${csrfField(frame)}<div class="acts">${button('退出别处的登录', { alt: true })}</div></form>
<ul class="links"><li><a href="${href(frame, '/my/security/factors')}">第二重验证</a></li><li><a href="${href(frame, '/my/consents')}">用这个帐号登录过的应用</a></li></ul>
<h2>最近 90 天的登录</h2>
${
  history.length > 0
    ? dataTable({
        caption: '最近 90 天的登录',
        head: ['时间', '结果', '设备', '网络'],
        rows: history.map(({ at, outcome, device, place }) => [at, tag(outcome === 'in' ? 'ok' : 'err', outcomes[outcome]), device, place]),
      })
    : empty('还没有登录记录。')
}
${
  changes.length > 0 &&
  html`<h2>最近 90 天的帐号变动</h2>
${dataTable({ caption: '最近 90 天的帐号变动', head: ['时间', '变动', '说明'], rows: changes.map(({ at, what, detail }) => [at, what, detail]) })}
<p>不是您本人办理的，请马上修改密码，并拨打 12345。</p>`
}
${userNamePart(frame, userName, errors)}
<h2>修改密码</h2>
<p>修改后，别处的登录全部退出。</p>
<form method="post" action="${href(frame, '/my/security/password')}" novalidate>${csrfField(frame)}
${plainField({ name: 'current', label: '现在的密码', type: 'password', error: messageFor(errors, 'current'), autocomplete: 'current-password' })}
${plainField({ name: 'password', label: '新密码', hint, type: 'password', error: messageFor(errors, 'password'), autocomplete: 'new-password' })}
<div class="acts">${button('修改密码')}</div>
</form>`,
  })
