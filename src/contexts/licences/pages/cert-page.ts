import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, note, summaryList } from '../../../ui/page/parts.ts'
import { qr } from '../../../ui/page/qr.ts'
import { licenceState, type Offer } from '../rules.ts'
import { type Licence, licenceStates, type Verification } from '../terms.ts'
import { stateTag, validityOf } from './certs-page.ts'

export type CertModel = {
  readonly licence: Licence
  readonly today: LocalDate
  /** The address in the QR of 亮证; absent when the licence cannot be presented. */
  readonly presentation?: string
  /** Until when it can be scanned, 14:05:30. */
  readonly until: string
  /** 验证码 as printed. */
  readonly code: string
  /** `at` in words, Beijing time. */
  readonly verifications: readonly Verification[]
  /** What can be asked for about it, and why not now. */
  readonly offers: readonly Offer[]
}

const ways = { printed: '验证码', presented: '亮证二维码' } as const

const present = (frame: Frame, { licence, presentation, until }: CertModel): Html =>
  presentation
    ? html`<h2>亮证</h2><p>请对方扫描。这个二维码 <span class="num">${until}</span> 前有效，只能使用一次。</p>
${qr(presentation, `${licence.typeName}的亮证二维码`)}
<p><a href="${href(frame, `/my/certs/${licence.id}`)}">换一个二维码</a></p>`
    : note(
        'warn',
        licence.endedOn && licence.endedAs
          ? `这个证照${licenceStates[licence.endedAs]}，日期为${chineseDate(licence.endedOn)}：${licence.endedBecause ?? ''}`
          : '这个证照不在有效期内，不能亮证。',
      )

const looks = ({ verifications }: CertModel): Html =>
  verifications.length === 0
    ? html`<p>还没有人查验过。</p>`
    : dataTable({
        caption: '谁查验过这个证照',
        head: ['时间', '查验人', '方式'],
        rows: verifications.map(({ at, verifier, way }) => [at, verifier, ways[way]]),
      })

const offer =
  (frame: Frame, licence: Licence) =>
  ({ kind, name, until, objection }: Offer): Html =>
    objection
      ? html`<li><b>${name}</b>：${objection.title}${objection.instead ? `。${objection.instead}` : ''}。</li>`
      : html`<li><a href="${href(frame, `/my/certs/${licence.id}/${kind}`)}">申请${name}</a>${until ? `，最晚${chineseDate(until)}提出` : ''}</li>`

const matters = (frame: Frame, { licence, offers }: CertModel): Html | undefined =>
  offers.length === 0 ? undefined : html`<h2>变更、延续、补证、注销</h2><ul>${offers.map(offer(frame, licence))}</ul>`

/** 亮证 and all that belongs to one licence. */
export const certPage = (frame: Frame, model: CertModel): Html => {
  const { licence } = model
  const main = html`<h1>${licence.typeName}</h1><p>${stateTag(licenceState(licence, model.today))} ${licence.holderName}</p>
${present(frame, model)}
<h2>证照信息</h2>
${summaryList([
  { name: '证照编号', value: licence.number },
  { name: '持证主体', value: licence.holderName },
  { name: '发证机关', value: licence.issuerName },
  { name: '有效期', value: validityOf(licence) },
  { name: '办理事项', value: licence.itemName },
  { name: '办件编号', value: html`<a href="${href(frame, `/my/cases/${licence.caseNo}`)}">${licence.caseNo}</a>` },
  { name: '证照标识', value: licence.identifier },
  { name: '验证码', value: model.code },
])}
<ul><li><a href="${href(frame, `/licences/${licence.id}.pdf`)}">下载证照（PDF，已签名）</a></li><li><a href="${href(frame, `/licences/${licence.id}.json`)}">下载数据文件（JSON，已签名，含完整证件号码）</a></li></ul>
${matters(frame, model)}
<h2>谁查验过</h2>
${looks(model)}`
  return layout(frame, {
    title: licence.typeName,
    crumbs: [{ name: '我的', href: '/my' }, { name: '我的证照', href: '/my/certs' }, { name: licence.typeName }],
    main,
  })
}
