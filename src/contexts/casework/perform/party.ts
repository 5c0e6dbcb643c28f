import { isMobile, isUscc, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Recognition } from '../../identity/index.ts'
import type { Applicant } from '../terms.ts'
import { type PersonInput, type Present, proofed, readPerson } from './visits.ts'

type OrganisationKind = Parameters<Recognition['proofOrganisation']>[0]['kind']

/** For whom somebody applies: himself, a person who sent him with a 授权书, or an organisation. */
export type PartyInput =
  | { readonly of: 'self'; readonly phone?: string | undefined }
  | ({ readonly of: 'person' } & PersonInput)
  | {
      readonly of: 'organisation'
      readonly uscc: string
      /** Needed when the organisation is not known yet. */
      readonly kind?: OrganisationKind | undefined
      readonly name?: string | undefined
      readonly representative?: { readonly name: string; readonly idNumber: string } | undefined
    }
export type Party = { readonly applicant: Applicant; readonly mandateMissing: boolean }

type Means = { readonly recognition: Recognition }

const wrong = (field: string, message: string): Refusal => ({ refused: 'incomplete', title: message, fields: [{ field, message }] })

const anotherPerson = async ({ recognition }: Means, present: Present, input: PersonInput, by: string): Promise<Party | Refusal> => {
  const person = readPerson(input)
  if (isRefusal(person)) return person
  if (person.idNumber === present.idNumber) return wrong('idNumber', '这是来办事的人自己，请选择“本人办”')
  const found = proofed(await recognition.proofPerson(person, by))
  if (isRefusal(found)) return found
  const agent = { id: present.id, name: present.name }
  return {
    applicant: { kind: 'person', id: found.id, name: found.name, idNumber: person.idNumber, phone: person.phone, agent },
    mandateMissing: true,
  }
}

type OrganisationInput = Extract<PartyInput, { of: 'organisation' }>

/** An organisation that the platform does not know yet: by the enterprise registry, with its 法定代表人. */
const unknownOrganisation = async (
  { recognition }: Means,
  uscc: string,
  { kind, name, representative }: OrganisationInput,
  by: string,
): Promise<{ readonly id: string; readonly name: string } | Refusal> => {
  const fields = [
    ...(kind ? [] : [{ field: 'kind', message: '平台上还没有这个单位，请选择法人类型' }]),
    ...(name?.trim() ? [] : [{ field: 'name', message: '平台上还没有这个单位，请填写单位名称' }]),
    ...(representative?.name.trim() ? [] : [{ field: 'representative.name', message: '请填写法定代表人姓名' }]),
  ]
  if (!kind || !name || !representative || fields.length > 0)
    return { refused: 'unknown-organisation', title: '平台上还没有这个单位，请登记', fields }
  const legal = { name: representative.name, idNumber: tidyIdentifier(representative.idNumber) }
  const outcome = await recognition.proofOrganisation({ kind, name, uscc }, legal, by)
  if (outcome === 'down') return { refused: 'registry-down', title: '法人库暂时没有回应，请稍后再试；已填的内容还在' }
  if (outcome === 'differs') return wrong('name', '单位名称、代码和法定代表人核对不上，请对照营业执照检查')
  return 'retryAfter' in outcome ? { refused: 'too-often', title: '核验次数过多，请稍后再试' } : outcome
}

const organisation = async (means: Means, present: Present, input: OrganisationInput, by: string): Promise<Party | Refusal> => {
  const uscc = tidyIdentifier(input.uscc)
  if (!isUscc(uscc)) return wrong('uscc', '请填写 18 位统一社会信用代码，并核对最后一位')
  const found = (await means.recognition.findOrganisation(uscc)) ?? (await unknownOrganisation(means, uscc, input, by))
  if (isRefusal(found)) return found
  const standing = await means.recognition.standingIn(found.id, present.id)
  const agent = { id: present.id, name: present.name }
  return {
    applicant: { kind: 'organisation', id: found.id, name: found.name, idNumber: uscc, phone: present.phone, agent },
    mandateMissing: standing === undefined,
  }
}

/**
 * The applicant for whom somebody who is recognised applies; `by` is the account whose inquiry it is. A person or an organisation in which
 * he has no standing needs a 授权书 (行政许可法 §29).
 */
export const partyOf = async (means: Means, present: Present, input: PartyInput, by: string): Promise<Party | Refusal> => {
  if (input.of === 'person') return anotherPerson(means, present, input, by)
  if (input.of === 'organisation') return organisation(means, present, input, by)
  const phone = tidyIdentifier(input.phone ?? present.phone)
  if (input.phone !== undefined && !isMobile(phone)) return wrong('phone', '请填写 11 位手机号码')
  return { applicant: { kind: 'person', ...present, phone }, mandateMissing: false }
}

/** The same applicant with the 授权书 of who applies for him; `sha256` is that of the stored file. */
export const withMandate = (applicant: Applicant, sha256: string): Applicant =>
  applicant.agent ? { ...applicant, agent: { ...applicant.agent, mandate: sha256 } } : applicant
