import { chineseDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { button, csrfField, note, summaryList, tag } from '../../../ui/page/parts.ts'
import type { CheckAnswer, LicenceState } from '../terms.ts'
import { validity } from './certificate.ts'
import { stateTag } from './certs-page.ts'

export type VerifyModel = {
  /** As typed. */
  readonly code: string
  /** A code of 亮证 that waits for the verifier's press. */
  readonly presented?: string
  readonly answer?: CheckAnswer | 'unknown'
  /** When it was checked, in words. */
  readonly at: string
}

/** One sentence for every code that opens nothing: it says nothing about which part is wrong (P10). */
const unknown = '没有查到对应的证照或文书，请核对后重新输入。'
const spent = {
  used: '这个亮证二维码已使用过，不能再次查验。请持证人换一个二维码。',
  late: '这个亮证二维码已过时。请持证人换一个二维码。',
} as const

const form = (frame: Frame, code: string): Html => html`<form method="get" action="${href(frame, '/verify')}" novalidate>
<div class="fg"><label for="f-code">验证码</label><p class="hint" id="f-code-h">证照或文书二维码旁的 16 位字母和数字，大小写、空格、横线不影响</p>
<input type="text" id="f-code" name="code" value="${code}" autocomplete="off" spellcheck="false" aria-describedby="f-code-h"></div>
<div class="acts">${button('查验')}</div></form>`

const waiting = (frame: Frame, token: string): Html => html`<p>持证人向您出示了电子证照。查验后，持证人会看到是谁、在什么时间查验的。</p>
<form method="post" action="${href(frame, '/verify')}">${csrfField(frame)}<input type="hidden" name="show" value="${token}"><div class="acts">${button('查验这个证照')}</div></form>`

const endings: Partial<Record<LicenceState, string>> = {
  changed: '变更日期',
  reissued: '作废日期',
  cancelled: '注销日期',
  revoked: '撤销日期',
}

/** When it ended, and which edition to look at now; why it ended is between the office and the holder. */
const ended = ({ state, endedOn, next }: Extract<CheckAnswer, { kind: 'licence' }>): { name: string; value: string }[] => [
  ...(endedOn ? [{ name: endings[state] ?? '失效日期', value: chineseDate(endedOn) }] : []),
  ...(next
    ? [
        {
          name: state === 'valid' || state === 'expired' ? '延续后的证照' : '现行证照',
          value: `证照标识 ${next.identifier}，${validity(next)}`,
        },
      ]
    : []),
]

const found = (answer: Exclude<CheckAnswer, { kind: 'spent' }>, at: string): Html => {
  const licence = answer.kind === 'licence'
  return html`<section aria-labelledby="result"><h2 id="result">${answer.name} ${licence ? stateTag(answer.state) : tag('ok', '属实')}</h2>
${summaryList([
  { name: licence ? '证照编号' : '文号', value: answer.number },
  { name: licence ? '持证主体' : '收文人', value: answer.holder },
  { name: licence ? '发证机关' : '发文机关', value: answer.issuer },
  { name: licence ? '颁发日期' : '成文日期', value: chineseDate(answer.issuedOn) },
  ...(licence
    ? [
        { name: '有效期', value: validity(answer) },
        { name: '证照标识', value: answer.identifier },
      ]
    : []),
  ...(licence ? ended(answer) : []),
  { name: '查验时间', value: at },
])}<p class="mut">请核对您手中的证照或文书与以上内容是否一致。</p></section>`
}

const result = ({ answer, at }: VerifyModel): Html | undefined => {
  if (answer === undefined) return undefined
  if (answer === 'unknown') return note('warn', unknown)
  return answer.kind === 'spent' ? note('warn', spent[answer.because]) : found(answer, at)
}

/** Anyone checks a licence or a paper here; without script too (U-015). */
export const verifyPage = (frame: Frame, model: VerifyModel): Html =>
  layout(frame, {
    title: '查验证照和文书',
    crumbs: [{ name: '首页', href: '/' }, { name: '查验证照和文书' }],
    main: html`<h1>查验证照和文书</h1>${result(model)}
${model.presented ? waiting(frame, model.presented) : form(frame, model.code)}`,
  })
