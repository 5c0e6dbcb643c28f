export { levelNotice } from './pages/item-rows.ts'
export { searchBox } from './pages/search-page.ts'
export { type BaseImport, importBaseItems } from './perform/base-items.ts'
export { importConvenience, loadDemoConvenience } from './perform/convenience.ts'
export { loadDemoDirectory } from './perform/demo-lists.ts'
export { type ImportReport, importItems } from './perform/import/import-items.ts'
export { recordIndicators } from './perform/indicators.ts'
export { importLaws, knownLaws, type LawImport } from './perform/laws.ts'
export { type FileFinding, lintRows, rowsOfFile } from './perform/lint/lint-file.ts'
export { type Catalogue, openCatalogue } from './perform/live-catalogue.ts'
export { type PublicPages, publicPages } from './perform/public-pages.ts'
export {
  changeState,
  loadDemoCatalogue,
  type Publication,
  type Published,
  publishGuide,
} from './perform/publish.ts'
export { bringStandingUpToDate, planChange, turnDay } from './perform/standing.ts'
export { catalogueRoutes } from './routes/catalogue-routes.ts'
export { type Change, policyOf, type Touched } from './rules/change-kinds.ts'
export { changesBetween, chargesOfCase } from './rules/changes.ts'
export type { Facets, FacetValue, Filters, Line } from './rules/facets.ts'
export { fieldsWaived } from './rules/form-changes.ts'
export type { LintKnown } from './rules/lint/index.ts'
export { materialPairs, materialsWaived } from './rules/material-changes.ts'
export type { Question, SearchAnswer } from './rules/search.ts'
export { guideWords, levelOfSite } from './rules/texts.ts'
export { findStanding, listMostRead } from './store/items.ts'
export { findGuide } from './store/versions.ts'
export type {
  Audience,
  EnterpriseStage,
  ItemType,
  OnlineDepth,
  OrganisationTheme,
  PersonStage,
  PersonTheme,
  ProjectType,
  UseLevel,
} from './terms/code-lists.ts'
export type {
  Basis,
  Charge,
  Guide,
  GuideVersion,
  ItemHit,
  ItemStanding,
  ItemState,
  Material,
  Place,
  Result,
  Situation,
  SituationAnswers,
  StateChange,
  Step,
  TimeLimit,
  VersionRow,
} from './terms.ts'
