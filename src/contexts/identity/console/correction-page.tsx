import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Facts } from '../../../ui/console/facts.tsx'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type CorrectionFile, correctionState } from './shapes.ts'

type DecideProps = { readonly file: CorrectionFile; readonly onDecide: (accept: boolean, opinion: string) => void }

const Decide = ({ file, onDecide }: DecideProps) => {
  const [opinion, setOpinion] = useState('')
  if (file.refused) return <p className="quiet">{file.refused}</p>
  return (
    <form
      className="act staff-form"
      aria-label="办理更正"
      onSubmit={(event) => {
        event.preventDefault()
        onDecide(true, opinion)
      }}
    >
      <p>先打开证明材料核对。同意时，再向人口信息库核对更正后的姓名和身份证号，一致才更正。</p>
      <label htmlFor="opinion">答复(会告诉申请人；不同意必须写明原因)</label>
      <Input.TextArea id="opinion" rows={3} maxLength={200} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
      <div className="acts act-row">
        <Button type="primary" htmlType="submit">
          同意更正
        </Button>
        <Button onClick={() => onDecide(false, opinion)}>不同意</Button>
      </div>
    </form>
  )
}

/** 一个更正申请: what stands, what should stand, by what evidence; who opened it is in the trail. */
export const CorrectionPage = () => {
  const { id } = useParams()
  const path = `/api/v1/corrections/${id}`
  const { data: file, problem, reload } = useLoad<CorrectionFile>(path)
  const { run, note } = useDoing()
  const [done, setDone] = useState<string>()
  const decide = (accept: boolean, opinion: string): void =>
    run(async () => {
      await post(path, { accept, opinion })
      setDone(accept ? '已更正，结果已告诉申请人。' : '没有同意，原因已告诉申请人。')
      await reload()
    })
  if (problem && !file) return <ProblemNote told={problem} more={<Link to="/corrections">回到更正申请</Link>} />
  if (!file) return null
  const title = `${file.name}更正${file.fieldName}`
  return (
    <>
      <title>{title}</title>
      <header className="list-head">
        <h1>{title}</h1>
        <Link to="/corrections">回到更正申请</Link>
      </header>
      <Facts
        rows={[
          ['状态', correctionState(file)],
          ['身份证号', file.idNumber],
          [`登记的${file.fieldName}`, file.former || '未填写'],
          [`更正为`, file.wanted],
          ['原因', file.reason],
          ['办理期限', file.dueOn],
          [
            '证明材料',
            <a key="file" href={`${path}/evidence`} download>
              {file.fileName}
            </a>,
          ],
          ...(file.decidedByName ? [['办理', `${file.decidedByName} ${file.opinion ?? ''}`] as const] : []),
        ]}
      />
      <p role="status">{done}</p>
      {note}
      {file.accepted === null && <Decide file={file} onDecide={decide} />}
    </>
  )
}
