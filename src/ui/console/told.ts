import { ApiError, type Told } from './api.ts'

/** What an error says to an officer; anything that is not an answer of the API is thrown on. */
export const toldOf = (error: unknown): Told => {
  if (error instanceof ApiError) return error.told
  throw error
}
