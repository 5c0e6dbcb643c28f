import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { PaperRow } from './shapes.ts'

type Props = { readonly no: string; readonly papers: readonly PaperRow[] }

const toggled = (chosen: readonly string[], id: string): readonly string[] =>
  chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]

/** The papers of a case: each opens by itself; chosen ones, or all, are printed as one file, each on a leaf of its own. */
export const PaperList = ({ no, papers }: Props) => {
  const [chosen, setChosen] = useState<readonly string[]>([])
  if (papers.length === 0) return <p className="quiet">还没有出具文书。</p>
  const ids = papers.map(({ id }) => id).filter((id) => chosen.length === 0 || chosen.includes(id))
  return (
    <>
      <ul className="papers">
        {papers.map((paper) => (
          <li key={paper.id}>
            <span>
              <Checkbox
                aria-label={`选中${paper.title}${paper.number}`}
                checked={chosen.includes(paper.id)}
                onChange={() => setChosen(toggled(chosen, paper.id))}
              />{' '}
              <a href={`/api/v1/cases/${no}/documents/${paper.id}.pdf`} target="_blank" rel="noreferrer">
                {paper.title}
              </a>
            </span>
            <span className="quiet num">
              {paper.number} {paper.on}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Button href={`/api/v1/documents/print?ids=${ids.join(',')}`} target="_blank" rel="noreferrer">
          {chosen.length === 0 ? `打印全部 ${ids.length} 份` : `打印选中的 ${ids.length} 份`}
        </Button>{' '}
        <a href={`/api/v1/cases/${no}/documents.zip`} download>
          下载全部(ZIP)
        </a>
      </p>
    </>
  )
}
