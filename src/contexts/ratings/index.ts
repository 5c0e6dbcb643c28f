export { type RatingDeps, ratingRoutes } from './routes.ts'
export { isRatable } from './rules.ts'
export { findRating, listRated, listRatings, summaryOf } from './store.ts'
export { badGrades, badReasons, type Grade, grades, type Opinion, type Rating, type RatingSummary } from './terms.ts'
