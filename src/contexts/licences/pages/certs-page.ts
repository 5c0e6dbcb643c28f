import type { LocalDate } from '../../../kernel/date.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { note, tag, taskList } from '../../../ui/page/parts.ts'
import { licenceState } from '../rules.ts'
import { type Licence, type LicenceState, licenceStates } from '../terms.ts'
import { validity } from './certificate.ts'

const tagKinds = {
  valid: 'ok',
  notYetValid: 'plain',
  expired: 'warn',
  changed: 'warn',
  reissued: 'err',
  cancelled: 'err',
  revoked: 'err',
} as const
export const stateTag = (state: LicenceState): Html => tag(tagKinds[state], licenceStates[state])

/** What a licence's dates are, as a page says them. */
export const validityOf = ({ validFrom, validTo }: Licence): string => validity({ validFrom, ...(validTo ? { validTo } : {}) })

const gap = (frame: Frame): Html =>
  note(
    'info',
    html`<p>缺少某个证照？请拨打 12345，或在<a href="${href(frame, '/help')}">新手指南</a>中查看怎样反映。在本平台准予的证照，决定作出的同时就会出现在这里。</p>`,
  )

/** 卡包: the licences of the person or organisation that looks. */
export const certsPage = (
  frame: Frame,
  model: { readonly licences: readonly Licence[]; readonly today: LocalDate; readonly owner: string },
): Html =>
  layout(frame, {
    title: '我的证照',
    crumbs: [{ name: '我的', href: '/my' }, { name: '我的证照' }],
    main: html`<h1>我的证照</h1>
${
  model.licences.length === 0
    ? html`<p>还没有归集到您的证照。</p>`
    : html`<p class="mut">持证主体：${model.owner}，共 ${model.licences.length} 个证照。</p>${taskList(
        model.licences.map((licence) => ({
          name: licence.typeName,
          href: href(frame, `/my/certs/${licence.id}`),
          status: stateTag(licenceState(licence, model.today)),
          note: `证照编号 ${licence.number}，${licence.issuerName}，${validityOf(licence)}`,
        })),
      )}`
}
${gap(frame)}`,
  })
