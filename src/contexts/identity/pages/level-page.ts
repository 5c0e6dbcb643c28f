import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { dataTable, note, spine } from '../../../ui/page/parts.ts'
import { type Level, levels, type ProofMethod } from '../terms.ts'

/** `at` in words, of this city. `evidence` is the number of the inquiry or certificate, '' when it is the owner's own number. */
export type ProofLine = { readonly method: ProofMethod; readonly source: string; readonly evidence: string; readonly at: string }
export type LevelModel = {
  readonly level: Level
  readonly proofs: readonly ProofLine[]
  /** The account is an organisation's: its 实名 is that of its 法定代表人. */
  readonly isOrganisation: boolean
  readonly partners: readonly { readonly id: string; readonly name: string; readonly linkedOn: string }[]
  readonly done: string
}

const order: readonly Level[] = ['unverified', 'realName', 'advanced']
const opens: Record<Level, string> = {
  unverified: '可以浏览、使用用户中心和互动交流。网上办事要先实名。',
  realName: '可以网上办事。个别事项要求高级认证，办事指南里写明。',
  advanced: '可以网上办理全部事项，包括要求高级认证的事项。',
}
const methods: Readonly<Record<ProofMethod, string>> = {
  idCard: '身份证认证',
  partner: '合作方认证',
  certificate: '数字证书认证',
  window: '窗口核验',
  correction: '更正后重新核对',
  guardian: '监护人添加时核对',
  demo: '示例数据',
}

const nextStep = (frame: Frame, { level, partners }: LevelModel): Html => {
  if (level === 'unverified')
    return html`<h2>升到实名</h2><p>两种方式任选一种，实名后可以网上办事。</p>
<div class="acts"><a class="btn" href="${href(frame, '/my/realname?next=/my/level')}">身份证认证</a>${partners.map(
      ({ id, name }) => html`<a class="btn alt" href="${href(frame, `/my/level/partner/${id}`)}">${name}认证</a>`,
    )}</div>`
  if (level === 'advanced')
    return html`<p>您已经是最高的认证等级。数字证书到期、解绑或挂失后，等级回到实名。<a href="${href(frame, '/my/level/certificate')}">管理数字证书</a></p>`
  return html`<h2>升到高级</h2><p>绑定本人或本单位的数字证书（电子营业执照）后就是高级。</p>
<div class="acts"><a class="btn" href="${href(frame, '/my/level/certificate')}">绑定数字证书</a></div>`
}

const partnerList = (frame: Frame, { partners, level, isOrganisation }: LevelModel): Html | false =>
  level !== 'unverified' &&
  !isOrganisation &&
  partners.length > 0 &&
  html`<h2>用别的帐号登录</h2><ul class="links">${partners.map(({ id, name, linkedOn }) =>
    linkedOn
      ? html`<li>${name}：${linkedOn}关联，可以用来登录</li>`
      : html`<li><a href="${href(frame, `/my/level/partner/${id}`)}">关联${name}，以后可以用它登录</a></li>`,
  )}</ul>`

/** 认证等级 (R-030, R-045): where one stands, on what evidence, what it opens, and the way up. */
export const levelPage = (frame: Frame, model: LevelModel): Html => {
  const now = order.indexOf(model.level)
  return layout(frame, {
    title: '认证等级',
    crumbs: [{ name: '我的', href: '/my' }, { name: '认证等级' }],
    main: html`<h1>认证等级：${levels[model.level]}</h1>
${model.done && note('info', model.done)}
${spine(order.map((level, i) => ({ name: levels[level], state: i < now ? 'done' : i === now ? 'now' : 'todo' })))}
<p>${opens[model.level]}</p>
${nextStep(frame, model)}
${
  model.proofs.length > 0 &&
  html`<h2>依据</h2>${dataTable({
    caption: '认证的依据',
    head: ['方式', '由谁确认', '时间', '凭据编号'],
    rows: model.proofs.map(({ method, source, at, evidence }) => [methods[method], source, at, evidence]),
  })}`
}
${model.isOrganisation && html`<p class="mut">法人帐号的实名，是法定代表人本人的实名。</p>`}
${model.level !== 'unverified' && !model.isOrganisation && html`<p>实名信息不能自行更改。姓名或证件号码变了，请<a href="${href(frame, '/my/profile/correction')}">提出更正</a>。</p>`}
${partnerList(frame, model)}`,
  })
}
