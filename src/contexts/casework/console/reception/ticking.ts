import type { Answers } from '../../../../kernel/form.ts'
import type { ActDetails, Defect } from '../../terms.ts'
import { usualDefects } from '../usual-defects.ts'
import type { DraftView, TickForm, Ticks, WindowGuide } from './shapes.ts'

type Material = WindowGuide['materials'][number]
type When = { readonly situation: string; readonly is: readonly string[] }

/** Whether a material belongs to the situation that was answered. */
const belongs = (material: Material, situation: Answers): boolean => {
  const when = material.when as When | undefined
  return when === undefined || [situation[when.situation] ?? []].flat().some((value) => when.is.includes(value))
}

/** What the applicant hands over himself: in his situation, not shared by its owner, not made from the form. */
export const toHandOver = (guide: WindowGuide, situation: Answers): readonly Material[] =>
  guide.materials.filter((material) => belongs(material, situation) && !material.shared && !material.fromForm)

const usual: Record<Material['kind'], TickForm> = { '1': '原件', '2': '复印件', '3': '原件' }

/** How a material is ticked when nothing else is said: what was uploaded is there electronically, else as the guide wants it. */
export const usualTick = (material: Material, files: DraftView['files']): Ticks[string] => ({
  form: files.some((file) => file.material === material.id) ? '电子' : usual[material.kind],
  copies: material.copies,
})

/** Everything ticked as usual; what was ticked otherwise stays. */
export const allTicked = (materials: readonly Material[], files: DraftView['files'], ticks: Ticks): Ticks => ({
  ...Object.fromEntries(materials.map((material) => [material.id, usualTick(material, files)])),
  ...ticks,
})

/** 收件清单 of what is there, as the acts carry it. */
export const checkedOf = (materials: readonly Material[], ticks: Ticks): NonNullable<ActDetails['checked']> =>
  materials.flatMap(({ id }) => {
    const tick = ticks[id]
    return tick && tick.form !== '容缺' ? [{ material: id, form: tick.form, copies: tick.copies }] : []
  })

/** The materials that follow later. */
export const gapsOf = (materials: readonly Material[], ticks: Ticks): readonly Material[] =>
  materials.filter(({ id }) => ticks[id]?.form === '容缺')

/** Required materials of which nothing is there and nothing was said. */
export const lacking = (materials: readonly Material[], ticks: Ticks): readonly Material[] =>
  materials.filter(({ id, need }) => need === '1' && (ticks[id] === undefined || ticks[id]?.form === '容缺'))

/** A 一次性补正告知书 begins with everything that is not there. */
export const defectsOf = (materials: readonly Material[], ticks: Ticks): Defect[] => {
  const [missing] = usualDefects
  return lacking(materials, ticks).map(({ id, name }) => ({ target: id, name, problem: missing?.problem ?? '', cure: missing?.cure ?? '' }))
}
