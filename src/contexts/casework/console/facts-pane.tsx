import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { type Answers, answerText, fieldsOn, isAsked } from '../../../kernel/form.ts'
import { post, type Told } from '../../../ui/console/api.ts'
import { Facts, Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { type ShowPurpose, showPurposes } from '../rules/numbers.ts'
import { aboutWords } from '../rules/story.ts'
import { PaperList } from './paper-list.tsx'
import { type CaseView, deliveryText, type GuidePart, type PaperRow } from './shapes.ts'
import { SinceFiled } from './since-filed.tsx'

/** Nobody applied for a 撤销: the case is about who holds the licence. */
const holderWord = (about: CaseView['about']): string | undefined => (about?.kind === 'revoke' ? '持证人' : undefined)

const applicantRows = ({ about, applicant, delivery }: CaseView): (readonly [string, ReactNode])[] => [
  [holderWord(about) ?? (applicant.kind === 'person' ? '申请人' : '申请单位'), applicant.name],
  [
    applicant.kind === 'person' ? '身份证号' : '统一社会信用代码',
    <span className="num" key="id">
      {applicant.idNumber}
    </span>,
  ],
  ...(applicant.agent ? [['经办人', applicant.agent] as const] : []),
  [
    '联系电话',
    <span className="num" key="phone">
      {applicant.phone}
    </span>,
  ],
  ...(about ? [['关于证照', [aboutWords(about), about.reason].filter(Boolean).join(':')] as const] : []),
  ...(delivery ? [['结果送达', deliveryText(delivery)] as const] : []),
]

/** The form speaks to the applicant; at the desk it is spoken of him. */
const ofApplicant = (words: string): string => words.replaceAll('您', '申请人')

/** The numbers of persons in the form as they were given, once it is said what for: every time is written down (S-092). N asks, 1–4 say it. */
const useNumbers = ({ no, masked }: CaseView) => {
  const [shown, setShown] = useState<Answers>()
  const [told, setTold] = useState<Told>()
  const [isAsking, setAsking] = useState(false)
  const canShow = masked.length > 0 && shown === undefined
  const show = (purpose: ShowPurpose): void => {
    post<{ answers: Answers }>(`/api/v1/cases/${no}/numbers`, { purpose }).then(
      ({ answers }) => setShown(answers),
      (error: unknown) => setTold(toldOf(error)),
    )
  }
  useHotKeys({ n: () => setAsking(true) })
  return { shown, told, canShow, isAsking, setAsking, show }
}

const purposes = Object.entries(showPurposes) as [ShowPurpose, string][]

/** What the numbers are needed for. It has the focus, so that its 1–4 are not those of the acts; Esc puts it away. */
const Purposes = ({ show, setAsking }: Pick<ReturnType<typeof useNumbers>, 'show' | 'setAsking'>) => {
  const press = (event: KeyboardEvent): void => {
    const chosen = /^[1-4]$/.test(event.key) ? purposes[Number(event.key) - 1] : undefined
    if (!chosen && event.key !== 'Escape') return
    event.preventDefault()
    if (chosen) show(chosen[0])
    else setAsking(false)
  }
  return (
    <fieldset className="purposes" onKeyDown={press}>
      <legend>为什么要看完整号码？查看和原因会留下记录</legend>
      {purposes.map(([purpose, words], i) => (
        <Button key={purpose} size="small" autoFocus={i === 0} onClick={() => show(purpose)}>
          {words} <Key name={String(i + 1)} />
        </Button>
      ))}
    </fieldset>
  )
}

const ShowNumbers = ({ told, canShow, isAsking, setAsking, show }: Omit<ReturnType<typeof useNumbers>, 'shown'>) => (
  <>
    {canShow && !isAsking && (
      <p>
        <Button size="small" onClick={() => setAsking(true)}>
          显示完整号码 <Key name="N" />
        </Button>{' '}
        <span className="quiet">要选原因，会留下记录</span>
      </p>
    )}
    {canShow && isAsking && <Purposes show={show} setAsking={setAsking} />}
    {told && <ProblemNote told={told} />}
  </>
)

const FormAnswers = ({ view, guide }: { readonly view: CaseView; readonly guide: GuidePart | undefined }) => (
  <>
    {(guide?.form?.pages ?? []).map((page) => {
      const asked = fieldsOn(page).filter((field) => isAsked(field, view.answers))
      return (
        asked.length > 0 && (
          <section key={page.id}>
            <h3>{ofApplicant(page.title)}</h3>
            <Facts rows={asked.map((field) => [ofApplicant(field.label), answerText(field, view.answers[field.name])] as const)} />
          </section>
        )
      )
    })}
  </>
)

const limitText = ({ limits }: CaseView): string => {
  const unit = limits.unit === 'workday' ? '个工作日' : '个自然日'
  const promised = limits.instant ? '即办' : limits.promised === null ? '未承诺' : `承诺 ${limits.promised} ${unit}`
  return [limits.legal === null ? undefined : `法定 ${limits.legal} ${unit}`, promised].filter(Boolean).join(',')
}

type Props = { readonly view: CaseView; readonly guide: GuidePart | undefined; readonly papers: readonly PaperRow[] }

/** Middle pane: who applies for what, what was answered, which papers exist. */
export const FactsPane = ({ view, guide, papers }: Props) => {
  const numbers = useNumbers(view)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled pane must be reachable by keyboard
    <section className="pane pane-facts" aria-label="申请内容" tabIndex={0}>
      <h2>申请内容</h2>
      <Facts rows={applicantRows(view)} />
      <ShowNumbers {...numbers} />
      <FormAnswers view={{ ...view, answers: { ...view.answers, ...numbers.shown } }} guide={guide} />
      {view.correction && (
        <section>
          <h3>
            补正告知({view.correction.notifiedOn})
            {view.correction.correctedOn ? `，${view.correction.correctedOn} 已补正` : '，等待申请人补正'}
          </h3>
          <Facts rows={view.correction.defects.map((defect) => [defect.name, `${defect.problem}\n补正要求：${defect.cure}`] as const)} />
        </section>
      )}
      <SinceFiled item={view.item} filed={view.guideVersion} />
      <section>
        <h3>事项</h3>
        <Facts
          rows={[
            ['实施部门', view.department],
            ['办理时限', limitText(view)],
            ...(guide?.conditions.length ? [['受理条件', guide.conditions.join('\n')] as const] : []),
          ]}
        />
      </section>
      <section>
        <h3>文书</h3>
        <PaperList no={view.no} papers={papers} />
      </section>
    </section>
  )
}
