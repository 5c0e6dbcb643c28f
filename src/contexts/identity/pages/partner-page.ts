import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, checkbox, csrfField, errorSummary, summaryList } from '../../../ui/page/parts.ts'
import { type Errors, messageFor } from './controls.ts'

export type PartnerRegisterModel = {
  readonly id: string
  readonly partner: string
  readonly name: string
  readonly idNumber: string
  /** '' where the partner tells of none; `isProven` where it says that it verified it. */
  readonly phone: string
  readonly isProven: boolean
  readonly errors: Errors
}

const phoneText = ({ phone, isProven }: PartnerRegisterModel): string => {
  if (!phone) return '未提供，注册后可以绑定'
  return isProven ? maskPhone(phone) : `${maskPhone(phone)}，注册后用短信验证码确认`
}

/** 关联实名注册 (R-033): what the partner told, and the consent without which nothing is registered (R-024). */
export const partnerRegisterPage = (frame: Frame, model: PartnerRegisterModel): Html =>
  layout(frame, {
    title: '关联实名注册',
    errors: model.errors.length > 0,
    main: html`<h1>关联实名注册</h1>
${errorSummary(model.errors)}
<p>您还没有本平台的帐号。${model.partner}已确认您的身份，同意协议后即可注册，注册后就是实名帐号。</p>
${summaryList([
  { name: '姓名', value: model.name },
  { name: '身份证号', value: maskIdNumber(model.idNumber) },
  { name: '手机号码', value: phoneText(model) },
])}
<form method="post" action="${href(frame, `/login/partner/${model.id}/register`)}" novalidate>${csrfField(frame)}
${checkbox({ name: 'agreed', label: '我已阅读并同意《用户注册协议》', checked: false, error: messageFor(model.errors, 'agreed') })}
<p><a href="${href(frame, '/agreement/registration')}">阅读《用户注册协议》全文</a></p>
<div class="acts">${button('同意并注册')}</div>
</form>
<p class="mut">登录密码注册后通过“忘记密码”设置。</p>`,
  })

export type PartnerRefusal = 'refused' | 'disabled' | 'elsewhere' | 'unproven' | 'taken' | 'differs' | 'another'
const sentences: Record<PartnerRefusal, (partner: string) => string> = {
  refused: (partner) => `${partner}没有确认您的身份：可能是您取消了，或${partner}暂时没有应答。这次没有登录。`,
  disabled: () => '这个帐号已停用，不能登录。请拨打 12345 询问。',
  elsewhere: (partner) => `您已经有本平台的帐号。请先用手机号或身份证号登录，再到“认证等级”关联${partner}，以后就能用它登录。`,
  unproven: (partner) => `这个${partner}帐号还没有关联本平台的帐号。请先登录，再到“认证等级”关联。`,
  taken: (partner) => `这个${partner}帐号已经关联了另一个帐号，没有改动。`,
  differs: (partner) => `${partner}上的实名信息与您在本平台的不一致，没有关联。请核对后带身份证到政务服务大厅窗口办理。`,
  another: (partner) => `这个${partner}帐号没有关联您登录的帐号，没有确认成功。请换一个${partner}帐号，或换一种方式确认。`,
}

/** Why a partner's word did not open the door, and what to do. */
export const partnerRefusalPage = (frame: Frame, { partner, why }: { readonly partner: string; readonly why: PartnerRefusal }): Html =>
  layout(frame, {
    title: `用${partner}登录`,
    main: html`<h1>用${partner}登录</h1><p>${sentences[why](partner)}</p>
<div class="acts"><a class="btn" href="${href(frame, '/login/person')}">用别的方式登录</a></div>`,
  })
