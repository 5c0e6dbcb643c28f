import type { Place } from '../../terms.ts'
import { error, type Finding, isUnsaid, type Rule, warning } from './finding.ts'
import { hoursText, readOpeningHours } from './opening-hours.ts'

const whyPlace = '办理地点应当写明街道名称、门牌号、房间号、窗口号(附件1 序号14)'
const whyHours = '办理时间应当写明星期几、几点到几点，例如“星期一至星期五上午09:00—12:00、下午13:00—17:00”(附件1 序号15)'

const street = /[\p{Script=Han}\d](街|路|道|巷|里|胡同|大院|广场|大厦|镇|苏木|乡|村|园区|环|桥)/u
const doorNumber = /[\dA-Z零〇一二三四五六七八九十百]+(-\d+)?(号|弄|栋|幢|座)(?!窗|线|房|室)|T\d/u
/** A floor, a room, or its bare number; the number of the door (463号) is none. */
const room = /([\dA-Z一二三四五六七八九十首]+\s*(楼|层|号?[室房]|区|厅))|(?<!\d)[A-Z]?\d{3,4}(?!\d|号|弄|栋|幢|座)/u
const window = /窗|柜台|[前后]台|导引台/u

/** What is looked for in a place whose street is known, and where it is written. */
const parts: readonly {
  readonly field: 'street' | 'room' | 'window'
  readonly has: (whole: string, place: Place) => boolean
  readonly fix: string
}[] = [
  { field: 'street', has: (whole) => doorNumber.test(whole), fix: '补上门牌号' },
  {
    field: 'room',
    has: (whole, place) => room.test(place.street === '' ? whole : `${place.hall} ${place.room}`.normalize('NFKC')),
    fix: '补上楼层、房间号',
  },
  { field: 'window', has: (whole, place) => window.test(whole) || /^[A-Z]?\d{1,4}号?$/.test(place.window ?? ''), fix: '补上窗口号' },
]

const ofPlace = (place: Place, i: number): Finding[] => {
  const whole = [place.hall, place.street, place.room, place.window].filter(Boolean).join(' ').normalize('NFKC')
  const inOneText = place.street === ''
  const found = place.street || place.hall
  if (!street.test(whole))
    return [
      (whole.includes('未提供') ? warning : error)(
        'R-069',
        `places.${i}.${inOneText ? 'hall' : 'street'}`,
        found,
        whyPlace,
        '写明街道(路)名称和门牌号',
      ),
    ]
  return parts.flatMap(({ field, has, fix }) =>
    has(whole, place) ? [] : [warning('R-069', `places.${i}.${inOneText ? 'hall' : field}`, place[field] || found, whyPlace, fix)],
  )
}

/** street, number, room and window of each place; with nothing to come for, a warning. */
export const placesSaid: Rule = ({ places, visits }) =>
  places.length === 0
    ? [(visits === 0 ? warning : error)('R-069', 'places', '', whyPlace, '写明办理地点；只在网上办理的，写明线下咨询的地点')]
    : places.flatMap(ofPlace)

/** The times as they are written, as HH:MM. */
const written = (text: string): string[] =>
  [...text.matchAll(/(\d{1,2}):(\d{2})/gu)].map(([, hours = '', minutes]) => `${hours.padStart(2, '0')}:${minutes}`)

const ofHours = ({ hours }: Place, i: number): Finding[] => {
  const field = `places.${i}.hours`
  if (isUnsaid(hours)) return [error('R-070', field, hours, whyHours, '写明每周哪几天、每天几点到几点办理')]
  const read = readOpeningHours(hours)
  if ('problem' in read) return [error('R-070', field, read.found, `${whyHours}；${read.problem}`, '按上面的样子改写')]
  const form = hoursText(read)
  const exact = written(hours).join() === written(form).join() && !/[\uFF10-\uFF19]/u.test(hours)
  const roundTheClock = read.open.every(({ times }) => times.every(([from, to]) => to - from === 1440))
  return [
    ...(exact || roundTheClock ? [] : [warning('R-070', field, hours, whyHours, `写成24小时制:${form}`, { mend: form })]),
    ...(read.holidaysClosed || roundTheClock
      ? []
      : [warning('R-070', field, hours, `${whyHours}；没有写明法定节假日是否办理`, '在后面写明“(法定节假日除外)”或者节假日的办理时间')]),
  ]
}

/** opening hours that can be read as days × times. */
export const hoursReadable: Rule = ({ places, visits }) =>
  places.length === 0
    ? [(visits === 0 ? warning : error)('R-070', 'places', '', whyHours, '写明每周哪几天、每天几点到几点办理')]
    : places.flatMap(ofHours)

const phone =
  /^(\(?0\d{2,3}\)?[-—–\s]*\d{5,8}|400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|1[12]\d{3}|9[56]\d{3,4}|1[3-9]\d{9})((转|-|-转)\d{1,6})*$/
/** A number among words: 省厅:020-86351219. */
const phoneWithin = /\d{3,4}-\d{7,8}|\d{7,8}|1[12]\d{3}/g
const localPhone = /^\d{7,8}$/

const ofPhone = (value: string, field: string): Finding[] => {
  const why = '咨询方式是受理单位能打通的电话(附件1 序号16)'
  const clean = value
    .normalize('NFKC')
    .replace(/[——–―]/gu, '-')
    .replace(/[\s。;;,,.]+$/u, '')
    .replace(/^\s+/u, '')
    .replace(/\s*-\s*/gu, '-')
  if (phone.test(clean)) return clean === value ? [] : [warning('R-071', field, value, why, `写成 ${clean}`, { mend: clean })]
  if (localPhone.test(clean)) return [warning('R-071', field, value, `${why}；没有区号`, '写上区号，例如 0477-')]
  const [one, ...more] = clean.match(phoneWithin) ?? []
  if (one !== undefined && more.length === 0) return [warning('R-071', field, value, `${why}；号码之外还写了别的`, `只写 ${one}`)]
  if (one !== undefined) return [warning('R-071', field, value, `${why}；一项写一个号码`, '分成几项，每项只写“区号-号码”')]
  return [error('R-071', field, value, `${why}；这不是电话号码`, '写成“区号-号码”')]
}

/** a telephone to ask at; numbers have their area code. */
export const phonesSaid: Rule = ({ consultPhones, supervisePhones }) => [
  ...(consultPhones.length === 0 ? [error('R-071', 'consultPhones', '', '应当写明受理单位的咨询电话(附件1 序号16)', '写上咨询电话')] : []),
  ...consultPhones.flatMap((value, i) => ofPhone(value, `consultPhones.${i}`)),
  ...supervisePhones.flatMap((value, i) => ofPhone(value, `supervisePhones.${i}`)),
]
