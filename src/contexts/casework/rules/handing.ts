import { isIdNumber, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { handingRelations } from '../terms/handing.ts'
import type { Case } from '../terms.ts'
import type { Check } from './guard.ts'

/** Whether somebody may take papers for the applicant: a 授权书 is in the case. */
const hasMandate = ({ applicant, materials }: Case): boolean =>
  applicant?.agent?.mandate !== undefined || materials.some(({ material }) => material === 'mandate')
const numberOf = (text: string | undefined): string => tidyIdentifier(text ?? '')

/** What a 送达 must carry for each of its ways (民事诉讼法 on service of papers, applied to licences). Without a way: a recipient or a parcel number. */
export const handingChecks = {
  'handed-to': {
    article: '行政许可法第四十四条',
    title: '请填写受送达人或者邮件号',
    holds: (act) => Boolean(act.recipient?.trim() || act.parcel?.trim()) || act.way === 'electronic' || act.way === 'announced',
  },
  'recipient-number': {
    article: '行政许可法第四十四条',
    title: '签收人的身份证号不对，请核对 18 位号码和最后一位',
    holds: (act) => act.recipientId === undefined || isIdNumber(numberOf(act.recipientId)),
  },
  'recipient-himself': {
    article: '民事诉讼法第八十八条',
    title: '身份证号与申请人的不一致：本人签收请核对证件，代收请写明关系',
    holds: (act, { applicant }) =>
      act.relation !== handingRelations.self ||
      act.recipientId === undefined ||
      applicant?.kind !== 'person' ||
      numberOf(act.recipientId) === applicant.idNumber,
  },
  'agent-mandate': {
    article: '民事诉讼法第八十八条',
    title: '代理人签收要有授权书，并填写他的身份证号',
    holds: (act, c) => act.relation !== handingRelations.agent || (hasMandate(c) && numberOf(act.recipientId) !== ''),
  },
  'parcel-number': {
    article: '民事诉讼法第九十一条',
    title: '邮寄送达请填写邮件号',
    holds: (act) => act.way !== 'post' || Boolean(act.parcel?.trim()),
  },
  'electronic-agreed': {
    article: '民事诉讼法第九十条',
    title: '申请人没有同意电子送达，请用另外的方式',
    holds: (act, c) => act.way !== 'electronic' || c.delivery?.way === 'electronic',
  },
  'left-with-witness': {
    article: '民事诉讼法第八十九条',
    title: '留置送达请填写见证人和留置地点',
    holds: (act) => act.way !== 'retained' || Boolean(act.witness?.trim() && act.place?.trim()),
  },
  'announced-where': {
    article: '民事诉讼法第九十五条',
    title: '公告送达请填写公告的地方',
    holds: (act) => act.way !== 'announced' || Boolean(act.place?.trim()),
  },
} as const satisfies Record<string, Check>
