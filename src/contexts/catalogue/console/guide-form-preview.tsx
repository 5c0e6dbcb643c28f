import { Button } from 'antd'
import { useState } from 'react'
import { type Answers, checkAnswers, fieldsOf, fieldsOn, isPageAsked } from '../../../kernel/form.ts'
import { usccCheckDigit } from '../../../kernel/identifiers.ts'
import { FormFields } from '../../../ui/console/form-fields.tsx'
import type { Guide } from '../terms.ts'

const firstOfUscc = '91150600MA0EXMP10'
/** What the sandbox would fill in: nobody's. */
const known: Readonly<Record<string, string>> = {
  'person.name': '示例甲',
  'person.phone': '13900010001',
  'person.idNumber': '150602198803159029',
  'person.sex': '女',
  'person.ethnicity': '汉族',
  'person.birth': '1988-03-15',
  'organisation.name': '鄂尔多斯市示例商贸有限公司',
  'organisation.uscc': `${firstOfUscc}${usccCheckDigit(firstOfUscc)}`,
  'organisation.legalRepresentative': '示例丙',
}
const filledIn = (guide: Guide): Answers =>
  Object.fromEntries(
    (guide.form ? fieldsOf(guide.form) : []).flatMap(({ name, prefill }) => (prefill && known[prefill] ? [[name, known[prefill]]] : [])),
  )

/** The form as an applicant goes through it: page by page, only the pages and questions that his answers lead to, checked as his are. */
export const FormPreview = ({ guide }: { readonly guide: Guide }) => {
  const [typed, setTyped] = useState<Answers>({})
  const [at, setAt] = useState(0)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const answers = { ...filledIn(guide), ...typed }
  const all = guide.form?.pages ?? []
  const pages = all.filter((page) => isPageAsked({ pageWhen: page.when }, answers))
  const page = pages[Math.min(at, pages.length - 1)]
  if (!page) return null
  const place = pages.indexOf(page)
  const go = (to: number): void => {
    setErrors({})
    setAt(to)
  }
  const next = (): void => {
    const wrong = checkAnswers(fieldsOn(page), answers)
    if (wrong.length === 0) go(place + 1)
    else setErrors(Object.fromEntries(wrong.map(({ field, message }) => [field, message])))
  }
  return (
    <section className="guide-preview" aria-labelledby="form-preview">
      <h3 id="form-preview">预览：办事人填写的</h3>
      <p className="quiet num">
        第 {place + 1} 页，共 {pages.length} 页{pages.length < all.length && `；另有 ${all.length - pages.length} 页这样回答不用填`}
      </p>
      <h4>{page.title || '(没有写标题)'}</h4>
      <FormFields
        fields={fieldsOn(page)}
        answers={answers}
        errors={errors}
        onChange={(name, value) => setTyped({ ...typed, [name]: value })}
      />
      <p>
        <Button disabled={place === 0} onClick={() => go(place - 1)}>
          上一页
        </Button>
        <Button disabled={place === pages.length - 1} onClick={next}>
          下一页
        </Button>
        <Button
          onClick={() => {
            setTyped({})
            go(0)
          }}
        >
          从头再看
        </Button>
      </p>
    </section>
  )
}
