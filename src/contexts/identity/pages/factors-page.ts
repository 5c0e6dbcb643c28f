import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, errorSummary, inFours, note } from '../../../ui/page/parts.ts'
import { qr } from '../../../ui/page/qr.ts'
import { type FactorKind, factorNames } from '../rules/factors.ts'
import { type Errors, messageFor } from './controls.ts'
import { passkeyForm } from './second-step-page.ts'

const place = '/my/security/factors'
const crumbs = [
  { name: '我的', href: '/my' },
  { name: '登录设备与密码', href: '/my/security' },
]

/** Times in words; `used` '' when it never was. */
export type FactorLine = {
  readonly id: string
  readonly kind: FactorKind
  readonly label: string
  readonly made: string
  readonly used: string
}
export type FactorsModel = {
  readonly factors: readonly FactorLine[]
  readonly offered: readonly FactorKind[]
  readonly recoveryCodes: number
  readonly done: string
  /** The last factor cannot be taken away by its owner. */
  readonly keepsLast: boolean
  /** Certificates of officers are registered by administrators; all others are bound by their holders (R-041). */
  readonly isStaff: boolean
}

const factorTable = (frame: Frame, { factors, keepsLast }: FactorsModel): Html =>
  factors.length === 0
    ? empty('还没有第二重验证。设了以后，别人知道密码也登录不了您的帐号。')
    : dataTable({
        caption: '第二重验证',
        head: ['方式', '名称', '登记时间', '最近使用', '操作'],
        rows: factors.map(({ id, kind, label, made, used }) => [
          factorNames[kind],
          label,
          made,
          used || '没有用过',
          keepsLast && factors.length === 1
            ? '最后一个，不能移除'
            : html`<a href="${href(frame, `${place}/${id}/remove`)}">移除${label}</a>`,
        ]),
      })

const recovery = (frame: Frame, { factors, recoveryCodes }: FactorsModel): Html | false =>
  factors.length > 0 &&
  html`<h2>备用码</h2>
<p>${recoveryCodes > 0 ? `还有 ${recoveryCodes} 个备用码。` : '还没有备用码。'}验证设备丢失时，每个备用码可登录一次。重新生成后，旧的全部失效。</p>
<form method="post" action="${href(frame, `${place}/recovery`)}">${csrfField(frame)}<div class="acts">${button('生成备用码', { alt: recoveryCodes > 0 })}</div></form>`

/** The second factors of an account (S-005, S-006, S-012). */
export const factorsPage = (frame: Frame, model: FactorsModel): Html => {
  const hasTotp = model.factors.some(({ kind }) => kind === 'totp')
  return layout(frame, {
    title: '第二重验证',
    passkeys: true,
    wide: true,
    crumbs: [...crumbs, { name: '第二重验证' }],
    main: html`<h1>第二重验证</h1>
${model.done && note('info', model.done)}
${factorTable(frame, model)}
<h2>登记通行密钥</h2>
<p>用指纹、面容或设备密码登录，不用记密码，也不会被仿冒网站骗走。浏览器要开启脚本。</p>
${passkeyForm(frame, { ceremony: 'enrol', next: '', act: '登记通行密钥', fields: plainField({ name: 'label', label: '给它起个名字', hint: '例如：我的手机', value: '我的设备' }) })}
${model.offered.includes('totp') && !hasTotp && html`<h2>登记动态验证码</h2><p>手机上的验证器每 30 秒显示 6 位数字，登录时输入。</p><div class="acts"><a class="btn alt" href="${href(frame, `${place}/totp`)}">登记动态验证码</a></div>`}
${model.offered.includes('certificate') && (model.isStaff ? html`<p>数字证书请管理员在您的人员页登记，另一位安全管理员批准后可以用来登录。</p>` : html`<p><a href="${href(frame, '/my/level/certificate')}">数字证书在“认证等级”里绑定</a></p>`)}
${recovery(frame, model)}`,
  })
}

/** `secret` in base32; `address` the same for a QR code. */
export type TotpModel = { readonly secret: string; readonly address: string; readonly errors: Errors }

/** Enrolling a generator of codes: scan or type, then the first code (S-012). */
export const totpPage = (frame: Frame, { secret, address, errors }: TotpModel): Html =>
  layout(frame, {
    title: '登记动态验证码',
    errors: errors.length > 0,
    crumbs: [...crumbs, { name: '第二重验证', href: place }, { name: '登记动态验证码' }],
    main: html`<h1>登记动态验证码</h1>
${errorSummary(errors)}
<ol><li>在手机上打开验证器，扫这个二维码；扫不了，就在验证器里输入下面的密钥。</li><li>把验证器显示的 6 位数字填在下面。</li></ol>
${qr(address, '动态验证码的二维码')}
<p>密钥：<code>${inFours(secret)}</code></p>
<form method="post" action="${href(frame, `${place}/totp`)}" novalidate>${csrfField(frame)}
${plainField({ name: 'code', label: '6 位数字', error: messageFor(errors, 'code'), autocomplete: 'one-time-code', inputmode: 'numeric', width: 'w-sm' })}
<div class="acts">${button('登记')}<a href="${href(frame, place)}">不登记了</a></div></form>`,
  })

/** New recovery codes, this once. */
export const recoveryPage = (frame: Frame, codes: readonly string[]): Html =>
  layout(frame, {
    title: '备用码',
    crumbs: [...crumbs, { name: '第二重验证', href: place }, { name: '备用码' }],
    main: html`<h1>备用码</h1>
${note('warn', '只在这里显示这一次。请抄下或打印，放在安全的地方；每个只能用一次。')}
<ul>${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<div class="acts"><a class="btn" href="${href(frame, place)}">我已保存</a></div>`,
  })

/** `proofing`: it is the last one, so the owner proofs his identity first (S-006). `path`: what takes it away; `back`: the list it stands in. */
export type RemoveModel = {
  readonly act: '移除' | '解绑'
  readonly path: string
  readonly back: { readonly name: string; readonly href: string }
  readonly label: string
  readonly proofing: boolean
  /** Whose identity is proofed: of an organisation's account its 法定代表人's. */
  readonly ofOrganisation: boolean
  readonly errors: Errors
}

/** Taking a factor away. */
export const removePage = (frame: Frame, { act, path, back, label, proofing, ofOrganisation, errors }: RemoveModel): Html => {
  const whose = ofOrganisation ? '法定代表人' : ''
  return layout(frame, {
    title: `${act}${label}`,
    errors: errors.length > 0,
    crumbs: [...crumbs, back, { name: act }],
    main: html`<h1>${act}${label}</h1>
${errorSummary(errors)}
<p>${proofing ? `这是最后一个第二重验证。${act}前要再核对一次${whose}身份；${act}后只凭密码就能登录。` : `${act}后，它不能再用来登录。`}别处的登录会全部退出。</p>
<form method="post" action="${href(frame, path)}" novalidate>${csrfField(frame)}
${
  proofing &&
  html`${plainField({ name: 'name', label: `${whose}姓名`, error: messageFor(errors, 'name'), autocomplete: 'name' })}
${plainField({ name: 'idNumber', label: `${whose}身份证号`, hint: '18 位', error: messageFor(errors, 'idNumber'), width: 'w-id' })}`
}
<div class="acts">${button(act)}<a href="${href(frame, back.href)}">不${act}</a></div></form>`,
  })
}
