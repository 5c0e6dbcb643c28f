import type { Frame } from '../ui/page/frame.ts'
import { href } from '../ui/page/frame.ts'
import { type Html, html } from '../ui/page/html.ts'
import { layout } from '../ui/page/layout.ts'
import { button, checkbox, csrfField, note } from '../ui/page/parts.ts'
import type { SandboxPerson } from './store.ts'

export type PartnerModel = { readonly uid: string; readonly persons: readonly SandboxPerson[] }

/** Stands for scanning a code with the partner's app: choose who holds the phone. */
export const partnerPage = (frame: Frame, { uid, persons }: PartnerModel): Html =>
  layout(frame, {
    title: '支付宝（沙箱）：登录',
    main: html`<h1>支付宝（沙箱）：登录</h1>
${note('info', '这里扮演支付宝，只在演示和测试中开启。人都是合成的。选一个人，相当于他用手机扫码确认。')}
<form method="post" action="${href(frame, `/sandbox/partner/step/${uid}`)}">${csrfField(frame)}
<div class="fg"><label for="person">扫码的人</label><select id="person" name="idNumber">${persons.map(
      ({ name, idNumber }) => html`<option value="${idNumber}">${name} ${idNumber}</option>`,
    )}</select></div>
<div class="fg"><label for="phone">他的手机号（可不填）</label><input type="tel" id="phone" name="phone" class="w-id" inputmode="tel"></div>
${checkbox({ name: 'silent', label: '不说明手机号是否验证过' })}
<div class="acts">${button('扫码确认')}${button('取消', { name: 'act', value: 'cancel', alt: true })}</div>
</form>`,
  })
