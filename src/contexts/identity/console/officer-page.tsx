import { Button } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Facts } from '../../../ui/console/facts.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import type { StaffAct } from '../rules/staffing.ts'
import { HandOverForm } from './hand-over-form.tsx'
import { LinkOnce } from './invite-form.tsx'
import { LastDayForm } from './last-day-form.tsx'
import { CertificateForm, OfficerKeys, TakeForm } from './officer-keys.tsx'
import { PostForm } from './post-form.tsx'
import type { FactorRow, OfficerFile, PostRow } from './shapes.ts'
import { rolesText } from './words.ts'

const standing = ({ ended, approved, fromOn, untilOn, today }: PostRow): string => {
  if (approved === null && !ended) return '等批准'
  if (approved === false) return '没有批准'
  if (ended || (untilOn !== null && untilOn < today)) return '已结束'
  return fromOn > today ? '还没开始' : '在任'
}
const isLive = ({ ended, untilOn, today }: PostRow): boolean => !ended && (untilOn === null || untilOn >= today)

/** What the officer's file is open for: a form, or nothing. */
type Open =
  | { readonly form: 'appoint'; readonly replaces?: PostRow }
  | { readonly form: 'end'; readonly post: PostRow }
  | { readonly form: 'disable' }
  | { readonly form: 'handOver' }
  | { readonly form: 'certificate' }
  | { readonly form: 'take'; readonly factor: FactorRow }

type TableProps = { readonly file: OfficerFile; readonly onOpen: (open: Open) => void }

const PostTable = ({ file, onOpen }: TableProps) => (
  <table className="list list-wrap" aria-label="岗位">
    <thead>
      <tr>
        <th scope="col">单位</th>
        <th scope="col">岗位</th>
        <th scope="col">起止</th>
        <th scope="col">状态</th>
        <th scope="col">提出和批准</th>
        <th scope="col">办理</th>
      </tr>
    </thead>
    <tbody>
      {file.posts.map((one) => (
        <tr key={one.id}>
          <td>{one.unit}</td>
          <td>{[rolesText(one.roles), one.post].filter(Boolean).join(' · ')}</td>
          <td>
            {one.fromOn} 至 {one.untilOn ?? '长期'}
          </td>
          <td>{standing(one)}</td>
          <td>{one.askedByName ? `${one.askedByName} → ${one.settledByName ?? '等批准'}` : '安装时设置'}</td>
          <td>
            {isLive(one) && file.acts.includes('appoint') && one.approved && (
              <Button size="small" onClick={() => onOpen({ form: 'appoint', replaces: one })}>
                调整
              </Button>
            )}{' '}
            {isLive(one) && file.acts.includes('end') && (
              <Button size="small" onClick={() => onOpen({ form: 'end', post: one })}>
                {one.approved ? '免去' : '撤回'}
              </Button>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

type ActsProps = TableProps & { readonly onDo: (act: 'restore' | 'renew') => void }

const Acts = ({ file, onOpen, onDo }: ActsProps) => {
  const can = (act: StaffAct): boolean => file.acts.includes(act)
  return (
    <div className="acts act-row">
      {can('appoint') && !file.disabled && <Button onClick={() => onOpen({ form: 'appoint' })}>加一个岗位</Button>}
      {can('handOver') && !file.disabled && <Button onClick={() => onOpen({ form: 'handOver' })}>安排交接</Button>}
      {can('certificate') && !file.disabled && <Button onClick={() => onOpen({ form: 'certificate' })}>登记数字证书</Button>}
      {can('renew') && !file.disabled && <Button onClick={() => onDo('renew')}>重设登录</Button>}
      {can('disable') && !file.disabled && <Button onClick={() => onOpen({ form: 'disable' })}>停用帐号</Button>}
      {can('restore') && (file.disabled || file.lastOn) && <Button onClick={() => onDo('restore')}>恢复帐号</Button>}
    </div>
  )
}

const Substitutions = ({ file, onEnd }: { readonly file: OfficerFile; readonly onEnd: (id: string) => void }) => (
  <ul className="staff-list">
    {file.substitutions.map(({ id, absentId, absentName, substituteName, fromOn, untilOn, reason }) => (
      <li key={id}>
        {absentName} {fromOn} 至 {untilOn} 不在({reason})，工作交给 {substituteName}{' '}
        {absentId === file.accountId && file.acts.includes('handOver') && (
          <Button size="small" onClick={() => onEnd(id)}>
            结束交接
          </Button>
        )}
      </li>
    ))}
  </ul>
)

type FormProps = { readonly open: Open; readonly file: OfficerFile; readonly onDone: (words?: string) => void }

const OpenForm = ({ open, file, onDone }: FormProps) => {
  if (open.form === 'appoint') return <PostForm file={file} onDone={onDone} {...(open.replaces ? { replaces: open.replaces } : {})} />
  if (open.form === 'handOver') return <HandOverForm file={file} onDone={onDone} />
  if (open.form === 'certificate') return <CertificateForm file={file} onDone={onDone} />
  if (open.form === 'take') return <TakeForm file={file} factor={open.factor} onDone={onDone} />
  const body = open.form === 'end' ? { act: 'end', post: open.post.id } : { act: 'disable' }
  const title = open.form === 'end' ? `免去“${rolesText(open.post.roles)}”` : `停用 ${file.name} 的帐号`
  return <LastDayForm title={title} accountId={file.accountId} body={body} onDone={onDone} />
}

/** 一位工作人员: his posts, who asked for and approved them, and what the viewer may do. */
export const OfficerPage = () => {
  const { id } = useParams()
  const { data: file, problem, reload } = useLoad<OfficerFile>(`/api/v1/staff/${id}`)
  const [open, setOpen] = useState<Open>()
  const [done, setDone] = useState<string>()
  const [link, setLink] = useState<string>()
  const { run, note } = useDoing()
  const finish = (words?: string): void => {
    setOpen(undefined)
    setDone(words)
    if (words) void reload()
  }
  const act = (body: object, words: string): void =>
    run(async () => {
      const answer = await post<{ link?: string }>(`/api/v1/staff/${id}/acts`, body)
      setLink(answer.link)
      finish(words)
    })
  if (problem && !file) return <ProblemNote told={problem} more={<Link to="/staff">回到名册</Link>} />
  if (!file) return null
  const state = file.disabled ? '停用' : file.lastOn ? `做到 ${file.lastOn}` : '正常'
  return (
    <>
      <title>{`${file.name} - 工作人员`}</title>
      <header className="list-head">
        <h1>{file.name}</h1>
        <Link to="/staff">回到名册</Link>
      </header>
      <Facts
        rows={[
          ['帐号', file.userName],
          ['帐号状态', state],
        ]}
      />
      <p role="status">{done}</p>
      {link && <LinkOnce link={link} name={file.name} />}
      <Acts
        file={file}
        onOpen={setOpen}
        onDo={(name) => act({ act: name }, name === 'restore' ? '帐号已恢复。请安排岗位，批准后才能办理工作。' : '已生成重设登录的链接。')}
      />
      {note}
      {open && <OpenForm key={JSON.stringify(open)} open={open} file={file} onDone={finish} />}
      <h2 className="staff-head">岗位</h2>
      <PostTable file={file} onOpen={setOpen} />
      <h2 className="staff-head">登录方式</h2>
      <OfficerKeys file={file} onTake={(factor) => setOpen({ form: 'take', factor })} />
      <h2 className="staff-head">交接</h2>
      {file.substitutions.length === 0 && <Empty>没有安排交接。</Empty>}
      <Substitutions file={file} onEnd={(substitution) => act({ act: 'endHandOver', substitution }, '交接已结束。')} />
    </>
  )
}
