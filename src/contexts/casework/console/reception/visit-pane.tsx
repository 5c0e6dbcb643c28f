import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { Facts, Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { stages } from '../../terms.ts'
import { LicenceList } from './licence-list.tsx'
import { Mandate, PartyForm } from './party-form.tsx'
import type { VisitView } from './shapes.ts'

const ways: Record<VisitView['way'], string> = { code: '本人出示的码', idNumber: '身份证号', registered: '窗口登记' }

const time = (instant: string): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant))

type Props = {
  readonly visit: VisitView
  readonly draft: string | undefined
  readonly onVisit: (visit: VisitView) => void
  readonly onOpen: (draft: string) => void
  /** Opens a running case that waits for him. */
  readonly onMend: (no: string) => void
  /** A matter of a licence of his has begun. */
  readonly onDraft: (draft: string) => void
  readonly onNext: () => void
}

const Drafts = ({ visit, draft, onOpen }: Props) => {
  const first = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves once, when the person is recognised
  useEffect(() => {
    if (!draft) first.current?.focus()
  }, [visit.id])
  if (visit.way !== 'code') return <p className="quiet">要接着办他的草稿，请他出示到窗口办理码。</p>
  if (visit.drafts.length === 0) return <p className="quiet">没有草稿。</p>
  return (
    <ul className="offers">
      {visit.drafts.map(({ id, itemName, savedAt }, index) => (
        <li key={id}>
          <button ref={index === 0 ? first : undefined} type="button" aria-current={id === draft || undefined} onClick={() => onOpen(id)}>
            {itemName} <span className="quiet num">{time(savedAt)} 保存</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

type OfferedCase = VisitView['cases'][number]
const StageWords = ({ stage, applicantsTurn, dueOn }: OfferedCase) => (
  <span className={applicantsTurn ? 'wrong' : 'quiet'}>
    {stages[stage]}
    {applicantsTurn && dueOn ? `，${dueOn} 前` : ''}
  </span>
)

/** His cases; what waits for him is handed in here, the others are looked at. `Alt B` moves the focus to the first that waits. */
const Cases = ({ visit, onMend }: Pick<Props, 'visit' | 'onMend'>) => {
  const list = useRef<HTMLUListElement>(null)
  useHotKeys({ 'alt+b': () => list.current?.querySelector('button')?.focus() })
  return (
    <ul ref={list} className="offers">
      {visit.cases.map((one) => (
        <li key={one.no}>
          {one.applicantsTurn ? (
            <button type="button" data-mend={one.no} onClick={() => onMend(one.no)}>
              {one.itemName} <StageWords {...one} />
            </button>
          ) : (
            <Link to={`/cases/${one.no}`}>
              {one.itemName} <StageWords {...one} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Left pane: who stands there, for whom he applies, what he has begun and what is under way. */
export const VisitPane = (props: Props) => {
  const { visit, onVisit, onNext } = props
  const { present, applicant } = visit
  return (
    <section className="pane" aria-label="来办事的人">
      <h2>{present.name}</h2>
      <Facts
        rows={[
          ['身份证号', present.idNumber],
          ['手机', present.phone || '未留'],
          ['怎样识别', ways[visit.way]],
          ...(visit.self ? [] : ([['申请人', `${applicant.name} ${applicant.idNumber}`]] as const)),
        ]}
      />
      <h3>草稿</h3>
      <Drafts {...props} />
      {visit.cases.length > 0 && (
        <>
          <h3>办件 {visit.cases.some(({ applicantsTurn }) => applicantsTurn) && <Key name="Alt B" />}</h3>
          <Cases {...props} />
        </>
      )}
      <LicenceList key={`licences ${applicant.idNumber}`} visit={visit.id} onDraft={props.onDraft} />
      <PartyForm key={`${visit.id} ${applicant.idNumber}`} visit={visit} onVisit={onVisit} />
      {!visit.self && (visit.mandateMissing || visit.mandate) && <Mandate visit={visit} onVisit={onVisit} />}
      <p>
        <Button onClick={onNext}>
          接待下一位 <Key name="Alt N" />
        </Button>
      </p>
    </section>
  )
}
