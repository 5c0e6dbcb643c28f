import { type Visitor, visitor } from '../e2e/visitor.ts'
import { grantTo } from '../src/contexts/apps/testing-standing.ts'
import type { Sql } from '../src/platform/db.ts'

/** Where somebody is let in until he is not. */
export type Place = { readonly name: string; readonly isOpen: () => Promise<boolean> }
export type Stage = {
  readonly sql: Sql
  readonly issuer: string
  /** Addresses of the platform's processes. */
  readonly processes: readonly string[]
  readonly sites: readonly { readonly id: string; readonly origin: string }[]
  readonly comeIn: (account: string, door: string) => Promise<Visitor>
}
type Round = { readonly places: readonly Place[]; readonly act: () => Promise<unknown> }
type End = { readonly name: string; readonly prepare: (stage: Stage) => Promise<Round> }

const page = '/sandbox/sub-site/'
const ledTo = (headers: Headers): string => headers.get('location') ?? headers.get('refresh')?.replace('0;url=', '') ?? ''

/** Follows the platform's pages until they lead back to the sub-site; agrees to everything on the way. */
const follow = async (who: Visitor, issuer: string, from: string): Promise<URL> => {
  let url = new URL(from, issuer)
  for (let steps = 0; steps < 15 && url.origin === issuer; steps += 1) {
    const at = `${url.pathname}${url.search}`
    let answer = await who.get(at)
    if (answer.text.includes('同意并登录'))
      answer = await who.post(at, { answer: 'agree', scope: ['profile', 'organisation', 'phone'] }, { from: at })
    const to = ledTo(answer.headers)
    if (!to) throw new Error(`${at} leads nowhere: ${answer.status} ${/<h1>[^<]*/.exec(answer.text)?.[0]}`)
    url = new URL(to, issuer)
  }
  return url
}

/** Signs somebody in at a sub-site; how long its own session stands is what it is asked for. */
const signInAt = async ({ issuer }: Stage, who: Visitor, { id, origin }: Stage['sites'][number]): Promise<Place> => {
  const there = visitor(origin)
  const begun = await there.get(`${page}sign-in`)
  const { pathname, search } = await follow(who, issuer, begun.location)
  await there.get(`${pathname}${search}`)
  return { name: id, isOpen: async () => (await there.get(page)).text.includes('退出子站') }
}

type Me = { readonly person: { readonly organisation?: object | null } | null }
/** A process of the platform, as the cookie opens it. */
const atProcess = (who: Visitor, url: string, isOpen: (me: Me) => boolean): Place => ({
  name: url,
  isOpen: async () => {
    const cookie = [...who.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(`${url}/api/v1/me`, { headers: { cookie } })
    return answer.ok && isOpen((await answer.json()) as Me)
  },
})

const everywhereOf = async (stage: Stage, who: Visitor, isOpen = (me: Me) => me.person !== null): Promise<Place[]> => {
  const places: Place[] = stage.processes.map((url) => atProcess(who, url, isOpen))
  for (const site of stage.sites) places.push(await signInAt(stage, who, site))
  return places
}

/** Whether a process would hand out a code without asking: what a consent opens. */
const consented = (who: Visitor, url: string, { id, origin }: Stage['sites'][number]): Place => ({
  name: `${url} for ${id}`,
  isOpen: async () => {
    const cookie = [...who.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const asked = new URLSearchParams({
      client_id: id,
      response_type: 'code',
      scope: 'openid profile',
      prompt: 'none',
      redirect_uri: `${origin}${page}callback`,
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    const answer = await fetch(`${url}/oidc/auth?${asked}`, { headers: { cookie }, redirect: 'manual' })
    return new URL(answer.headers.get('location') ?? origin, origin).searchParams.has('code')
  },
})

const actsFor = async (stage: Stage, account: string): Promise<{ who: Visitor; places: Place[]; organisation: string }> => {
  const [row] = await stage.sql<{ id: string }>`select organisation_id as id from identity.account where user_name = 'company1'`
  const organisation = row?.id ?? ''
  const who = await stage.comeIn(account, 'person')
  await who.post('/my/acting', { organisation }, { from: '/my/acting' })
  return { who, organisation, places: await everywhereOf(stage, who, ({ person }) => Boolean(person?.organisation)) }
}

const officerDisabled = async (stage: Stage): Promise<Round> => {
  const { sql } = stage
  const [clerk] = await sql<{ id: string }>`
    update identity.account set disabled_at = null where user_name = 'clerk1' returning id`
  const id = clerk?.id ?? ''
  await sql`update identity.appointment set ended_at = null where account_id = ${id}`
  const [who, administrator] = [await stage.comeIn('clerk1', 'staff'), await stage.comeIn('sysadmin', 'staff')]
  const token = (JSON.parse((await administrator.get('/api/v1/me')).text) as { csrfToken: string }).csrfToken
  const headers = { 'content-type': 'application/json', 'x-csrf-token': token }
  const body = JSON.stringify({ act: 'disable' })
  const places = await everywhereOf(stage, who)
  return { places, act: () => administrator.open(`/api/v1/staff/${id}/acts`, { method: 'POST', headers, body }) }
}

/** Every way in which what somebody may do ends for sub-sites too, done as it is done in the product where a page does it. */
export const ends: readonly End[] = [
  {
    name: '退出登录',
    prepare: async (stage) => {
      const who = await stage.comeIn('citizen1', 'person')
      const places = await everywhereOf(stage, who)
      const before = visitor(stage.issuer)
      for (const [name, value] of who.jar) before.jar.set(name, value) // the cookie that a thief kept
      const kept = stage.processes.map((url) => atProcess(before, url, (me) => me.person !== null))
      return { places: [...kept, ...places.filter(({ name }) => !stage.processes.includes(name))], act: () => who.post('/logout') }
    },
  },
  {
    name: '停用个人帐号',
    prepare: async (stage) => {
      const { sql } = stage
      await sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
      const places = await everywhereOf(stage, await stage.comeIn('citizen1', 'person'))
      const act = () => sql`
        with closed as (update identity.account set disabled_at = now() where user_name = 'citizen1' returning id)
        delete from platform.session where subject_id = (select id from closed)`
      return { places, act }
    },
  },
  { name: '停用工作人员帐号', prepare: officerDisabled },
  {
    name: '撤回同意',
    prepare: async (stage) => {
      await stage.sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
      const who = await stage.comeIn('citizen1', 'person')
      const places = (await everywhereOf(stage, who)).filter(({ name }) => !stage.processes.includes(name))
      const opened = stage.processes.flatMap((url) => stage.sites.map((site) => consented(who, url, site)))
      const act = () => Promise.all(stage.sites.map(({ id }) => who.post('/my/consents', { app: id }, { from: '/my/consents' })))
      return { places: [...places, ...opened], act }
    },
  },
  {
    name: '撤销经办人授权',
    prepare: async (stage) => {
      const grant = await grantTo(stage.sql, 'agent1')
      const { places } = await actsFor(stage, 'agent1')
      const owner = await stage.comeIn('company1', 'organisation')
      return { places, act: () => owner.post(`/my/grants/${grant}/end`) }
    },
  },
  {
    name: '经办人授权到期',
    prepare: async (stage) => {
      const grant = await grantTo(stage.sql, 'agent1')
      const { places } = await actsFor(stage, 'agent1')
      return { places, act: () => stage.sql`update identity.acting_grant set until = now() where id = ${grant}` }
    },
  },
  {
    name: '变更法定代表人',
    prepare: async (stage) => {
      const { sql } = stage
      await sql`
        with former as (select person_id from identity.account where user_name = 'legal1'), back as (
          update identity.membership set until = null from former
          where membership.person_id = former.person_id and standing = 'legalRepresentative'
          returning organisation_id
        )
        update identity.organisation set legal_representative_id = former.person_id
        from former, back where organisation.id = back.organisation_id`
      const { places, organisation } = await actsFor(stage, 'legal1')
      const act = () => sql`
        with next as (select person_id from identity.account where user_name = 'citizen1'), moved as (
          update identity.organisation set legal_representative_id = next.person_id from next where id = ${organisation} returning id
        )
        update identity.membership set until = now() from moved where organisation_id = moved.id`
      return { places, act }
    },
  },
]
