import { type Html, html } from '../../../ui/page/html.ts'
import type { Row } from '../../../ui/page/parts.ts'
import { chargeLine, deliveryText, limitText, notGiven, promiseText, visitsText } from '../rules/texts.ts'
import { itemTypes, onlineDepths, organisationThemes, personThemes, projectTypes, useLevels } from '../terms/code-lists.ts'
import type { Basis, Guide } from '../terms.ts'
import { licenceMatters } from '../terms.ts'

const lines = (texts: readonly string[]): Html | string =>
  texts.length === 0 ? notGiven : html`${texts.map((text) => html`<p>${text}</p>`)}`

const basisLine = ({ title, article, text }: Basis): Html =>
  html`<p>《${title.replace(/^《|》$/g, '')}》${article}${text && html`<br><span class="mut">${text}</span>`}</p>`

const charges = (guide: Guide): Html | string =>
  guide.charges.length === 0
    ? '不收费'
    : html`${guide.charges.map((charge) => html`<p>${chargeLine(charge)}<br><span class="mut">依据：${charge.basis}</span></p>`)}`

const results = (guide: Guide): string =>
  guide.results.map(({ name, validMonths }) => (validMonths ? `${name}(有效期 ${validMonths} 个月)` : name)).join('、') || notGiven

const special = (guide: Guide): Html | string =>
  guide.specialProcedures.length === 0
    ? '无'
    : html`${guide.specialProcedures.map(({ name, basis }) => html`<p>${name}<br><span class="mut">依据：${basis}</span></p>`)}`

const phones = (numbers: readonly string[]): Html | string =>
  numbers.length === 0
    ? notGiven
    : html`${numbers.map((number, i) => html`${i > 0 && '、'}<a href="tel:${number.replace(/[^\d-]/g, '')}">${number}</a>`)}`

const themes = (guide: Guide): string =>
  [
    ...new Set([
      ...guide.personThemes.map((code) => personThemes[code]),
      ...guide.organisationThemes.map((code) => organisationThemes[code]),
    ]),
  ].join('、') || notGiven

const limits = (guide: Guide): Row[] => [
  { name: '法定办结时限', value: [limitText(guide.legalLimit), guide.legalLimit?.explanation].filter(Boolean).join(',') },
  { name: '承诺办结时限', value: [promiseText(guide), guide.promisedLimit?.explanation].filter(Boolean).join(',') },
  { name: '到办事现场次数', value: [visitsText(guide.visits), guide.visits ? guide.visitReason : undefined].filter(Boolean).join(',') },
]

/** The rest of the elements, name by name. */
export const basicRows = (guide: Guide): Row[] => [
  { name: '事项类型', value: itemTypes[guide.type] },
  { name: '办件类型', value: projectTypes[guide.projectType] },
  { name: '行使层级', value: useLevels[guide.level] },
  { name: '实施主体', value: guide.department },
  { name: '责任处(科)室', value: guide.office ?? notGiven },
  { name: '基本编码', value: html`<span class="num">${guide.baseCode || notGiven}</span>` },
  { name: '实施编码', value: html`<span class="num">${guide.code}</span>` },
  { name: '网上办理深度', value: onlineDepths[guide.onlineDepth] },
  ...limits(guide),
  { name: '收费', value: charges(guide) },
  { name: '设定依据', value: guide.basis.length === 0 ? notGiven : html`${guide.basis.map(basisLine)}` },
  { name: '特殊环节、中介服务', value: special(guide) },
  { name: '办理结果', value: results(guide) },
  ...(guide.licenceMatters
    ? [{ name: '证照后续办理', value: `${guide.licenceMatters.map((one) => licenceMatters[one]).join('、')}，在“我的证照”中办理` }]
    : []),
  ...(guide.onPromise ? [{ name: '告知承诺', value: '可以签署告知承诺书当场办理，决定后两个月内核查' }] : []),
  { name: '结果送达', value: deliveryText(guide.deliveries) },
  { name: '进驻综合窗口', value: guide.integratedWindow ? '是' : '否' },
  { name: '所属主题', value: themes(guide) },
  { name: '咨询电话', value: phones(guide.consultPhones) },
  { name: '监督投诉电话', value: phones(guide.supervisePhones) },
  { name: '进度查询', value: html`${lines(['凭办件编号和查询码在“查进度”查询，或拨打咨询电话。'])}` },
]
