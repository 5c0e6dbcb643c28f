import type { Guide, TimeLimit } from '../../terms.ts'
import { error, type Finding, type Rule, warning } from './finding.ts'

const names = { legalLimit: '法定办结时限', promisedLimit: '承诺办结时限' } as const
const ids = { legalLimit: 'R-067', promisedLimit: 'R-068' } as const
type Which = keyof typeof names
const units = { workday: '工作日', calendarDay: '自然日' } as const
const because = (which: Which): string => `${names[which]}应当准确，并写明工作日还是自然日(附件1 序号${which === 'legalLimit' ? 12 : 13})`

/** A number of days in a text: 20个工作日, 60日. */
const mentions = /(\d{1,4})\s*个?\s*(工作日|自然日|日|天)(?![前内]?[期])/gu

const explained = (which: Which, { days, unit, explanation }: TimeLimit): Finding[] => {
  if (explanation === undefined) return []
  const said = [...explanation.normalize('NFKC').matchAll(mentions)].filter(({ 1: number }) => Number(number) === days)
  const field = `${which}.explanation`
  return said.flatMap(([found, number = '', word = '']) => {
    if (word === units[unit]) return []
    if (word === '日' || word === '天') {
      const mend = explanation.normalize('NFKC').replace(found, `${number}个${units[unit]}`)
      return [warning(ids[which], field, found, because(which), `写成“${number}个${units[unit]}”，与时限的单位一致`, { mend })]
    }
    const other = word === '工作日' ? 'workday' : 'calendarDay'
    const mend = said.length === 1 ? { mend: other } : {}
    return [
      error(
        ids[which],
        `${which}.unit`,
        found,
        `${because(which)}；单位填的是${units[unit]}，说明写的是${word}`,
        '核对依据，把单位和说明改成一致',
        mend,
      ),
    ]
  })
}

const missing = (which: Which, guide: Guide): Finding[] => {
  const fix = which === 'legalLimit' ? '填写依据规定的天数和单位；没有法定时限的，在说明里写明' : '填写承诺的天数和单位'
  const tell = which === 'legalLimit' && guide.promisedLimit !== undefined ? warning : error
  return [tell(ids[which], which, '', `${because(which)}；没有时限的事项不能发布(限时办结制第四条)`, fix)]
}

/** both limits are there, and what is said of them does not speak against them. */
export const limitsSaid: Rule = (guide) =>
  (['legalLimit', 'promisedLimit'] as const).flatMap((which) => {
    const limit = guide[which]
    return limit === undefined ? missing(which, guide) : explained(which, limit)
  })

/** In calendar days: five workdays are a week. */
export const calendarDays = ({ days, unit }: Pick<TimeLimit, 'days' | 'unit'>): number => (unit === 'workday' ? (days * 7) / 5 : days)

/** the promise is not longer than the law allows; 即办件 are done on the spot. */
export const promiseWithinLaw: Rule = ({ legalLimit, promisedLimit, projectType }) => {
  if (!promisedLimit) return []
  const said = `${promisedLimit.days}个${units[promisedLimit.unit]}`
  const longer = legalLimit !== undefined && calendarDays(promisedLimit) > calendarDays(legalLimit)
  return [
    ...(longer
      ? [
          error(
            'R-120',
            'promisedLimit',
            said,
            '承诺办结时限不得长于法定办结时限(限时办结制第四条)',
            `改为不超过${legalLimit.days}个${units[legalLimit.unit]}`,
          ),
        ]
      : []),
    ...(projectType === '1' && promisedLimit.days > 1
      ? [
          error(
            'R-121',
            'promisedLimit',
            said,
            '即办件当场受理、当场办结(限时办结制第五条)',
            '承诺时限改为当场办结，或者把办件类型改为承诺件',
          ),
        ]
      : []),
  ]
}
