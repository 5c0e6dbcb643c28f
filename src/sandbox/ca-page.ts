import { type Frame, href } from '../ui/page/frame.ts'
import { type Html, html } from '../ui/page/html.ts'
import { layout } from '../ui/page/layout.ts'
import { button, csrfField, dataTable, empty, note } from '../ui/page/parts.ts'
import type { Issued } from './ca-store.ts'
import type { SandboxEnterprise, SandboxPerson } from './store.ts'

export const keyNames = { sm2: 'SM2（国密）', p256: 'P-256', rsa: 'RSA 2048' } as const

export type CaModel = {
  readonly issued: readonly Issued[]
  readonly enterprises: readonly SandboxEnterprise[]
  readonly persons: readonly SandboxPerson[]
}

const select = (name: string, label: string, options: readonly (readonly [value: string, label: string])[]): Html =>
  html`<div class="fg"><label for="f-${name}">${label}</label><select id="f-${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></div>`

const actsOf = (frame: Frame, { serial, name, revokedAt }: Issued): Html =>
  revokedAt
    ? html`已吊销`
    : html`<a href="${href(frame, `/sandbox/ca/certificates/${serial}.pem`)}">下载${name}的证书和私钥</a>
<form method="post" action="${href(frame, `/sandbox/ca/certificates/${serial}/lost`)}">${csrfField(frame)}<div class="acts">${button('挂失并补发', { alt: true })}</div></form>`

/** 《企业数字证书申请表》 at the registration office, the certificates it issued, and what becomes of lost ones (R-040). */
export const caPage = (frame: Frame, { issued, enterprises, persons }: CaModel): Html =>
  layout(frame, {
    title: '沙箱：数字证书',
    wide: true,
    main: html`<h1>沙箱：数字证书</h1>
${note('info', '这里扮演市场监督管理部门和数字证书认证中心，只在演示和测试中开启。真实的私钥留在证书介质里，不会这样下载。')}
<h2>企业数字证书申请表</h2>
<form method="post" action="${href(frame, '/sandbox/ca/certificates')}">${csrfField(frame)}
${select('number', '申请人', [...enterprises.map(({ uscc, name }) => [uscc, `${name}（${uscc}）`] as const), ...persons.map(({ idNumber, name }) => [idNumber, `${name}（个人）`] as const)])}
${select('algorithm', '密钥', Object.entries(keyNames))}
<div class="acts">${button('申请证书')}</div></form>
<h2>已签发的证书</h2>
${
  issued.length === 0
    ? empty('还没有签发证书。')
    : dataTable({
        caption: '已签发的证书',
        head: ['持有人', '密钥', '序列号', '操作'],
        rows: issued.map((one) => [one.name, keyNames[one.algorithm], one.serial, actsOf(frame, one)]),
      })
}
<p><a href="${href(frame, '/sandbox/ca/roots.pem')}">根证书</a>，<a href="${href(frame, '/sandbox/ca/lists.pem')}">吊销列表</a></p>`,
  })
