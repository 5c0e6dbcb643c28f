import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type Frame, href } from '../../../ui/page/frame.ts'
import { type Html, html } from '../../../ui/page/html.ts'
import { layout } from '../../../ui/page/layout.ts'
import { csrfField, note, tag, taskList } from '../../../ui/page/parts.ts'
import { aboutWords } from '../rules/story.ts'
import { carriedNote, changeNote, closedNote } from './change-note.ts'
import { type DraftView, inWhoseName, progress, type Task, taskGroups, taskWords } from './draft-view.ts'

const numerals = ['一', '二', '三', '四', '五']

const status = (task: Task): Html | string => {
  if (task.state === 'done') return taskWords.done
  if (task.state === 'started') return tag('now', taskWords.started)
  if (task.state === 'reopened') return tag('warn', taskWords.reopened)
  if (task.state === 'wrong') return tag('err', taskWords.wrong)
  return task.state === 'blocked'
    ? html`<span class="mut">${taskWords.blocked}</span>`
    : tag('plain', task.optional ? '可不填' : taskWords.todo)
}

const shared = (draft: DraftView): Html | undefined => {
  const names = draft.guide.materials.filter((material) => material.shared).map((material) => material.name)
  return names.length > 0 ? note('info', html`<p><b>免提交：</b>${names.join('、')}，由部门共享，不用您交。</p>`) : undefined
}

const aboutNote = ({ about }: DraftView): Html | undefined =>
  about &&
  note(
    'info',
    html`<p><b>${aboutWords(about)}</b>${about.reason && `:${about.reason}`}</p><p>已按这个证照的申请填好，交过的材料不用再交；有变化的请改。</p>`,
  )

/** 任务单: what is done and what is left, in any order; the first page of every return (ui.md §2.4 step 2). */
export const taskPage = (frame: Frame, draft: DraftView): Html => {
  const groups = taskGroups(draft)
  const { done, total } = progress(groups)
  const name = inWhoseName(draft.applicant)
  return layout(frame, {
    title: '办理任务单',
    service: draft.guide.name,
    main: html`<h1>办理任务单</h1>
      <p>${draft.guide.name} · ${name && html`<b>${name}</b> · `}已完成 <span class="num">${done} / ${total}</span></p>
      <p class="mut">每一页都自动保存，草稿保留到 <span class="num">${chineseDate(draft.keptUntil as LocalDate)}</span>。可以关闭页面，换一台设备登录后接着办。</p>
      ${aboutNote(draft)}
      ${closedNote(frame, draft)}
      ${changeNote(frame, draft)}
      ${carriedNote(frame, draft)}
      ${shared(draft)}
      ${groups.map(
        (group, i) =>
          html`<h2>${numerals[i] ?? i + 1}、${group.title}</h2>${taskList(
            group.tasks.map((task) => ({
              name: task.name,
              href: task.href && href(frame, task.href),
              status: status(task),
              note: task.note,
            })),
          )}`,
      )}
      <form method="post" action="${href(frame, `/apply/${draft.id}/delete`)}" class="acts">${csrfField(frame)}<a href="${href(frame, '/my')}">保存，稍后再办</a><button class="btn alt" type="submit">删除这份草稿</button></form>`,
  })
}

/** Deleting asks once more, on a page of its own: no script needed. */
export const deletePage = (frame: Frame, draft: Pick<DraftView, 'id' | 'guide'>): Html =>
  layout(frame, {
    title: '删除草稿',
    service: draft.guide.name,
    main: html`<h1>确定删除这份草稿吗？</h1><p>填写的内容和上传的文件都会删除，不能找回。</p>
      <form method="post" action="${href(frame, `/apply/${draft.id}/delete`)}" class="acts">${csrfField(frame)}<input type="hidden" name="sure" value="yes"><button class="btn" type="submit">删除</button><a href="${href(frame, `/apply/${draft.id}`)}">不删除</a></form>`,
  })
