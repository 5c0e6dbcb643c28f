import type { Act, Case, Photo } from '../terms.ts'
import type { Check } from './guard.ts'
import { stepOf } from './steps.ts'

/** How many photographs one 现场核查 carries at most. */
export const mostPhotos = 12
/** The media types of photographs, by their content. */
export const photoTypes: readonly string[] = ['image/jpeg', 'image/png']

const areFit = (photos: readonly Photo[]): boolean =>
  photos.length >= 1 &&
  photos.length <= mostPhotos &&
  photos.every(({ type }) => photoTypes.includes(type)) &&
  new Set(photos.map(({ sha256 }) => sha256)).size === photos.length

/** Whether the step that an act passes is one that two persons check on the spot. */
const isSiteCheck = (act: Act, c: Case): boolean => stepOf(c, act.step)?.twoPersons === true

export const siteChecks = {
  'photos-of-site': {
    article: '行政许可法第三十四条第三款',
    title: '只有两人核查的环节带现场照片',
    holds: (act, c) => act.photos === undefined || isSiteCheck(act, c),
  },
  'photos-fit': {
    article: '现场核查记录规则',
    title: `现场照片要1至${mostPhotos}张JPG或者PNG图片，同一张只放一次`,
    holds: (act) => act.photos === undefined || areFit(act.photos),
  },
} as const satisfies Record<string, Check>
