import { Button, Input } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { ApiError, change, type Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { conditionText, doers, placeText, processProblems, type Question } from '../rules/process.ts'
import type { Step, TimeLimit } from '../terms.ts'
import { begin, type Edited, saidAt } from './edit-process.ts'
import { ProcessDiagram } from './process-diagram.tsx'
import { ProcessRow } from './process-row.tsx'
import { focusStep, rowActs } from './row-acts.ts'

/** `GET /api/v1/items/{code}/process`. */
type ProcessView = {
  readonly code: string
  readonly name: string
  readonly department: string
  readonly version: number
  readonly steps: readonly Step[]
  readonly questions: readonly Question[]
  readonly promised: TimeLimit | null
  readonly mayEdit: boolean
  /** The guide draft that has another process than the version in force. */
  readonly draft?: { readonly revision: number; readonly steps: readonly Step[] }
}
type Checked = { readonly steps: readonly Step[]; readonly gaps: readonly { readonly element: string; readonly message: string }[] }

const addressOf = (code: string): string => `/api/v1/items/${encodeURIComponent(code)}/process`

const guideOf = ({ questions, promised }: ProcessView) => ({ situations: questions, ...(promised ? { promisedLimit: promised } : {}) })

/** What was edited and not yet published is kept in this tab, for the version it began from. */
const recall = (key: string): readonly Step[] | undefined => {
  const kept = sessionStorage.getItem(key)
  return kept ? (JSON.parse(kept) as Step[]) : undefined
}

/** The steps being edited, with the acts of their rows. */
const useSteps = (key: string, first: readonly Step[]) => {
  const [steps, set] = useState<Edited>(() => begin(recall(key) ?? first))
  const setSteps = (next: Edited): void => {
    set(next)
    sessionStorage.setItem(key, JSON.stringify(next))
  }
  return { steps, setSteps, acts: rowActs(steps, setSteps) }
}

/** What the server answered last: a problem, or a sentence that something is done. */
type Answer = { readonly told?: Told; readonly done?: string; readonly notes?: readonly string[] }

const attempt = async (work: () => Promise<Answer>, say: (answer: Answer) => void): Promise<void> => {
  try {
    say(await work())
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    say({ told: error.told })
  }
}

const Answered = ({ answer }: { readonly answer: Answer }) => (
  <div role="status">
    {answer.told && <ProblemNote told={answer.told} />}
    {answer.done && <p>{answer.done}</p>}
    {answer.notes?.map((note) => (
      <p key={note} className="wrong">
        {note}
      </p>
    ))}
  </div>
)

const Editor = ({ view }: { readonly view: ProcessView }) => {
  const key = `process:${view.code}:${view.version}`
  const { steps, setSteps, acts } = useSteps(key, view.draft?.steps ?? view.steps)
  const [reason, setReason] = useState('')
  const [row, setRow] = useState<number>()
  const [answer, say] = useState<Answer>({})
  const busy = useRef(false)
  const problems = processProblems(steps, guideOf(view))
  const said = steps.map((_, i) => saidAt(steps, i, problems))
  const faulty = said.findIndex((words) => words.length > 0)

  const save = async (): Promise<void> => {
    if (busy.current) return
    if (faulty >= 0 || steps.length === 0) {
      say({ notes: ['流程还有没改好的地方，见标出的环节。'] })
      focusStep(steps[faulty]?.id)
      return
    }
    busy.current = true
    await attempt(async () => {
      const body = { steps, seen: view.version, ...(reason.trim() ? { reason } : {}) }
      const saved = await change<{ draft: number | null }>(addressOf(view.code), { method: 'PUT', body })
      sessionStorage.removeItem(key)
      return {
        done: saved.draft === null ? '内容没有变化，仍是现行版本。' : `已存入第 ${saved.draft} 稿，送审、发布以后按新流程办理。`,
      }
    }, say)
    busy.current = false
  }
  const bring = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    await attempt(async () => {
      const read = await change<Checked>(`${addressOf(view.code)}.bpmn?check=1`, { method: 'POST', body: await file.text() })
      setSteps(begin(read.steps))
      return {
        done: `已读入“${file.name}”，共 ${read.steps.length} 个环节；核对后发布。`,
        notes: read.gaps.map((gap) => `${gap.element}：${gap.message}`),
      }
    }, say)
  }
  useHotKeys({ 'ctrl+Enter': () => void save() })

  return (
    <div className="process">
      <div className="process-rows">
        <ol>
          {steps.map((step, i) => (
            <ProcessRow
              key={step.id}
              steps={steps}
              row={i}
              questions={view.questions}
              said={said[i] ?? []}
              acts={acts}
              onFocus={() => setRow(i)}
            />
          ))}
        </ol>
        <div className="process-save">
          <Button onClick={() => acts.addBehind(steps.length - 1)}>在最后加环节</Button>
          <label className="process-file">
            导入 BPMN
            <input type="file" accept=".bpmn,.xml,application/xml" onChange={(event) => void bring(event)} />
          </label>
          <a href={`${addressOf(view.code)}.bpmn`}>导出现行版本的 BPMN</a>
        </div>
        <div className="process-save">
          <label htmlFor="reason">发布理由</label>
          <Input
            id="reason"
            maxLength={200}
            placeholder="调整办理流程"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="primary" onClick={() => void save()}>
            存入指南稿 <Key name="Ctrl ↵" />
          </Button>
        </div>
        <Answered answer={answer} />
        <p>
          <Link to={`/catalogue/${encodeURIComponent(view.code)}`}>到办事指南送审</Link>
        </p>
        <p className="quiet">
          行内:
          <Key name="Alt ↑" /> <Key name="Alt ↓" /> 移动,
          <Key name="Alt B" /> 后面加,
          <Key name="Alt P" /> 并列加,
          <Key name="Alt Delete" /> 删除。
        </p>
      </div>
      <figure className="process-drawing">
        <figcaption>流程图(随编辑更新)</figcaption>
        <ProcessDiagram steps={steps} row={row} />
      </figure>
    </div>
  )
}

const Reader = ({ view }: { readonly view: ProcessView }) => {
  const steps = begin(view.steps)
  return (
    <div className="process">
      <div className="process-rows">
        <p className="quiet">只有本部门的事项管理员和政务服务管理部门可以改这个流程。</p>
        <ol className="process-read">
          {steps.map((step) => (
            <li key={step.id}>
              <b>{step.name}</b> {doers[step.by]}，{step.days} 个工作日{step.twoPersons && '，两人核查'}
              {[placeText(steps, step), conditionText(step, view.questions)].filter(Boolean).map((words) => (
                <p key={words} className="quiet">
                  {words}
                </p>
              ))}
            </li>
          ))}
        </ol>
      </div>
      <figure className="process-drawing">
        <ProcessDiagram steps={steps} row={undefined} />
      </figure>
    </div>
  )
}

/** 流程: the process of an item as rows with its drawing beside them; saving puts it into the draft of the guide. */
export const ProcessPage = () => {
  const { code = '' } = useParams()
  const { data, problem } = useLoad<ProcessView>(addressOf(code))
  if (problem) return <ProblemNote told={problem} />
  if (!data) return <Empty>正在读取流程…</Empty>
  return (
    <>
      <title>{`办理流程：${data.name}`}</title>
      <header className="list-head">
        <h1>办理流程：{data.name}</h1>
        <span className="quiet">
          {data.department}，现行第 {data.version} 版
        </span>
      </header>
      {data.mayEdit ? <Editor view={data} /> : <Reader view={data} />}
    </>
  )
}
