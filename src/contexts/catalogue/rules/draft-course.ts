import type { Refusal } from '../../../kernel/refusal.ts'
import { type DraftState, draftStates, type GuideDraft } from '../terms/draft.ts'

/**
 * Who may do what with a draft (domain.md D2): a department writes and submits, somebody else reviews, the 政务服务管理部门 publishes;
 * whoever wrote in it neither reviews nor publishes it.
 */
export const draftActs = {
  submit: { name: '送审', from: ['drafting'], to: 'inReview', by: 'editor' },
  withdraw: { name: '撤回修改', from: ['inReview', 'accepted'], to: 'drafting', by: 'author' },
  return: { name: '退回修改', from: ['inReview', 'accepted'], to: 'drafting', by: 'reviewer' },
  accept: { name: '审核通过', from: ['inReview'], to: 'accepted', by: 'reviewer' },
  publish: { name: '发布', from: ['accepted'], to: 'published', by: 'publisher' },
  rebase: { name: '并入现行版本', from: ['drafting', 'inReview', 'accepted'], to: 'drafting', by: 'editor' },
  discard: { name: '放弃修改', from: ['drafting'], to: 'discarded', by: 'editor' },
} as const satisfies Record<string, { name: string; from: readonly DraftState[]; to: DraftState; by: Part }>
export type DraftAct = keyof typeof draftActs
type Part = 'editor' | 'author' | 'reviewer' | 'publisher'

/** Who acts: his account, whether he keeps the items of this department, and whether he is of the 政务服务管理部门 of its place. */
export type Hand = { readonly id: string; readonly keeps: boolean; readonly approves: boolean }
type Written = Pick<GuideDraft, 'state' | 'authors'>

const isAuthor = ({ authors }: Written, { id }: Hand): boolean => authors.includes(id)

const parts: Record<Part, (draft: Written, hand: Hand) => boolean> = {
  editor: (_, { keeps }) => keeps,
  author: (draft, hand) => hand.keeps && isAuthor(draft, hand),
  reviewer: (draft, hand) => hand.keeps && !isAuthor(draft, hand),
  publisher: (draft, hand) => hand.approves && !isAuthor(draft, hand),
}
const partNames: Record<Part, string> = {
  editor: '本部门的事项管理员和政务服务管理部门',
  author: '起草的人',
  reviewer: '没有参加起草的事项管理员和政务服务管理部门',
  publisher: '没有参加起草的政务服务管理部门',
}

/** Why somebody may not do an act now; undefined when he may. */
export const refuseDraftAct = (act: DraftAct, draft: Written, hand: Hand): Refusal | undefined => {
  const { name, from, by } = draftActs[act]
  const open = openDraftActs(draft, hand)
  if (!hand.keeps) return { refused: 'not-your-part', title: `您不能${name}这份稿子`, detail: `只有${partNames[by]}可以${name}`, act }
  if (!(from as readonly DraftState[]).includes(draft.state))
    return { refused: 'not-open', title: `${draftStates[draft.state]}的稿子不能${name}`, act, state: draft.state, open }
  if (parts[by](draft, hand)) return undefined
  const isOwn = by !== 'author' && isAuthor(draft, hand) && hand.keeps
  const detail = isOwn ? '起草、审核、发布由不同的人做；您在这份稿子里写过内容' : `只有${partNames[by]}可以${name}`
  return { refused: isOwn ? 'own-draft' : 'not-your-part', title: `您不能${name}这份稿子`, detail, act, state: draft.state, open }
}

/** The acts somebody may do now: the guard of the server and the buttons of the editor read the same table. */
export const openDraftActs = (draft: Written, hand: Hand): DraftAct[] =>
  (Object.keys(draftActs) as DraftAct[]).filter(
    (act) => (draftActs[act].from as readonly DraftState[]).includes(draft.state) && parts[draftActs[act].by](draft, hand),
  )
