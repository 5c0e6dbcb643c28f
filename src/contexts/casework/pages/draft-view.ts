import { holds, isFeel } from '../../../kernel/condition.ts'
import { type Answers, checkAnswers, type FormPage, fieldsOn, isAsked } from '../../../kernel/form.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { Change, Guide, Material } from '../../catalogue/index.ts'
import { taskOf } from '../rules/tasks.ts'
import type { About } from '../terms/course.ts'
import type { Applicant, Delivery } from '../terms.ts'

/** A file of a draft as its pages show it. */
export type DraftFile = {
  readonly id: string
  readonly material: string
  readonly name: string
  readonly size: number
  readonly type: string
}

/** A draft with the guide it is filled in under: the current one. */
export type DraftView = {
  readonly id: string
  readonly guide: Guide
  readonly guideVersion: number
  readonly currentVersion: number
  /** What has changed since it was begun, under which version that was, and the tasks to be confirmed again. */
  readonly changes: readonly Change[]
  readonly begunVersion: number
  readonly reopened: readonly string[]
  /** The draft of a closed item whose content this one took over. */
  readonly carriedFrom?: string
  readonly answers: Answers
  readonly situation: Answers
  readonly delivery?: Delivery
  readonly about?: About
  readonly files: readonly DraftFile[]
  readonly savedAt: string
  readonly keptUntil: string
  readonly applicant: Applicant
  /** Field names filled from what the platform knows. */
  readonly prefilled: ReadonlySet<string>
  /** Why the item is not handled just now; the draft is kept. */
  readonly closed?: { readonly because: string; readonly successor?: { readonly code: string; readonly name: string } }
}

/** In whose name it is applied for, where that is not simply oneself (S-050, S-051). */
export const inWhoseName = ({ kind, name, agent }: Applicant): string => {
  if (kind === 'person' && !agent) return ''
  return `以 ${name} 的名义申请${agent ? `，${agent.name}代办` : ''}`
}

export type TaskState = 'done' | 'reopened' | 'started' | 'todo' | 'blocked' | 'wrong'
export const taskWords: Record<TaskState, string> = {
  done: '已完成',
  reopened: '需要重新确认',
  started: '填写中',
  todo: '未开始',
  blocked: '暂不能填',
  wrong: '有问题',
}
export type Task = {
  readonly id: string
  readonly name: string
  readonly href?: string
  readonly state: TaskState
  readonly note?: string
  readonly optional?: boolean
}
export type TaskGroup = { readonly title: string; readonly tasks: readonly Task[] }

const chosen = (answers: Answers, name: string): readonly string[] => {
  const answer = answers[name]
  return answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer
}

/** The materials of this situation that the applicant may hand in: not shared by their owner, not made from the form. */
export const materialsToGive = (guide: Guide, situation: Answers): Material[] =>
  guide.materials.filter((material) => isInSituation(material, situation) && !material.shared && !material.fromForm)

/** 情形引导: a material with a condition belongs only to the situations it names (R-066). */
export const isInSituation = ({ when }: Material, situation: Answers): boolean => {
  if (when === undefined) return true
  return isFeel(when) ? holds(when, situation) === true : chosen(situation, when.situation).some((value) => when.is.includes(value))
}

const isAnswered = (page: FormPage, answers: Answers): boolean =>
  page.fields.some((field) => chosen(answers, field.name).some((value) => value !== ''))

const pageState = (page: FormPage, answers: Answers): TaskState => {
  if (checkAnswers(fieldsOn(page), answers).length === 0)
    return isAnswered(page, answers) || page.fields.every((field) => field.optional) ? 'done' : 'todo'
  return isAnswered(page, answers) ? 'started' : 'todo'
}

const materialNote = (material: Material, files: number): string => {
  if (files > 0) return `已传 ${files} 个文件`
  if (material.need === '3') return '可以容缺，受理后再补'
  return material.need === '2' ? '有就传，没有可以不传' : ''
}

/** Pages with at least one question to ask, given what was answered. */
export const askedPages = (draft: Pick<DraftView, 'guide' | 'answers'>): FormPage[] =>
  (draft.guide.form?.pages ?? []).filter((page) => fieldsOn(page).some((field) => isAsked(field, draft.answers)))

const materialTasks = (draft: DraftView): Task[] =>
  materialsToGive(draft.guide, draft.situation).map((material) => {
    const files = draft.files.filter((file) => file.material === material.id).length
    const note = materialNote(material, files)
    return {
      id: `m-${material.id}`,
      name: material.name,
      href: `/apply/${draft.id}/materials/${material.id}`,
      state: files > 0 ? 'done' : 'todo',
      optional: material.need !== '1',
      ...(note ? { note } : {}),
    }
  })

const isOffered = ({ guide, delivery }: Pick<DraftView, 'guide' | 'delivery'>): boolean =>
  delivery !== undefined && (guide.deliveries.length === 0 || guide.deliveries.includes(delivery.way))

/** The 情形 questions that have no answer of theirs. */
const openQuestions = ({ guide, situation }: DraftView) =>
  guide.situations.filter(({ id, options }) => !options.some(({ value }) => value === situation[id]))

const startAt = (draft: DraftView): string => `/apply/start/${draft.guide.code}?draft=${draft.id}`

/** Everything that keeps the draft from being submitted, each with the page that mends it. */
export const draftErrors = (draft: DraftView): (FieldError & { readonly href: string })[] => [
  ...openQuestions(draft).map(({ id, question }) => ({ field: `s-${id}`, message: `请回答：${question}`, href: startAt(draft) })),
  ...(draft.guide.form?.pages ?? []).flatMap((page) =>
    checkAnswers(fieldsOn(page), draft.answers).map((error) => ({ ...error, href: `/apply/${draft.id}/q/${page.id}` })),
  ),
  ...materialTasks(draft)
    .filter((task) => task.state !== 'done' && !task.optional)
    .map((task) => ({ field: task.id, message: `请上传${task.name}`, href: task.href ?? '' })),
  ...(isOffered(draft) ? [] : [{ field: 'delivery', message: '请选择结果送达方式', href: `/apply/${draft.id}/deliver` }]),
]

/** 任务单 (ui.md §2.4 step 2): groups 准备 填写 材料 送达 提交, any order, submission last. */
export const taskGroups = (draft: DraftView): TaskGroup[] => {
  const fill: Task[] = askedPages(draft).map((page) => ({
    id: `q-${page.id}`,
    name: page.title,
    href: `/apply/${draft.id}/q/${page.id}`,
    state: pageState(page, draft.answers),
  }))
  const materials = materialTasks(draft)
  const deliver: Task = {
    id: 'deliver',
    name: '选择结果送达方式',
    href: `/apply/${draft.id}/deliver`,
    state: isOffered(draft) ? 'done' : 'todo',
  }
  const ready = draftErrors(draft).length === 0
  const submit: Task = draft.closed
    ? { id: 'check', name: '核对并提交', state: 'blocked', note: '这个事项现在不能提交' }
    : ready
      ? { id: 'check', name: '核对并提交', href: `/apply/${draft.id}/check`, state: 'todo' }
      : { id: 'check', name: '核对并提交', state: 'blocked', note: '完成以上必填各项后可以提交' }
  const groups: TaskGroup[] = [
    {
      title: '准备',
      tasks: [{ id: 'start', name: '确认办理条件', href: startAt(draft), state: openQuestions(draft).length === 0 ? 'done' : 'todo' }],
    },
    { title: '填写', tasks: fill },
    { title: '材料', tasks: materials },
    { title: '送达', tasks: [deliver] },
    { title: '提交', tasks: [submit] },
  ]
  return groups
    .filter((group) => group.tasks.length > 0)
    .map((group) => ({ ...group, tasks: group.tasks.map((task) => afterChanges(draft, task)) }))
}

/** Why a task is to be confirmed again, in sentences; empty when it is not. */
export const whyReopened = ({ reopened, changes }: Pick<DraftView, 'reopened' | 'changes'>, task: string): readonly string[] =>
  reopened.includes(task) ? changes.filter(({ touches }) => touches && taskOf(touches) === task).map(({ says }) => says) : []

/** A task that a new version touched is to be confirmed again, and says why; the rest stays as it was (decisions/0014). */
const afterChanges = (draft: DraftView, task: Task): Task => {
  if (!draft.reopened.includes(task.id)) return task
  const note = [task.note, ...whyReopened(draft, task.id)].filter(Boolean).join(';')
  return { ...task, state: task.state === 'done' ? 'reopened' : task.state, ...(note ? { note } : {}) }
}

/** How many of the tasks that count are done: “已完成 2 / 5”. */
export const progress = (groups: readonly TaskGroup[]): { readonly done: number; readonly total: number } => {
  const counted = groups.flatMap((group) => group.tasks).filter((task) => task.id !== 'check' && !(task.optional && task.state !== 'done'))
  return { done: counted.filter((task) => task.state === 'done').length, total: counted.length }
}

/** Minutes an applicant needs, to the nearest: half a minute a question, one a file (“约 6 分钟”). */
export const minutesNeeded = (guide: Guide): number => {
  const questions = (guide.form?.pages ?? []).reduce((sum, page) => sum + page.fields.length, 0)
  return Math.max(2, Math.round(questions / 2 + materialsToGive(guide, {}).length))
}

/** The page after this one: the next question, then the first missing material, delivery, 核对. */
export const nextAfter = (draft: DraftView, pageId: string): string => {
  const pages = askedPages(draft)
  const next = pages[pages.findIndex((page) => page.id === pageId) + 1]
  return next ? `/apply/${draft.id}/q/${next.id}` : `/apply/${draft.id}`
}
