import { plainField } from '../../../ui/forms/fields.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, errorSummary, note } from '../../../ui/page/parts.ts'
import { type Errors, messageFor } from './controls.ts'

const title = '确认工作人员身份'

/** An officer says who he is, once (S-048). */
export const officerPersonPage = (frame: Frame, name: string, idNumber: string, errors: Errors): Html =>
  layout(frame, {
    title,
    errors: errors.length > 0,
    main: html`<h1>${title}</h1>
<p>${name}，请输入您的身份证号，向人口信息库核对一次。核对后，您本人、您的单位、您代办的申请，系统会让您回避。</p>
${errorSummary(errors)}
<form method="post" action="${href(frame, '/my/security/person')}" novalidate>${csrfField(frame)}
${plainField({ name: 'idNumber', label: '身份证号', hint: '18 位，最后一位可能是 X', value: idNumber, error: messageFor(errors, 'idNumber'), autocomplete: 'off', width: 'w-id' })}
<div class="acts">${button('核对')}<a href="${href(frame, '/my/security')}">以后再核对</a></div>
</form>`,
  })

export const officerKnownPage = (frame: Frame, name: string): Html =>
  layout(frame, {
    title,
    main: html`<h1>${title}</h1>${note('info', `${name}，您的身份已核对，不用再办。`)}<p><a href="${href(frame, '/my/security')}">登录设备与密码</a></p>`,
  })
