import type { Check } from './guard.ts'

/** What a 送达 must carry for each of its ways (民事诉讼法 on service of papers, applied to licences). Without a way: a recipient or a parcel number. */
export const handingChecks = {
  'handed-to': {
    article: '行政许可法第四十四条',
    title: '请填写受送达人或者邮件号',
    holds: (act) => Boolean(act.recipient?.trim() || act.parcel?.trim()) || act.way === 'electronic' || act.way === 'announced',
  },
  'parcel-number': {
    article: '民事诉讼法第九十一条',
    title: '邮寄送达请填写邮件号',
    holds: (act) => act.way !== 'post' || Boolean(act.parcel?.trim()),
  },
  'electronic-agreed': {
    article: '民事诉讼法第九十条',
    title: '申请人没有同意电子送达,请用另外的方式',
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
