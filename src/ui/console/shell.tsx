import { Button, Switch } from 'antd'
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react'
import { NavLink, useLocation } from 'react-router'
import { boot } from './api.ts'
import { Key } from './facts.tsx'
import { setSingleKeys, singleKeysOn, useHotKeys } from './hot-keys.ts'
import { ConnectionBar } from './notes.tsx'

export type TreeGroup = {
  readonly name: string
  readonly links: readonly {
    readonly to: string
    readonly name: string
    readonly count?: number
    readonly urgent?: boolean
    readonly current?: boolean
  }[]
}

type Props = {
  readonly tree: readonly TreeGroup[]
  /** What is said in the middle of the top bar: how much waits, which date comes next. */
  readonly pulse: ReactNode
  /** Absent for who has no cases to find. */
  readonly onSearch?: (text: string) => void
  readonly children: ReactNode
}

const keys: readonly (readonly [name: string, what: string])[] = [
  ['/', '到顶部搜索框'],
  ['J', '下一件'],
  ['K', '上一件'],
  ['Enter', '打开有焦点的办件'],
  ['X', '列表：选择或者取消选择这一件'],
  ['Shift X', '列表：从上次选择的一件选到这一件'],
  ['A', '列表：选中前 200 件；表格：选中能采纳的行'],
  ['空格', '表格：选择或者取消选择这一行'],
  ['B', '列表：成批办理选中的办件'],
  ['P', '列表：打印选中办件的文书'],
  ['Z', '成批办理：发出前撤销'],
  ['F2', '办件页：往下办(按钮上有标注)'],
  ['F3', '办件页：一次性补正告知'],
  ['F4', '综窗：容缺受理'],
  ['F8', '综窗：只收件'],
  ['F9', '综窗：请申请人核对'],
  ['Alt A', '综窗：材料全部收齐'],
  ['Alt N', '综窗：接待下一位'],
  ['1 – 9', '办件页：打开对应的办理动作'],
  ['Ctrl Enter', '确认正在填写的办理动作'],
  ['Esc', '收起办理动作，不提交'],
  ['[ 和 ]', '办件页：上一份、下一份材料'],
  [', 和 .', '看材料：上一页、下一页'],
  ['+ 和 -', '看材料：放大、缩小'],
  ['0 和 H', '看材料：整宽、整页'],
  ['R', '看材料：旋转'],
  ['W', '办件页：材料占两栏，再按一次还原'],
  ['C', '办件页：补正前后对比，再按一次结束'],
  ['?', '打开或关闭这张表'],
]

/** The list of keys: a native dialog, so that focus stays in it and Esc closes it. */
const Help = ({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) => {
  const [single, setSingle] = useState(singleKeysOn)
  const change = (on: boolean): void => {
    setSingleKeys(on)
    setSingle(on)
  }
  return (
    <dialog ref={dialog} className="help" aria-labelledby="help-title">
      <h2 id="help-title">快捷键</h2>
      <table className="keys">
        <tbody>
          {keys.map(([name, what]) => (
            <tr key={name}>
              <th scope="row">
                <Key name={name} />
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <Switch checked={single} onChange={change} aria-labelledby="single-keys" /> <span id="single-keys">启用单个字母和数字的快捷键</span>
      </p>
      <p className="quiet">每个动作都可以用鼠标完成。F2、F3、Ctrl Enter 始终有效。</p>
      <Button onClick={() => dialog.current?.close()}>关闭</Button>
    </dialog>
  )
}

const SignOut = () => (
  <form method="post" action="/logout">
    <input type="hidden" name="_csrf" value={boot().csrf} />
    <Button htmlType="submit" type="text" className="bar-button">
      退出
    </Button>
  </form>
)

/** The entry whose address the page is at or below; the longest, where one entry lies below another. */
const entryAt = (tree: readonly TreeGroup[], pathname: string): string | undefined =>
  tree
    .flatMap(({ links }) => links.map(({ to }) => to))
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.length - a.length)[0]

const Tree = ({ tree }: { readonly tree: readonly TreeGroup[] }) => {
  const here = entryAt(tree, useLocation().pathname)
  return (
    <nav className="tree" aria-label="工作区">
      {tree.map((group) => (
        <section key={group.name}>
          <h2>{group.name}</h2>
          <ul>
            {group.links.map(({ to, name, count, urgent, current }) => (
              <li key={to}>
                <NavLink to={to} end={to !== here} className={({ isActive }) => (isActive || current ? 'active' : '')}>
                  <span>{name}</span>
                  {count !== undefined && count > 0 && <span className={urgent ? 'count count-urgent' : 'count'}>{count}</span>}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** The frame of every screen: top bar with search, pulse, help and sign-out; the tree of one's roles; the screen. */
export const Shell = ({ tree, pulse, onSearch, children }: Props) => {
  const help = useRef<HTMLDialogElement>(null)
  const toggleHelp = (): void => (help.current?.open ? help.current.close() : help.current?.showModal())
  const box = useRef<HTMLInputElement>(null)
  useHotKeys({ '/': () => box.current?.focus(), '?': toggleHelp })
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = box.current?.value.trim()
    if (text) onSearch?.(text)
  }
  const { name, unit } = boot()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        跳到内容
      </a>
      <header className="bar">
        <b className="bar-mark">办件台</b>
        {onSearch && (
          <search>
            <form onSubmit={search}>
              <input ref={box} name="q" type="search" aria-label="搜索办件：编号、单位或姓名" placeholder="搜办件：编号、单位或姓名" />
              <Key name="/" />
            </form>
          </search>
        )}
        <div className="bar-pulse">{pulse}</div>
        <a className="bar-who" href="/my/security" title="登录设备与密码、第二重验证">
          {name}
          <small>{unit}</small>
        </a>
        <Button type="text" className="bar-button" onClick={toggleHelp}>
          快捷键 <Key name="?" />
        </Button>
        <SignOut />
      </header>
      <ConnectionBar />
      <Tree tree={tree} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Help dialog={help} />
    </div>
  )
}
