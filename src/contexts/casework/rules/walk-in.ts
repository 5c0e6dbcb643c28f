const prefix = 'window:'

/** The id of an applicant whom a clerk types without recognising him: known by the keyed hash of his number alone. */
export const walkInId = (numberHash: string): string => `${prefix}${numberHash}`

/** Whether an applicant's id says no more than his number; else it is a person's or an organisation's, whatever becomes of the number. */
export const isWalkIn = (applicantId: string): boolean => applicantId.startsWith(prefix)
