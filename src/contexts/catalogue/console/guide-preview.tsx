import { Select } from 'antd'
import { useState } from 'react'
import { isAskedFor, placed } from '../../../kernel/process.ts'
import { isHandedIn, materialsIn } from '../rules/situation.ts'
import { formText, sourceText } from '../rules/texts.ts'
import type { Guide, SituationAnswers } from '../terms.ts'

/** What an applicant of a situation is told: choose answers as he would, and see the materials and steps that remain. */
export const SituationPreview = ({ guide }: { readonly guide: Guide }) => {
  const [answers, setAnswers] = useState<SituationAnswers>({})
  const answer = (id: string, value: string | undefined): void => {
    const { [id]: _was, ...rest } = answers
    setAnswers(value === undefined ? rest : { ...rest, [id]: value })
  }
  const materials = materialsIn(guide, answers)
  const steps = placed(guide.steps).filter((step) => isAskedFor(step, answers) || step.when === undefined)
  return (
    <section className="guide-preview" aria-labelledby="preview">
      <h3 id="preview">预览：办事人看到的</h3>
      {guide.situations.map(({ id, question, options }) => (
        <p key={id}>
          <label htmlFor={`try-${id}`}>{question || '(没有写问题)'}</label>
          <Select
            id={`try-${id}`}
            allowClear
            placeholder="不回答"
            value={(answers[id] as string | undefined) ?? null}
            options={options.map(({ value, label }) => ({ value, label }))}
            onChange={(value: string | undefined) => answer(id, value)}
          />
        </p>
      ))}
      <p>
        <b>要交 {materials.filter(isHandedIn).length} 份材料</b>
        {materials.length > materials.filter(isHandedIn).length && (
          <span className="quiet">，另 {materials.filter((one) => !isHandedIn(one)).length} 份不用交</span>
        )}
      </p>
      <ul>
        {materials.map((material) => (
          <li key={material.id}>
            {material.name || '(没有写名称)'}{' '}
            <span className="quiet">
              {formText(material).join('，')}，{sourceText(material)}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <b>办理环节</b> {steps.map(({ name }) => name).join(' → ')}
      </p>
    </section>
  )
}
