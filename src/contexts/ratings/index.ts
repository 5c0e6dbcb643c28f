export { type RatingDeps, ratingRoutes } from './routes.ts'
export { isRatable } from './rules.ts'
export { findRating, listRated } from './store.ts'
export { type Grade, grades, type Opinion, type Rating, type RatingSummary } from './terms.ts'
