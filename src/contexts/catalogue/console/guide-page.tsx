import { Button, Input } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type DraftAct, draftActs } from '../rules/draft-course.ts'
import { draftStates, type ReturnReason } from '../terms/draft.ts'
import { readPath } from './edit-guide.ts'
import { BaseNote, lockedOf } from './guide-base.tsx'
import { BesideButton } from './guide-beside.tsx'
import { type Desk, Findings, idOf } from './guide-desk.tsx'
import { type Element, type Section, sections } from './guide-elements.ts'
import { FormPreview } from './guide-form-preview.tsx'
import { FormTools } from './guide-form-tools.tsx'
import { Member } from './guide-member.tsx'
import { SituationPreview } from './guide-preview.tsx'
import { Differences, History, labelOf, SendBack } from './guide-review.tsx'
import { actOn, draftAddress, type ItemView, type Saving, useDraft } from './use-draft.ts'

type Viewed = { readonly desk: Desk; readonly view: ItemView }
const GuideElement = ({ desk: whole, view, element }: Viewed & { readonly element: Element }) => {
  const { key, label, input, help, source, optional } = element
  const path = [key]
  const desk = whole.locked.includes(key) ? { ...whole, frozen: true } : whole
  const id = idOf(path)
  const isField = !['rows', 'parts', 'steps', 'yes', 'fixed'].includes(input.as)
  return (
    <div className="guide-element">
      <div className="guide-element-head">
        {isField ? <label htmlFor={id}>{label}</label> : <h3>{label}</h3>}
        <span className="quiet">
          {help} {source && <cite>{source}</cite>}
        </span>
      </div>
      <Member desk={desk} path={path} input={input} label={label} id={id} optional={optional ?? false} />
      <BaseNote desk={whole} view={view} element={key} />
      <Findings desk={desk} path={path} whole={!['rows', 'parts'].includes(input.as)} />
    </div>
  )
}

const SectionPart = ({ desk, view, section }: Viewed & { readonly section: Section }) => (
  <section id={`s-${section.id}`} aria-labelledby={`h-${section.id}`} className="guide-section">
    <h2 id={`h-${section.id}`} tabIndex={-1}>
      {section.title}
    </h2>
    {section.elements.map((element) => (
      <GuideElement key={element.key} desk={desk} view={view} element={element} />
    ))}
    {section.id === 'form' && <FormTools desk={desk} />}
    {section.id === 'form' && desk.guide.form && <FormPreview guide={desk.guide} />}
    {section.id === 'situations' && <SituationPreview guide={desk.guide} />}
  </section>
)

/** Puts the cursor where a finding is, or at the nearest member that is on the screen. */
const goTo = (field: string): void => {
  const path = readPath(field)
  for (let depth = path.length; depth > 0; depth -= 1) {
    const found = document.getElementById(idOf(path.slice(0, depth)))
    const control = found?.matches('li') ? found.querySelector<HTMLElement>('input, textarea') : found
    if (control) {
      control.scrollIntoView({ block: 'center' })
      control.focus()
      return
    }
  }
  const section = sections.find(({ elements }) => elements.some(({ key }) => key === path[0]))
  const head = section && document.getElementById(`h-${section.id}`)
  head?.scrollIntoView({ block: 'start' })
  head?.focus()
}

const savingWords = (saving: Saving): string => {
  if (typeof saving === 'object') return '没有保存'
  return { saved: '已保存', waiting: '有改动，马上保存', saving: '正在保存…' }[saving]
}

const FindingList = ({ desk }: { readonly desk: Desk }) => (
  <section aria-labelledby="found">
    <h2 id="found">
      检查结果 {desk.findings.length > 0 ? `${desk.findings.length} 项` : '没有问题'} <Key name="F8" />
    </h2>
    <ul className="finding-list">
      {desk.findings.map(({ rule, field, severity, fix, found }) => (
        <li key={rule + field + found + fix} className={severity}>
          <button type="button" onClick={() => goTo(field)}>
            <b>{labelOf(field)}</b> {fix}
          </button>
        </li>
      ))}
    </ul>
  </section>
)

const Clashes = ({ draft }: { readonly draft: ReturnType<typeof useDraft> }) => {
  const { clash, text, settle } = draft
  if (!clash) return null
  const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null, null, 1))
  return (
    <div role="alert" className="problem-note clash">
      <b>{clash.by}刚刚也改了这几项，请您来定。别的改动已经合到一起。</b>
      {clash.both.map((element) => (
        <div key={element} className="clash-row">
          <h3>{labelOf(element)}</h3>
          <pre>{show(text.guide[element])}</pre>
          <pre>{show(clash.theirs[element])}</pre>
          <Button onClick={() => settle(element, false)}>用我的</Button>
          <Button onClick={() => settle(element, true)}>用{clash.by}的</Button>
        </div>
      ))}
    </div>
  )
}

const Returned = ({ view }: { readonly view: ItemView }) =>
  view.draft && view.draft.returned.length > 0 ? (
    <div role="status" className="problem-note">
      <b>审核退回，请修改以后再送审</b>
      {view.draft.returned.map(({ element, reason }) => (
        <p key={element}>
          {labelOf(element)}：{reason}
        </p>
      ))}
    </div>
  ) : null

type ActProps = { readonly view: ItemView; readonly onAct: (act: DraftAct, returned?: readonly ReturnReason[]) => void }
const Acts = ({ view, onAct }: ActProps) => {
  const [returning, setReturning] = useState(false)
  const main = (['submit', 'accept', 'publish'] as const).find((act) => view.open.includes(act))
  const others = view.open.filter((act) => act !== main && act !== 'return' && (act !== 'rebase' || view.outdated))
  return (
    <div className="guide-acts">
      {main && (
        <Button type="primary" onClick={() => onAct(main)}>
          {draftActs[main].name} <Key name="Ctrl ↵" />
        </Button>
      )}
      {view.open.includes('return') && <Button onClick={() => setReturning(!returning)}>{draftActs.return.name}</Button>}
      {others.map((act) => (
        <Button key={act} danger={act === 'discard'} onClick={() => onAct(act)}>
          {draftActs[act].name}
        </Button>
      ))}
      {returning && <SendBack onSend={(returned) => onAct('return', returned)} />}
    </div>
  )
}

type EditorProps = { readonly view: ItemView; readonly reload: () => Promise<void>; readonly onDone: (words: string) => void }

const Editor = ({ view, reload, onDone }: EditorProps) => {
  const draft = useDraft(view)
  const [told, setTold] = useState<Told>()
  const { text, saving } = draft
  const frozen = !view.mayEdit
  const desk: Desk = {
    guide: text.guide,
    findings: draft.findings,
    frozen,
    edit: (guide) => draft.write({ guide }),
    now: draft.now,
    locked: lockedOf(view),
  }
  const act = async (name: DraftAct, returned?: readonly ReturnReason[]): Promise<void> => {
    setTold(undefined)
    try {
      await draft.flush()
      const done = await actOn(view.code, name, draft.seen(), returned)
      onDone(done.version ? `已发布第 ${done.version} 版。` : `已${draftActs[name].name}，现在是${draftStates[done.state as 'drafting']}。`)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  const main = (['submit', 'accept', 'publish'] as const).find((name) => view.open.includes(name))
  const next = (): void => {
    const fields = desk.findings.map(({ field }) => field)
    const at = fields.findIndex((field) => document.activeElement?.id === idOf(readPath(field)))
    const field = fields[(at + 1) % fields.length]
    if (field) goTo(field)
  }
  useHotKeys({
    'ctrl+Enter': () => main && void act(main),
    'ctrl+s': () => void draft.flush(),
    F8: next,
  })
  const isNewlyBegun = !view.draft && draft.seen() > 0
  if (isNewlyBegun) void reload()
  return (
    <div className="guide-editor">
      <nav aria-label="指南的部分" className="guide-nav">
        {sections.map(({ id, title, elements }) => {
          const count = desk.findings.filter(({ field }) => elements.some(({ key }) => key === field.split('.')[0])).length
          return (
            <a key={id} href={`#s-${id}`}>
              {title}
              {count > 0 && <span className="count count-urgent">{count}</span>}
            </a>
          )
        })}
      </nav>
      <div className="guide-main">
        <Returned view={view} />
        <Clashes draft={draft} />
        {sections.map((section) => (
          <SectionPart key={section.id} desk={desk} view={view} section={section} />
        ))}
      </div>
      <aside className="guide-aside" aria-label="保存、检查和审核">
        <p role="status">
          {frozen ? '审核中的稿子不能改' : savingWords(saving)}{' '}
          {draft.seen() > 0 && <span className="quiet num">第 {draft.seen()} 稿</span>}
        </p>
        {typeof saving === 'object' && <ProblemNote told={saving.told} />}
        {view.outdated && <p className="wrong">起草以后发布过新的版本，请先“并入现行版本”。</p>}
        <label htmlFor="publish-reason">发布理由</label>
        <Input
          id="publish-reason"
          disabled={frozen}
          maxLength={200}
          placeholder="例如：按新修订的条例调整材料"
          value={text.reason}
          onChange={(event) => draft.write({ reason: event.target.value })}
        />
        {told && <ProblemNote told={told} />}
        <Acts view={view} onAct={(name, returned) => void act(name, returned)} />
        <FindingList desk={desk} />
        <h2>与现行版本的差异</h2>
        <Differences view={view} guide={text.guide} />
        <h2>经过</h2>
        <History view={view} />
      </aside>
    </div>
  )
}

/** What can be put on paper: the draft with its mark, the guide in force, the 一次性告知书. */
const PrintLinks = ({ view: { code, draft, inForce } }: { readonly view: ItemView }) => {
  const address = `/guide/${encodeURIComponent(code)}`
  const links = [
    draft && ([`${address}/draft`, '打印稿子'] as const),
    inForce && ([`${address}/print`, '打印现行指南'] as const),
    inForce && ([`${address}/notice.pdf`, '一次性告知书(PDF)'] as const),
  ]
  return links.map(
    (link) =>
      link && (
        <a key={link[0]} href={link[0]} target="_blank" rel="noopener">
          {link[1]}
        </a>
      ),
  )
}

const stateOf = ({ draft, inForce }: ItemView): string =>
  [inForce ? `现行第 ${inForce.version} 版` : '还没有发布', draft && `${draftStates[draft.state]}，${draft.savedBy}保存`]
    .filter(Boolean)
    .join('；')

/** 事项 editor: an item section by section, saved by itself, checked as it is written, reviewed and published from the same page. */
export const GuidePage = () => {
  const { code = '' } = useParams()
  const { data, problem, reload } = useLoad<ItemView>(draftAddress(code))
  const [epoch, setEpoch] = useState(0)
  const [done, setDone] = useState<string>()
  if (problem) return <ProblemNote told={problem} />
  if (!data) return <Empty>正在读取办事指南…</Empty>
  const name = (data.draft?.guide ?? data.inForce?.guide)?.name ?? ''
  const finish = async (words: string): Promise<void> => {
    sessionStorage.removeItem(`guide:${code}`)
    await reload()
    setDone(words)
    setEpoch(epoch + 1)
  }
  return (
    <>
      <title>{`办事指南：${name}`}</title>
      <header className="list-head">
        <h1>{name}</h1>
        <span className="quiet">{stateOf(data)}</span>
        {data.inForce && (
          <a href={`/guide/${encodeURIComponent(code)}`} target="_blank" rel="noopener">
            现行指南
          </a>
        )}
        <PrintLinks view={data} />
        <BesideButton view={data} />
      </header>
      <p role="status" className="guide-done">
        {done}
      </p>
      <Editor key={epoch} view={data} reload={reload} onDone={(words) => void finish(words)} />
    </>
  )
}
