import { localDate } from '../../kernel/date.ts'
import { fold } from './decide.ts'
import type { ActName, Case, Role, Stage } from './terms.ts'
import { testApplicant, testPinned } from './testing.ts'

export const early = '2026-07-07'
const late = '2026-12-01'
const filedOn = localDate('2026-07-06')
const nextOn = localDate(early)

const asked = (askedBy: string): Case['opinions'][number] => ({
  department: 'consulted-department',
  unit: '市生态环境局',
  question: '',
  askedOn: nextOn,
  askedBy,
  days: 5,
  required: true,
})

/** What has to have happened before an act beside the stage it is done in. */
const before: Partial<Record<ActName, (role: Role) => Partial<Case>>> = {
  passStep: () => ({ stepsDone: {} }),
  forwardRemote: () => ({ remote: { division: '150602000000', unit: '东胜区政务服务中心', by: 'remoteClerk-1' } }),
  supplyMore: () => ({ moreAsked: [{ request: '坐标图', on: nextOn }] }),
  giveOpinion: () => ({ opinions: [asked('approver-1')] }),
  withdrawOpinion: (role) => ({ opinions: [asked(`${role}-1`)] }),
  startSpecial: () => ({ specialProposal: { kind: '专家评审', expectedDays: 10, basis: '水法', by: 'approver-1', on: nextOn } }),
  applyHearing: () => ({ hearing: { toldOn: nextOn } }),
  announceHearing: () => ({ hearing: { toldOn: nextOn, appliedOn: nextOn } }),
  holdHearing: (role) => ({
    hearing: { toldOn: nextOn, appliedOn: nextOn, announcedOn: nextOn, hearingOn: nextOn, presider: { id: `${role}-1`, name: role } },
  }),
  deemRenew: () => ({ about: { kind: 'renew', licence: '1506002023000001', validTo: localDate('2026-08-31') } }),
  passAfterCheck: () => ({ onPromise: true, outcome: 'granted' }),
  failAfterCheck: () => ({ onPromise: true, outcome: 'granted' }),
  confirmVoid: () => ({ voiding: { by: 'chief-1', name: '', reason: '重复', on: nextOn } }),
  replySupervision: () => ({ supervisions: [{ by: 'supervisor-1', name: '', reason: '将要超期', on: nextOn }] }),
}
const underReview: readonly Stage[] = ['accepted', 'processing', 'paused', 'toDecide', 'acceptedWithGaps']
const otherPauses: readonly ActName[] = ['startSpecial', 'proposeSpecial']

/** A case in a stage whose conditions are all met for an act: steps done or open, time in or out. */
export const inStage = (stage: Stage, act: ActName, role: Role = 'law'): Case => ({
  ...fold([]),
  stage,
  pinned: { ...testPinned, onPromise: true },
  applicant: testApplicant,
  submittedOn: filedOn,
  receivedOn: filedOn,
  ...(['correcting', 'corrected'].includes(stage) ? { correction: { notifiedOn: nextOn, within: 30, defects: [] } } : {}),
  ...(stage === 'acceptedWithGaps' ? { gaps: { missing: ['m2'], within: 5, since: filedOn } } : {}),
  ...(underReview.includes(stage) ? { acceptedOn: filedOn, acceptedBy: 'clerk-1' } : {}),
  reviewers: stage === 'toDecide' ? ['approver-1'] : [],
  stepsDone: { s2: nextOn },
  pauses: stage === 'paused' ? [{ kind: otherPauses.includes(act) ? '鉴定' : '专家评审', from: filedOn }] : [],
  ...before[act]?.(role),
})
const lateActs: readonly ActName[] = ['deemAccept', 'lapseCorrection', 'lapseGaps', 'deemRenew']
/** A day on which the time of an act is right. */
export const dayFor = (act: ActName): string => (lateActs.includes(act) ? late : early)

/** Details an act needs in such a case beside the usual ones. */
export const passing: Partial<Record<ActName, object>> = { extendPromise: { to: '2026-07-27' }, receiveRemote: { pinned: testPinned }, openRevocation: { about: { kind: 'revoke', licence: '1506002023000001' }, applicant: testApplicant } } // biome-ignore format: pairs
