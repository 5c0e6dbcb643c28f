import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { change, type Told } from '../../../../ui/console/api.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import type { SheetProblem } from '../../terms/sheets.ts'
import { firstState, placeWords, type StateCount } from './sheet-view.ts'

type Staged = { readonly id: string; readonly counts: readonly StateCount[] }
type Refused = Told & { readonly problems?: readonly SheetProblem[] }

const largest = 32 * 1024 * 1024
const tooLarge: Refused = {
  type: '/problems/sheet.too-large',
  title: '文件超过 32 MB',
  detail: '删去用不到的行、列、图片，或者分成几个文件上传',
  status: 413,
}
const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** What is wrong with a workbook or its rows, each with its place and its cure. */
export const SheetProblems = ({ problems }: { readonly problems: readonly SheetProblem[] }) => (
  <ul className="sheet-problems">
    {problems.map((problem) => (
      <li key={problem.code + placeWords(problem) + problem.message}>
        <b>{placeWords(problem)}</b>：{problem.message}。<span className="sheet-fix">怎样改：{problem.fix}。</span>
      </li>
    ))}
  </ul>
)

const NothingKept = ({ told }: { readonly told: Refused }) => (
  <ProblemNote
    told={told}
    more={
      <>
        {told.problems && <SheetProblems problems={told.problems} />}
        <p>改好以后重新上传。什么都没有导入，现行的指南和起草中的稿子都没有变。</p>
      </>
    }
  />
)

/** Sends a workbook and goes to its rows; a file that cannot be used as a whole is told here with what to do. */
export const UploadForm = () => {
  const navigate = useNavigate()
  const [sending, setSending] = useState<File>()
  const [told, setTold] = useState<Refused>()
  const send = async (file: File): Promise<void> => {
    setTold(undefined)
    if (file.size > largest) return setTold(tooLarge)
    setSending(file)
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      const { id, counts } = await change<Staged>('/api/v1/catalogue/uploads', { method: 'POST', body: form })
      const state = firstState(counts)
      navigate(`/catalogue/sheets/${id}${state ? `?state=${state}` : ''}`)
    } catch (error) {
      setTold(toldOf(error))
    } finally {
      setSending(undefined)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const file = new FormData(event.currentTarget).get('file')
    if (file instanceof File && file.name !== '' && !sending) void send(file)
  }
  return (
    <form className="sheet-upload" onSubmit={submit}>
      <label htmlFor="sheet-file">改好的表格(.xlsx，不超过 32 MB)</label>
      <input
        id="sheet-file"
        name="file"
        type="file"
        required
        accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      />
      <Button htmlType="submit" type="primary" disabled={sending !== undefined}>
        上传，逐行比较
      </Button>
      <p role="status">
        {sending && `正在上传“${sending.name}”(${sizeText(sending.size)})，逐行和现行的指南比较。几千行的要等一会儿，请不要关闭本页。`}
      </p>
      {told && <NothingKept told={told} />}
    </form>
  )
}
