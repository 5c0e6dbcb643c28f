/** 送达方式 as 送达回证 has them (domain.md C6). */
export const handingWays = {
  direct: '直接送达',
  post: '邮寄送达',
  electronic: '电子送达',
  retained: '留置送达',
  announced: '公告送达',
} as const
export type HandingWay = keyof typeof handingWays
/** What who takes a paper is to the applicant, where it must be shown; others are written in words. */
export const handingRelations = { self: '本人', agent: '代理人' } as const
