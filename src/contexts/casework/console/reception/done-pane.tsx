import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { Facts, Key } from '../../../../ui/console/facts.tsx'
import { FileViewer } from '../../../../ui/console/file-viewer.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { printFile } from '../../../../ui/console/print-file.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { stages } from '../../terms.ts'
import type { PaperRow } from '../shapes.ts'
import type { Outcome } from './hand-in.ts'

const words = ({ refused, handedOn, stage }: Outcome): string => {
  if (handedOn) return '已收件，转由承办地受理。'
  return refused ? '已收件，下一步没有办成。' : `已办，办件现在是“${stages[stage]}”。`
}

/** The end of a reception: number and code for the person, the paper to be printed, his rating, the next one. */
export const DonePane = ({ outcome, onNext }: { readonly outcome: Outcome; readonly onNext: () => void }) => {
  const { no, queryCode, papers, refused } = outcome
  const next = useRef<HTMLButtonElement>(null)
  useEffect(() => next.current?.focus(), [])
  const listed = useLoad<{ items: readonly PaperRow[] }>(`/api/v1/cases/${no}/documents`).data?.items ?? []
  const made = papers.flatMap(({ id }) => listed.find((paper) => paper.id === id) ?? [])
  const [first] = made
  const url = first && `/api/v1/cases/${no}/documents/${first.id}.pdf`
  const print = (): void => void (url && printFile(url))
  useHotKeys({ 'ctrl+p': print })
  return (
    <section className="pane desk-done" aria-label="办理结果">
      <p className="success" role="status">
        {words(outcome)}
      </p>
      {refused && <ProblemNote told={refused} more={<Link to={`/cases/${no}`}>打开办件继续</Link>} />}
      <Facts
        rows={[
          [
            '办件编号',
            <Link key="no" className="num" to={`/cases/${no}`}>
              {no}
            </Link>,
          ],
          [
            '查询码',
            <b key="code" className="num">
              {queryCode}
            </b>,
          ],
          [
            '评价',
            <span key="rate">
              办结以后，申请人凭编号和查询码在 <b>/rate</b> 页或者自己的空间评价，窗口不代评。
            </span>,
          ],
        ]}
      />
      <div className="act-end">
        <Button ref={next} type="primary" onClick={onNext}>
          接待下一位 <Key name="Alt N" />
        </Button>
        {first && (
          <Button onClick={print}>
            打印 <Key name="Ctrl P" />
          </Button>
        )}
      </div>
      {first && url && (
        <FileViewer
          file={{
            name: `${first.title} ${first.number}`,
            size: 0,
            type: 'application/pdf',
            url,
          }}
        />
      )}
    </section>
  )
}
