import { addDays, type LocalDate } from '../../kernel/date.ts'
import type { Db } from '../../platform/db.ts'
import { type Casework, listMyCases, listMyDrafts, listMyOpen, publicNotices, type Today, todayFigures } from '../casework/index.ts'
import { type Catalogue, type Line, listMostRead } from '../catalogue/index.ts'
import type { Applicant } from '../identity/index.ts'
import { isRatable, listRated } from '../ratings/index.ts'
import type { HomeModel, Unfinished } from './pages/home-page.ts'
import type { MyModel } from './pages/my-page.ts'
import type { OpenModel } from './pages/open-page.ts'

/** What the portal reads. `missed` hears of a part that could not be had; the page stands without it. */
export type PortalMeans = {
  readonly db: Pick<Db, 'sql' | 'read'>
  readonly casework: Casework
  readonly catalogue: Pick<Catalogue, 'search' | 'onChange'>
  readonly missed: (error: unknown) => void
}

const perhaps = <T>({ missed }: PortalMeans, work: () => T | Promise<T>): Promise<T | undefined> =>
  Promise.resolve()
    .then(work)
    .catch((error: unknown) => {
      missed(error)
      return undefined
    })

const popularDays = 30
const popularItems = 6
const themesOf = ({ catalogue }: PortalMeans, site: string, line: Line) =>
  catalogue.search({ site, filters: { line }, limit: 1 }).facets.theme

/** What everybody sees on the home page of a site (12 digits). */
export const homeOf = async (means: PortalMeans, site: string, today: Today): Promise<HomeModel> => {
  const { db, casework } = means
  const [themes, popular, notices, figures] = await Promise.all([
    perhaps(means, () => ({ personal: themesOf(means, site, 'personal'), business: themesOf(means, site, 'business') })),
    perhaps(means, () => listMostRead(db.read, site, addDays(today.date, -popularDays), popularItems)),
    perhaps(means, () => publicNotices(casework, site, today, { limit: 3 })),
    perhaps(means, () => todayFigures(casework, site, today)),
  ])
  return { themes, popular: popular ?? [], notices: notices ?? [], figures }
}

/** The 权力清单 by type, and today's figures. */
export const openOf = async (means: PortalMeans, site: string, today: Today): Promise<OpenModel> => {
  const typesOf = (line?: Line) => means.catalogue.search({ site, filters: line ? { line } : {}, limit: 1 }).facets.type
  const [personal, business] = [typesOf('personal'), typesOf('business')]
  const countIn = (types: typeof personal, type: string): number => types.find(({ value }) => value === type)?.count ?? 0
  const powers = typesOf().map(({ value, name, count }) => ({
    type: value,
    name,
    total: count,
    personal: countIn(personal, value),
    business: countIn(business, value),
  }))
  return { powers, figures: await perhaps(means, () => todayFigures(means.casework, site, today)) }
}

const listDrafts = async (casework: Casework, viewer: Applicant): Promise<Unfinished['drafts']> =>
  (await listMyDrafts(casework, viewer)).map(({ id, guide, keptUntil }) => ({ id, name: guide.name, keptUntil: keptUntil as LocalDate }))

/** What a signed-in applicant left off. */
export const unfinishedOf = async ({ casework }: PortalMeans, viewer: Applicant, today: Today): Promise<Unfinished> => {
  const [open, drafts] = await Promise.all([listMyOpen(casework, viewer, today), listDrafts(casework, viewer)])
  return { turns: open.filter(({ applicantsTurn }) => applicantsTurn), drafts }
}

const shown = 5
/** Rating is offered that many days after the end, for that many cases. */
const ratingDays = 30
const ratingsOffered = 3

/** The overview of an applicant (ui.md A01); `popular` is left to the caller. */
export const overviewOf = async (
  { db, casework }: PortalMeans,
  viewer: Applicant,
  today: Today,
): Promise<Omit<MyModel, 'popular' | 'name' | 'as' | 'verified' | 'isOrganisationAccount'>> => {
  const [open, latest, drafts] = await Promise.all([
    listMyOpen(casework, viewer, today),
    listMyCases(casework, viewer, today, { limit: 20 }),
    listDrafts(casework, viewer),
  ])
  const results = latest.filter(({ queue }) => queue === 'closed')
  const lately = results.filter(({ stage, endedOn }) => isRatable(stage) && endedOn !== null && endedOn >= addDays(today.date, -ratingDays))
  const rated = await listRated(
    db.sql,
    lately.map(({ id }) => id),
  )
  return {
    turns: open.filter(({ applicantsTurn }) => applicantsTurn),
    drafts,
    toRate: lately.filter(({ id }) => !rated.has(id)).slice(0, ratingsOffered),
    running: open.filter(({ applicantsTurn }) => !applicantsTurn).slice(0, shown),
    results: results.slice(0, shown),
  }
}
