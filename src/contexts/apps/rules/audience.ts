import type { AppScope, Audience, Registration, Standing } from '../terms.ts'

type Kind = Standing['kind']

/** Whether a sub-site serves who is signed in. */
export const serves = (audience: Audience, kind: Kind): boolean => audience === 'both' || (audience === 'staff') === (kind === 'staff')

const byKind: Readonly<Record<Kind, readonly AppScope[]>> = {
  applicant: ['profile', 'organisation', 'phone'],
  staff: ['profile', 'staff'],
}
/** What may be told of somebody at all: of those who apply never a post, of officers never more than name and post. */
export const scopesOf = (kind: Kind): readonly AppScope[] => byKind[kind]

/** Whether anybody whom a sub-site serves has what is asked for. */
export const mayAsk = (audience: Audience, scope: AppScope): boolean =>
  (['applicant', 'staff'] as const).some((kind) => serves(audience, kind) && byKind[kind].includes(scope))

/** What is asked for and nobody whom the sub-site serves has; each at its field. */
export const scopeProblems = ({ audience, scopes }: Pick<Registration, 'audience' | 'scopes'>): { field: string; message: string }[] =>
  scopes.flatMap((scope, i) =>
    mayAsk(audience, scope) ? [] : [{ field: `scopes.${i}`, message: '使用对象没有这项内容，请去掉，或者改选使用对象' }],
  )
